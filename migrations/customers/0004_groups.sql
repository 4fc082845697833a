-- Groups that staff put customers into: prices and promotions are for some of them. `customers` is everybody, `admins` are staff,
-- and both are no rows here.
create table customer_groups (
  code text primary key check (code not in ('customers', 'admins')),
  name text not null,
  version integer not null default 1,
  created_at text not null,
  updated_at text not null
) strict, without rowid;

-- Rises when staff change somebody's groups.
alter table users add column groups_version integer not null default 1;

-- Whoever is in a group that goes is in it no longer.
create trigger groups_that_go_are_left after delete on customer_groups begin
  update users set groups_version = groups_version + 1, groups = (
    select json_group_array(value) from json_each(users.groups) where value <> old.code
  )
  where exists (select 1 from json_each(users.groups) where value = old.code);
end;
