-- What people read of the catalogue, in other languages than the store's own, whose texts stand in the tables themselves.
-- A translation may leave texts out: those are told in the next language of the chain (de-AT, de, the store's own).
create table translations (
  kind text not null check (kind in ('product', 'category', 'collection', 'attribute')),
  id text not null,
  -- BCP 47: language in small letters, region in capitals.
  locale text not null,
  -- What each kind has is told by src/catalog/translation-schemas.ts.
  texts text not null check (json_valid(texts)),
  updated_at text not null,
  version integer not null default 1,
  primary key (kind, id, locale)
) strict, without rowid;

create trigger product_takes_its_translations after delete on products begin
  delete from translations where kind = 'product' and id = old.id;
end;

create trigger category_takes_its_translations after delete on categories begin
  delete from translations where kind = 'category' and id = old.id;
end;
