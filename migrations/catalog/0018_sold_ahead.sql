-- Of what can be bought, what can be sent at once; and how the rest is sold before it is there. As the books last said, like
-- `available`.
alter table variants add column in_stock integer;
alter table variants add column sold_ahead text check (sold_ahead in ('backorder', 'preorder'));
-- When what is sold ahead is promised to leave.
alter table variants add column ships_at text;

update variants set in_stock = max(0, available) where available is not null;
