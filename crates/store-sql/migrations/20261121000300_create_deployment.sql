-- The deployment's own tables: territory, accounts, devices, audit.

-- Dated rows of hamlets; several rows of one id tell its history.
create table hamlet (
    shard {number} not null,
    id {bytes} not null check (length(id) = 16),
    code {sorted_text} not null,
    name text not null,
    kind text not null,
    commune text not null,
    -- yyyymmdd; 0 for "since ever", since a key cannot be null
    valid_from {number} not null,
    -- yyyymmdd; null for "until now"
    valid_to {number} check (valid_to >= valid_from),
    primary key (shard, id, valid_from)
) {rows};

-- Areas of work of collaborators.
create table area (
    shard {number} not null,
    id {bytes} not null check (length(id) = 16),
    number {sorted_text} not null,
    name text not null,
    commune {sorted_text} not null,
    primary key (shard, id)
) {rows};

create unique index area_number on area (shard, commune, number);

-- The hamlets that an area covers, in order.
create table area_hamlet (
    shard {number} not null,
    area {bytes} not null,
    place {number} not null,
    hamlet {bytes} not null check (length(hamlet) = 16),
    primary key (shard, area, place),
    foreign key (shard, area) references area (shard, id) on delete cascade
) {index};

-- How communes work; one that never chose has no row.
create table commune_setting (
    shard {number} not null,
    commune {sorted_text} not null,
    accept_clean {number} not null check (accept_clean in (0, 1)),
    primary key (shard, commune)
) {rows};

create table account (
    id {bytes} primary key check (length(id) = 16),
    login {sorted_text} not null check (login = lower(login) and login <> ''),
    name text not null,
    -- Argon2id in PHC form
    password text not null,
    disabled {number} not null check (disabled in (0, 1))
) {rows};

create unique index account_login on account (login);

-- What an account may do where: a unit, or an area for a collaborator.
create table account_grant (
    account {bytes} not null references account (id) on delete cascade,
    place {number} not null,
    role text not null,
    unit text,
    area {bytes} check (length(area) = 16),
    primary key (account, place)
) {index};

create table device (
    id {bytes} primary key check (length(id) = 16),
    account {bytes} not null references account (id) on delete cascade,
    name text not null,
    enrolled_ms {number} not null,
    revoked_ms {number},
    -- the last counter that the device said it has given out
    last_counter {number} not null check (last_counter >= 0),
    seen_ms {number}
) {rows};

create index device_by_account on device (account);

-- Sessions; of the token only its hash is known here.
create table session (
    token_hash {bytes} primary key check (length(token_hash) = 32),
    account {bytes} not null references account (id) on delete cascade,
    -- null for a browser at the desk
    device {bytes} references device (id) on delete cascade,
    created_ms {number} not null,
    expires_ms {number} not null
) {rows};

create index session_by_account on session (account);
create index session_by_device on session (device);

-- One-time codes that enrol a device; of the code only its hash is known here.
create table device_code (
    code_hash {bytes} primary key check (length(code_hash) = 32),
    account {bytes} not null references account (id) on delete cascade,
    made_by {bytes} not null references account (id) on delete cascade,
    expires_ms {number} not null
) {rows};

-- Who looked at what. Never a name or a number of a person.
create table audit (
    id {serial},
    at_ms {number} not null,
    -- no reference: the audit outlives the account; null before log-in
    account {bytes} check (length(account) = 16),
    action text not null,
    object text not null,
    -- JSON
    detail text not null
) {rows};

-- Indexes put aside by a bulk load, to be made again when it ends.
create table postponed_index (
    name text primary key,
    definition text not null
) {rows};
