-- The log, the keys, and what waits outside of the log.

-- The end of each log. Updating this row is what makes commits of one shard wait for each other.
create table log_head (
    shard {number} primary key check (shard between 0 and 99),
    position {number} not null check (position >= 0),
    hash {bytes} not null check (length(hash) = 32)
) {rows};

-- The append-only log. Nothing here is ever updated or deleted.
create table log_entry (
    shard {number} not null,
    position {number} not null check (position > 0),
    kind text not null check (kind in ('submitted', 'recorded', 'accepted', 'returned', 'withdrawn', 'erased')),
    -- the event that comes in or is decided on; an erasure has none
    event {bytes} check (length(event) = 16),
    -- ids of the persons and households concerned, 16 bytes each, one after the other; the same as in log_subject
    subjects {bytes} not null check (length(subjects) % 16 = 0),
    at_ms {number} not null,
    -- exactly the bytes that were hashed
    payload {bytes} not null,
    sealed {bytes} not null,
    hash {bytes} not null check (length(hash) = 32),
    primary key (shard, position),
    check ((kind = 'erased') = (event is null))
) {rows};

-- An event comes in once.
create unique index log_entry_event on log_entry (shard, event) where kind in ('submitted', 'recorded');

-- Which entries concern a person or household.
create table log_subject (
    shard {number} not null,
    subject {bytes} not null check (length(subject) = 16),
    position {number} not null,
    primary key (shard, subject, position)
) {index};

-- Keys of persons and households, wrapped by the key outside the database.
create table subject_key (
    shard {number} not null,
    subject {bytes} not null check (length(subject) = 16),
    -- null once erased; the row stays, so that no second key is made
    wrapped {bytes},
    primary key (shard, subject)
) {index};

-- Events that were taken in but cannot be read or placed yet.
create table parked (
    shard {number} not null,
    id {bytes} not null check (length(id) = 16),
    by_user {bytes} not null check (length(by_user) = 16),
    device {bytes} check (length(device) = 16),
    counter {number} check (counter > 0),
    code text not null,
    -- the subject or event whose arrival may mend it
    waiting_for {bytes} check (length(waiting_for) = 16),
    -- as sent, sealed under the deployment's key
    raw {bytes} not null,
    received_ms {number} not null,
    primary key (shard, id),
    check ((device is null) = (counter is null))
) {rows};

create index parked_waiting on parked (shard, waiting_for);

-- Counters received from devices, of events and parked ones: what a receipt is computed from. A counter belongs to one event for ever.
create table device_counter (
    shard {number} not null,
    device {bytes} not null check (length(device) = 16),
    counter {number} not null check (counter > 0),
    event {bytes} not null check (length(event) = 16),
    primary key (shard, device, counter)
) {index};
