-- Forecasts as they were made. A row is never changed: another forecast is another row.
create table forecast (
    shard {number} not null,
    id {bytes} not null check (length(id) = 16),
    unit {sorted_text} not null,
    -- the forecast of the unit above that it was made to agree with
    parent {bytes} check (length(parent) = 16),
    -- the day of the base (yyyymmdd)
    base {number} not null,
    by_account {bytes} not null check (length(by_account) = 16),
    at_ms {number} not null,
    -- JSON: what a list shows
    summary text not null,
    -- JSON: everything that went in and came out
    document text not null,
    primary key (shard, id)
) {rows};

create index forecast_by_unit on forecast (shard, unit, at_ms);
create index forecast_by_parent on forecast (shard, parent);
