-- Reports that are closed. Rows of these tables are only ever added.

-- What reports are made with: templates, lists, territories, kept under the hash of their bytes.
create table definition (
    shard {number} not null,
    hash {bytes} not null check (length(hash) = 32),
    body {bytes} not null,
    primary key (shard, hash)
) {rows};

-- One form of one unit for one period.
create table report (
    shard {number} not null,
    id {bytes} not null check (length(id) = 16),
    form {sorted_text} not null,
    unit {sorted_text} not null,
    period {sorted_text} not null,
    -- days as yyyymmdd
    first_day {number} not null,
    last_day {number} not null check (last_day >= first_day),
    primary key (shard, id)
) {rows};

create unique index report_of_unit on report (shard, form, unit, period);
create index report_by_period on report (shard, period, form);

-- The steps it went; the last one tells where it stands.
create table report_step (
    shard {number} not null,
    report {bytes} not null,
    number {number} not null check (number > 0),
    state text not null check (state in
        ('prepared', 'verified', 'signed', 'sent', 'received', 'accepted', 'returned', 'locked')),
    version {number} not null check (version > 0),
    account {bytes} not null check (length(account) = 16),
    at_ms {number} not null,
    note text,
    primary key (shard, report, number),
    foreign key (shard, report) references report (shard, id)
) {index};

-- The numbers of each version.
create table report_version (
    shard {number} not null,
    report {bytes} not null,
    version {number} not null check (version > 0),
    position {number} not null,
    -- canonical JSON, and its hash
    content text not null,
    hash {bytes} not null check (length(hash) = 32),
    definitions {bytes} not null,
    primary key (shard, report, version),
    foreign key (shard, report) references report (shard, id),
    foreign key (shard, definitions) references definition (shard, hash)
) {rows};

-- The numbers as they became by what arrived after closing.
create table report_revision (
    shard {number} not null,
    report {bytes} not null,
    number {number} not null check (number > 0),
    -- the version that is revised
    version {number} not null,
    position {number} not null,
    reason text not null check (reason <> ''),
    content text not null,
    hash {bytes} not null check (length(hash) = 32),
    definitions {bytes} not null,
    -- JSON
    difference text not null,
    account {bytes} not null check (length(account) = 16),
    at_ms {number} not null,
    primary key (shard, report, number),
    foreign key (shard, report, version) references report_version (shard, report, version),
    foreign key (shard, definitions) references definition (shard, hash)
) {rows};

-- Someone says that nothing happened in an area in a month.
create table declaration (
    shard {number} not null,
    area {bytes} not null check (length(area) = 16),
    -- yyyymm
    month {number} not null check (month % 100 between 1 and 12),
    account {bytes} not null check (length(account) = 16),
    at_ms {number} not null,
    note text,
    primary key (shard, area, month)
) {index};
