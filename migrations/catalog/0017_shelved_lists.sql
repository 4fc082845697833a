-- Whether what a price list asks counts on the shelves that products are sorted and filtered by: lists for everybody, while they
-- hold. It follows the clock by at most a minute; then products are put where their price belongs now.
alter table price_lists add column shelved integer not null default 0 check (shelved in (0, 1));

create index price_lists_shelved on price_lists (shelved) where shelved = 1;
