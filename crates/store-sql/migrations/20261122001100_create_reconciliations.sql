-- The register compared with lists of other offices. What was compared is written once.
create table reconciliation (
    shard {number} not null,
    id {bytes} not null check (length(id) = 16),
    unit {sorted_text} not null,
    by_account {bytes} not null check (length(by_account) = 16),
    at_ms {number} not null,
    -- the wrapped key of content and steps; none once they were destroyed
    wrapped {bytes},
    -- JSON: what is no row and no person
    summary text not null,
    progress text not null,
    last {number} not null check (last >= 0),
    primary key (shard, id)
) {rows};

create index reconciliation_by_unit on reconciliation (shard, unit, at_ms);

-- Both lists, the model and who is who, sealed.
create table reconciliation_content (
    shard {number} not null,
    id {bytes} not null check (length(id) = 16),
    sealed {bytes} not null,
    primary key (shard, id)
) {rows};

-- What people said and did since, in order; only ever added.
create table reconciliation_step (
    shard {number} not null,
    reconciliation {bytes} not null check (length(reconciliation) = 16),
    number {number} not null check (number > 0),
    by_account {bytes} not null check (length(by_account) = 16),
    at_ms {number} not null,
    what text not null,
    sealed {bytes} not null,
    primary key (shard, reconciliation, number)
) {rows};
