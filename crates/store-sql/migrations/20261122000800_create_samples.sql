-- Samples of households to be interviewed a second time.

create table sample (
    shard {number} not null,
    id {bytes} not null check (length(id) = 16),
    unit {sorted_text} not null,
    name text not null,
    -- what the register is compared with: how it was known here, on this day (yyyymmdd)
    position {number} not null check (position >= 0),
    day {number} not null,
    -- draws the same households again
    seed {number} not null check (seed >= 0),
    by_account {bytes} not null check (length(by_account) = 16),
    at_ms {number} not null,
    primary key (shard, id)
) {rows};

create index sample_by_unit on sample (shard, unit);

create table sample_household (
    shard {number} not null,
    sample {bytes} not null check (length(sample) = 16),
    household {bytes} not null check (length(household) = 16),
    -- its number on the list, from 1
    place {number} not null check (place > 0),
    -- whose area it was in when drawn
    collaborator {bytes} check (length(collaborator) = 16),
    -- who asked again, and when it was written down
    reader {bytes} check (length(reader) = 16),
    read_ms {number},
    -- 0 when nobody was met
    met {number} not null check (met in (0, 1)),
    -- what the sealed part is bound to
    reading {bytes} check (length(reading) = 16),
    -- what was said of persons of the register, sealed under their keys, and of others
    sealed {bytes},
    others {bytes},
    primary key (shard, sample, household),
    check ((reader is null) = (read_ms is null))
) {rows};

-- How much was compared: no value of anyone.
create table sample_point (
    shard {number} not null,
    sample {bytes} not null check (length(sample) = 16),
    household {bytes} not null check (length(household) = 16),
    field text not null,
    points {number} not null check (points >= 0),
    primary key (shard, sample, household, field)
) {index};

-- What differed. Codes and dates, which are open in the log too; never a name.
create table sample_difference (
    shard {number} not null,
    sample {bytes} not null check (length(sample) = 16),
    household {bytes} not null check (length(household) = 16),
    number {number} not null check (number > 0),
    kind text not null check (kind in ('omission', 'inclusion', 'value')),
    field text not null,
    person {bytes} check (length(person) = 16),
    -- the row of the second reading
    row_number {number},
    was text,
    said text,
    verdict text check (verdict in ('register', 'reading', 'changed')),
    by_account {bytes} check (length(by_account) = 16),
    at_ms {number},
    primary key (shard, sample, household, number)
) {rows};
