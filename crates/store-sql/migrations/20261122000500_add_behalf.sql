-- On whose behalf an officer entered an event; nobody's before.
alter table event add column for_user {bytes} check (length(for_user) = 16);
