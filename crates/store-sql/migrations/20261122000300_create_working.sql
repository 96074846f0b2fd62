-- What the system knows of its own working.

-- From which day on these tables tell everything, yyyymmdd; 0 for a log that was empty then.
create table counting_since (
    shard {number} primary key check (shard between 0 and 99),
    day {number} not null check (day >= 0)
) {rows};

-- Months in which events of a hamlet came in over the network.
create table arrival (
    shard {number} not null,
    -- yyyymm
    month {number} not null check (month % 100 between 1 and 12),
    hamlet {bytes} not null check (length(hamlet) = 16),
    primary key (shard, month, hamlet)
) {index};

-- Days on which accounts asked for figures or reports.
create table account_use (
    -- yyyymmdd
    day {number} not null,
    -- no reference: it outlives the account
    account {bytes} not null check (length(account) = 16),
    kind text not null check (kind in ('figures', 'reports')),
    primary key (day, account, kind)
) {index};

-- Usual residents of hamlets by their rows: what became more or fewer in each month. A sum over months is a stock.
create table person_tally (
    shard {number} not null,
    hamlet {bytes} not null check (length(hamlet) = 16),
    -- yyyymm; 0 for before these tables
    month {number} not null,
    persons {number} not null,
    -- with an identity number
    identified {number} not null,
    -- whose birth is told to the day
    dated {number} not null,
    -- of those, born on a 1 January
    new_year {number} not null,
    primary key (shard, hamlet, month)
) {index};

-- Events with an issue of severity error, and whom they concern.
create table event_fault (
    shard {number} not null,
    event {bytes} not null check (length(event) = 16),
    subject {bytes} not null check (length(subject) = 16),
    primary key (shard, event, subject)
) {index};

-- Events that correct or withdraw another.
create table event_target (
    shard {number} not null,
    target {bytes} not null check (length(target) = 16),
    event {bytes} not null check (length(event) = 16),
    primary key (shard, target, event)
) {index};

-- Numbers that officers told, since no database can know them.
create table told_number (
    shard {number} not null,
    unit {sorted_text} not null,
    name {sorted_text} not null,
    -- yyyymmdd, from when on
    day {number} not null,
    value {number} not null check (value >= 0),
    source text not null check (source <> ''),
    -- null from the command line
    account {bytes} check (length(account) = 16),
    at_ms {number} not null,
    primary key (shard, unit, name, day)
) {rows};
