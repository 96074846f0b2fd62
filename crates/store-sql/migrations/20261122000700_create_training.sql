-- Lessons of the practice area that collaborators have completed.
create table training_completion (
    shard {number} not null,
    -- no reference: what was learned outlives the account
    account {bytes} not null check (length(account) = 16),
    lesson {sorted_text} not null,
    -- yyyymmdd
    day {number} not null,
    -- percent of the check that was right at the first try
    score {number} not null check (score between 0 and 100),
    primary key (shard, account, lesson, day)
) {index};
