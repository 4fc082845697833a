-- The audit holds transfers and stock takes against what the ledger has of them.
create index stock_movements_by_transfer on stock_movements (transfer_id) where transfer_id is not null;
create index stock_movements_by_take on stock_movements (stock_take_id) where stock_take_id is not null;
