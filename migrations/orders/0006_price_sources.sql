-- Where each line's unit price came from, and the market that an order was bought in. Orders from before were bought at the
-- variants' own prices in the store's own market.
alter table order_lines add column price_source text not null
  default '{"kind":"base","price_list_id":null,"title":null,"min_quantity":null,"from":null}' check (json_valid(price_source));
alter table orders add column market text not null default 'home';
