-- The network of collaborators.

-- Who had which area from when to when.
create table area_assignment (
    shard {number} not null,
    area {bytes} not null check (length(area) = 16),
    -- no reference: the history outlives the account
    account {bytes} not null check (length(account) = 16),
    -- 0 where it began before it was noted
    from_ms {number} not null,
    -- null for now
    to_ms {number} check (to_ms >= from_ms),
    by_account {bytes} check (length(by_account) = 16),
    primary key (shard, area, account, from_ms)
) {index};

-- Campaigns of review.
create table campaign (
    shard {number} not null,
    id {bytes} not null check (length(id) = 16),
    unit {sorted_text} not null,
    name text not null,
    -- yyyymmdd
    first_day {number} not null,
    last_day {number} not null check (last_day >= first_day),
    by_account {bytes} not null check (length(by_account) = 16),
    at_ms {number} not null,
    ended_ms {number},
    primary key (shard, id)
) {rows};

create index campaign_by_unit on campaign (shard, unit);

-- The areas that a campaign is narrowed to.
create table campaign_area (
    shard {number} not null,
    campaign {bytes} not null,
    area {bytes} not null check (length(area) = 16),
    primary key (shard, campaign, area),
    foreign key (shard, campaign) references campaign (shard, id) on delete cascade
) {index};

-- Whose an area is.
create index account_grant_by_area on account_grant (area);
