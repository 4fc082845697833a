-- Staff find a SKU by its beginning, in capitals or not, and leaf through all of them in the same order.
create index stock_levels_by_sku_of_any_case on stock_levels (sku collate nocase, sku);
