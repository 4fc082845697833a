-- The books. Rules that a table can hold are held here, so that no door to the store can pass them by.

-- Where stock lies.
create table stock_locations (
  id text primary key,
  name text not null
) strict;

insert into stock_locations (id, name) values ('main', 'Main warehouse');

-- How much there is of a variant at a location. `reserved` may never pass what is there: this check is what makes
-- overselling impossible. The triggers below keep it equal to the ledgers.
create table stock_levels (
  variant_id text not null,
  location_id text not null references stock_locations (id),
  product_id text not null,
  sku text not null,
  on_hand integer not null default 0 check (on_hand >= 0),
  reserved integer not null default 0 check (reserved >= 0),
  incoming integer not null default 0 check (incoming >= 0),
  backorder_limit integer not null default 0 check (backorder_limit >= 0),
  updated_at text not null,
  primary key (variant_id, location_id),
  constraint no_oversell check (reserved <= on_hand + backorder_limit)
) strict, without rowid;

create index stock_levels_by_sku on stock_levels (sku);
create index stock_levels_by_product on stock_levels (product_id);

-- Every change of what is on hand, for ever. The level is the sum.
create table stock_movements (
  id text primary key,
  variant_id text not null,
  location_id text not null,
  delta integer not null check (delta <> 0),
  reason text not null,
  order_id text,
  actor text not null,
  at text not null,
  foreign key (variant_id, location_id) references stock_levels (variant_id, location_id)
) strict;

create index stock_movements_by_variant on stock_movements (variant_id, at);

create trigger stock_movement_moves_the_level after insert on stock_movements begin
  update stock_levels set on_hand = on_hand + new.delta, updated_at = new.at
  where variant_id = new.variant_id and location_id = new.location_id;
end;

create trigger stock_movements_stay before update on stock_movements begin
  select raise(abort, 'stock_movements is append-only');
end;

create trigger stock_movements_remain before delete on stock_movements begin
  select raise(abort, 'stock_movements is append-only');
end;

-- What an order holds of a variant. held -> released | shipped, once.
create table reservations (
  order_id text not null,
  variant_id text not null,
  location_id text not null,
  quantity integer not null check (quantity > 0),
  state text not null default 'held' check (state in ('held', 'released', 'shipped')),
  created_at text not null,
  updated_at text not null,
  primary key (order_id, variant_id, location_id),
  foreign key (variant_id, location_id) references stock_levels (variant_id, location_id)
) strict, without rowid;

create index reservations_by_variant on reservations (variant_id, state);

create trigger reservation_takes_stock after insert on reservations when new.state = 'held' begin
  update stock_levels set reserved = reserved + new.quantity, updated_at = new.created_at
  where variant_id = new.variant_id and location_id = new.location_id;
end;

create trigger reservation_is_let_go after update of state on reservations
when old.state = 'held' and new.state in ('released', 'shipped') begin
  update stock_levels set reserved = reserved - old.quantity, updated_at = new.updated_at
  where variant_id = old.variant_id and location_id = old.location_id;
end;

create trigger reservation_is_taken_again after update of state on reservations
when old.state = 'released' and new.state = 'held' begin
  update stock_levels set reserved = reserved + new.quantity, updated_at = new.updated_at
  where variant_id = new.variant_id and location_id = new.location_id;
end;

create trigger shipped_is_final before update of state on reservations
when old.state = 'shipped' and new.state <> 'shipped' begin
  select raise(abort, 'a shipped reservation does not come back');
end;

-- What people bought. `number` is what they read on paper: nine digits.
create table orders (
  id text primary key,
  number integer not null unique,
  checkout_key text not null unique,
  -- Counts the moves; every move writes order_events (order_id, version), so two moves from one version cannot both happen.
  version integer not null default 1,
  status text not null default 'open' check (status in ('open', 'finished', 'cancelled')),
  payment_status text not null default 'pending'
    check (payment_status in ('pending', 'authorized', 'paid', 'failed', 'partially_refunded', 'refunded')),
  shipping_status text not null default 'unfulfilled'
    check (shipping_status in ('unfulfilled', 'partially_shipped', 'shipped', 'delivered', 'returned')),
  customer_id text,
  email text not null,
  locale text not null,
  currency text not null,
  subtotal integer not null check (subtotal >= 0),
  discount_total integer not null check (discount_total >= 0),
  shipping_total integer not null check (shipping_total >= 0),
  tax_total integer not null check (tax_total >= 0),
  -- 1 when the prices contain the tax, so that it is not added again
  tax_included integer not null check (tax_included in (0, 1)),
  total integer not null check (total >= 0),
  shipping_option text not null,
  shipping_address text not null check (json_valid(shipping_address)),
  billing_address text not null check (json_valid(billing_address)),
  -- When an unpaid order gives its stock back; null once it is paid or closed.
  expires_at text,
  created_at text not null,
  updated_at text not null,
  constraint adds_up check (
    total = subtotal - discount_total + shipping_total + case tax_included when 1 then 0 else tax_total end
  )
) strict;

create index orders_by_time on orders (created_at, id);
create index orders_by_customer on orders (customer_id, created_at, id);
create index orders_by_email on orders (email, created_at, id);
create index orders_by_status on orders (status, created_at, id);
create index orders_by_payment on orders (payment_status, created_at, id);
create index orders_by_shipping on orders (shipping_status, created_at, id);
create index orders_due on orders (expires_at) where expires_at is not null;

create table order_lines (
  id text primary key,
  order_id text not null references orders (id),
  position integer not null,
  variant_id text not null,
  product_id text not null,
  sku text not null,
  title text not null,
  image_url text,
  quantity integer not null check (quantity > 0),
  unit_price integer not null check (unit_price >= 0),
  discount_total integer not null default 0 check (discount_total >= 0),
  tax_total integer not null default 0 check (tax_total >= 0),
  total integer not null check (total >= 0),
  weight_grams integer not null default 0,
  unique (order_id, position)
) strict;

create index order_lines_by_variant on order_lines (variant_id);

-- The order's story, append-only; one row a move.
create table order_events (
  order_id text not null references orders (id),
  version integer not null,
  type text not null,
  data text not null check (json_valid(data)),
  actor text not null,
  at text not null,
  primary key (order_id, version)
) strict, without rowid;

create trigger order_events_stay before update on order_events begin
  select raise(abort, 'order_events is append-only');
end;

create trigger order_events_remain before delete on order_events begin
  select raise(abort, 'order_events is append-only');
end;

-- An attempt to be paid. `initiating` until the provider has answered; the sweep asks about those left so.
create table payments (
  id text primary key,
  order_id text not null references orders (id),
  provider text not null,
  status text not null
    check (status in ('initiating', 'pending', 'authorized', 'captured', 'failed', 'expired', 'refunded', 'partially_refunded')),
  amount integer not null check (amount >= 0),
  captured integer not null default 0 check (captured >= 0 and captured <= amount),
  refunded integer not null default 0 check (refunded >= 0 and refunded <= captured),
  currency text not null,
  -- The provider's own name for it (a Checkout Session's id).
  reference text,
  redirect_url text,
  failure text,
  created_at text not null,
  updated_at text not null
) strict;

create index payments_by_order on payments (order_id);
create unique index payments_by_reference on payments (provider, reference) where reference is not null;
create index payments_unresolved on payments (updated_at) where status in ('initiating', 'pending');

-- What providers told us, append-only; the provider's event id makes each count once. `outcome` says what came of it.
create table payment_events (
  provider text not null,
  event_id text not null,
  payment_id text,
  type text not null,
  amount integer,
  currency text,
  outcome text not null,
  at text not null,
  primary key (provider, event_id)
) strict, without rowid;

create index payment_events_by_payment on payment_events (payment_id);

create trigger payment_events_stay before update on payment_events begin
  select raise(abort, 'payment_events is append-only');
end;

create trigger payment_events_remain before delete on payment_events begin
  select raise(abort, 'payment_events is append-only');
end;

-- Money on its way back. Written before the provider is asked; the sweep asks again about those still `pending`.
create table refunds (
  id text primary key,
  order_id text not null references orders (id),
  payment_id text not null references payments (id),
  amount integer not null check (amount > 0),
  currency text not null,
  reason text not null,
  status text not null check (status in ('pending', 'succeeded', 'failed')),
  reference text,
  created_at text not null,
  updated_at text not null
) strict;

create index refunds_by_order on refunds (order_id);
create index refunds_unresolved on refunds (updated_at) where status = 'pending';

create table shipments (
  id text primary key,
  order_id text not null references orders (id),
  parcel integer not null default 1,
  carrier text not null,
  service text not null,
  tracking_number text not null,
  tracking_url text not null,
  status text not null check (status in ('booked', 'in_transit', 'out_for_delivery', 'delivered', 'failed')),
  -- When the simulator, or the next look at the carrier, is due.
  next_step_at text,
  created_at text not null,
  updated_at text not null,
  unique (order_id, parcel)
) strict;

create unique index shipments_by_tracking on shipments (carrier, tracking_number);
create index shipments_due on shipments (next_step_at) where next_step_at is not null;

-- Events that are committed but perhaps not yet sent. Written in the batch that makes them true.
create table outbox (
  id text primary key,
  type text not null,
  subject text not null,
  time text not null,
  data text not null check (json_valid(data)),
  traceparent text not null,
  sent_at text
) strict;

create index outbox_unsent on outbox (time) where sent_at is null;
create index outbox_by_subject on outbox (subject, time);

-- Answers kept for 24 hours under the caller's key.
create table idempotency_keys (
  caller text not null,
  key text not null,
  request_hash text not null,
  -- null while the first request is still running
  answer_status integer,
  answer_body text,
  created_at text not null,
  primary key (caller, key)
) strict, without rowid;

create index idempotency_keys_by_age on idempotency_keys (created_at);
