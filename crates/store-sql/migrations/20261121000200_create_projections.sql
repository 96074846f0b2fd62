-- What can be rebuilt from the log.

-- Where each event stands and what lists show of it.
create table event (
    shard {number} not null,
    id {bytes} not null check (length(id) = 16),
    kind text not null,
    status text not null check (status in ('submitted', 'accepted', 'returned', 'withdrawn')),
    position {number} not null check (position > 0),
    -- the position of the decision
    decided {number} check (decided >= position),
    -- the greater of the two, for "what changed since"
    changed {number} not null check (changed >= position),
    by_user {bytes} not null check (length(by_user) = 16),
    device {bytes} check (length(device) = 16),
    counter {number} check (counter > 0),
    hamlet {bytes} check (length(hamlet) = 16),
    household {bytes} check (length(household) = 16),
    person {bytes} check (length(person) = 16),
    -- yyyymmdd, imputed
    happened {number} not null,
    recorded_ms {number} not null,
    received_ms {number} not null,
    severity text not null check (severity in ('clean', 'warn', 'confirm', 'error')),
    -- JSON
    issues text not null,
    -- the officer's words when returned
    reason text,
    primary key (shard, id),
    check ((device is null) = (counter is null))
) {index};

create index event_by_position on event (shard, position);
create index event_by_hamlet on event (shard, hamlet, position);
create index event_by_household on event (shard, household, position);
create index event_by_author on event (shard, by_user, position);
create index event_by_device on event (shard, device, changed) where device is not null;
create index event_open on event (shard, hamlet, status, severity) where status in ('submitted', 'returned');

-- What search and lists know of a person.
create table person (
    shard {number} not null,
    id {bytes} not null check (length(id) = 16),
    household {bytes} check (length(household) = 16),
    hamlet {bytes} check (length(hamlet) = 16),
    resident {number} not null check (resident in (0, 1)),
    -- empty when erased
    name text not null,
    -- the name without accents and capitals
    fold {sorted_text} not null,
    sex text not null check (sex in ('m', 'f', 'u')),
    -- the partial date as text
    birth text not null,
    -- the same imputed, yyyymmdd
    birth_number {number} not null,
    relationship text not null,
    residence {number} not null,
    -- keyed hash of the identification number
    pin_mac {bytes} check (length(pin_mac) = 32),
    -- yyyymmdd
    died {number},
    changed {number} not null,
    primary key (shard, id)
) {index};

create index person_by_name on person (shard, hamlet, fold);
create index person_by_household on person (shard, household);
create index person_by_pin on person (shard, pin_mac) where pin_mac is not null;

-- What lists know of a household.
create table household (
    shard {number} not null,
    id {bytes} not null check (length(id) = 16),
    hamlet {bytes} not null check (length(hamlet) = 16),
    area {bytes} not null check (length(area) = 16),
    number text not null,
    collective {number} not null check (collective in (0, 1)),
    -- empty when there is none or erased
    head_name text not null,
    size {number} not null check (size >= 0),
    -- days as yyyymmdd
    reviewed {number},
    opened {number} not null,
    closed {number},
    -- the last position that changed this household or one of its members
    changed {number} not null,
    primary key (shard, id)
) {index};

create index household_by_area on household (shard, area, changed);
