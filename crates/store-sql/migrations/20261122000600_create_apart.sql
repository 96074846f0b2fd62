-- Pairs of persons that an officer said are two, though their sheets look alike.
create table apart (
    shard {number} not null,
    -- the lesser id of the two
    one {bytes} not null check (length(one) = 16),
    other {bytes} not null check (length(other) = 16),
    by_account {bytes} not null check (length(by_account) = 16),
    at_ms {number} not null,
    primary key (shard, one, other),
    check (one < other)
) {rows};
