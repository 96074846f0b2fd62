-- The last search of the whole register for people who stand in it twice: one row a shard.
create table night (
    shard {number} not null primary key,
    at_ms {number} not null,
    took_ms {number} not null,
    -- the position of the log up to which it knew
    position {number} not null,
    residents {number} not null,
    model_hash text not null,
    learned {number} not null check (learned in (0, 1)),
    -- JSON: shares of levels, no names
    model text not null
) {rows};

-- The pairs that it found; the next search takes all of them away.
create table night_pair (
    shard {number} not null,
    -- the lesser id of the two
    one {bytes} not null check (length(one) = 16),
    other {bytes} not null check (length(other) = 16),
    hamlet_one {bytes} not null check (length(hamlet_one) = 16),
    hamlet_other {bytes} not null check (length(hamlet_other) = 16),
    -- log2 of the odds of their being one person, in thousandths
    weight {number} not null,
    same_number {number} not null check (same_number in (0, 1)),
    -- JSON: fields, levels and what each adds
    lines text not null,
    primary key (shard, one, other),
    check (one < other)
) {rows};

create index night_pair_by_hamlet_one on night_pair (shard, hamlet_one);
create index night_pair_by_hamlet_other on night_pair (shard, hamlet_other);
