-- A SKU in other capitals (of A to Z) is the same SKU: scanners, suppliers and spreadsheets write them as they like. So no two
-- variants have one that differs in capitals alone.
create index variants_by_sku_of_any_case on variants (sku collate nocase);

-- Those that had one before this was a rule. They keep it until somebody gives them another.
create table sku_namesakes (
  variant_id text primary key references variants (id) on delete cascade,
  sku text not null
) strict, without rowid;

insert into sku_namesakes (variant_id, sku)
select v.id, v.sku from variants v
where exists (select 1 from variants other where other.sku = v.sku collate nocase and other.id <> v.id);

create trigger new_skus_differ_beyond_capitals after insert on variants
when exists (select 1 from variants other where other.sku = new.sku collate nocase and other.id <> new.id)
begin
  select raise(abort, 'variants.sku: another variant has it in other capitals');
end;

create trigger changed_skus_differ_beyond_capitals after update of sku on variants
when old.sku <> new.sku
  and exists (select 1 from variants other where other.sku = new.sku collate nocase and other.id <> new.id)
  and not exists (select 1 from sku_namesakes kept where kept.variant_id = new.id and kept.sku = new.sku)
begin
  select raise(abort, 'variants.sku: another variant has it in other capitals');
end;
