-- Who changed since a position, wherever: those who look for persons who may be one read no more than that.
create index person_by_change on person (shard, changed);
