-- The deployment's own map over the embedded one, and the reorganisations that made it.

-- Up to which day the embedded decrees are in force; no row: all of them.
create table map_through (
    shard {number} primary key,
    -- yyyymmdd
    through {number} not null
) {rows};

-- Versions of units above the hamlets; one takes the place of the embedded version with the same code and first day.
create table unit (
    shard {number} not null,
    code {sorted_text} not null,
    -- yyyymmdd; 0 for "since ever", since a key cannot be null
    valid_from {number} not null,
    -- yyyymmdd; null for "until now"
    valid_to {number} check (valid_to >= valid_from),
    full_name text not null,
    parent text,
    decree text,
    primary key (shard, code, valid_from)
) {rows};

-- What units became.
create table unit_succession (
    shard {number} not null,
    -- yyyymmdd
    on_day {number} not null,
    old {sorted_text} not null,
    new {sorted_text} not null,
    whole {number} not null check (whole in (0, 1)),
    decree text not null,
    primary key (shard, on_day, old, new)
) {rows};

-- Which way people went when hamlets were divided or joined; the counts are the weights of series across the day.
create table hamlet_step (
    shard {number} not null,
    on_day {number} not null,
    old {bytes} not null check (length(old) = 16),
    new {bytes} not null check (length(new) = 16),
    households {number} not null check (households >= 0),
    persons {number} not null check (persons >= 0),
    primary key (shard, on_day, old, new)
) {index};

-- Hamlets whose commune from a day on was chosen by rule.
create table hamlet_guess (
    shard {number} not null,
    on_day {number} not null,
    hamlet {bytes} not null check (length(hamlet) = 16),
    primary key (shard, on_day, hamlet)
) {index};

create table reorganisation (
    shard {number} not null,
    id {bytes} not null check (length(id) = 16),
    name text not null,
    -- JSON, as it was given
    plan text not null,
    -- JSON: what it counted
    summary text not null,
    -- yyyymmdd
    first_day {number} not null,
    -- the rows before and after, packed, for undoing
    changes {bytes} not null,
    made_ms {number} not null,
    -- null from the command line
    made_by {bytes} check (length(made_by) = 16),
    undone_ms {number} check (undone_ms >= made_ms),
    undone_by {bytes} check (length(undone_by) = 16),
    primary key (shard, id)
) {rows};
