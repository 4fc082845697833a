-- Files of attributes' definitions: what became of them.
alter table jobs add column attributes_created integer not null default 0;
alter table jobs add column attributes_updated integer not null default 0;
alter table jobs add column attributes_unchanged integer not null default 0;
