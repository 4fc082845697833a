-- How a piece of a variant travels: its sides as it is packed, null where nobody measured them, and whether it needs a parcel of
-- its own.
alter table variants add column length_mm integer check (length_mm between 1 and 20000);
alter table variants add column width_mm integer check (width_mm between 1 and 20000);
alter table variants add column height_mm integer check (height_mm between 1 and 20000);
alter table variants add column ships_alone integer not null default 0 check (ships_alone in (0, 1));
