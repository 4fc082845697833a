-- Orders that somebody has looked at and let go are few, and asked for by themselves.
create index orders_cleared on orders (created_at, id) where review = 'cleared';
