-- What lies in carts now, for staff: a row for each cart that its object has looked at and found something in. The object writes it
-- with its look and takes it out when the cart is empty; whose it is stands nowhere here.
create table live_carts (
  cart text primary key,
  -- Of somebody with an account.
  account integer not null check (account in (0, 1)),
  currency text not null,
  lines integer not null check (lines > 0),
  pieces integer not null check (pieces > 0),
  -- Minor units: quantities at their prices, before discounts.
  value integer not null check (value >= 0),
  expires_at text not null
) strict, without rowid;

create index live_carts_alive on live_carts (expires_at);
