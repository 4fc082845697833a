-- How a product is taxed. Whatever has no class of its own is standard; what a class comes to is the tax zone's.
alter table products add column tax_class text not null default 'standard' check (tax_class in (
  'standard', 'reduced', 'second_reduced', 'super_reduced', 'parking', 'zero', 'exempt'
));
