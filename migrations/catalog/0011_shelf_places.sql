-- Where the products of a batch belong, between the statements that find it out and those that put them there
-- (src/catalog/lists/shelving.ts). Empty between two batches. Ordered as shelves are, so that a shelf is written to once.
create table shelf_places (
  name text not null,
  product_no integer not null,
  price integer not null,
  title text not null,
  rank integer not null,
  sold integer not null,
  primary key (name, product_no)
) strict, without rowid;

-- What attributes of products have ever been called, to tell a filter that nothing can pass from one that nothing passes now.
create table attribute_names (name text primary key) strict, without rowid;

insert into attribute_names (name) select distinct one.key from products p cross join json_each(p.attributes) one;

-- Staff look for values of attributes among the products themselves: their shelves for them were written and hardly read.
delete from listings
where shelf_no in (select no from shelves where name > 'any||attribute:' and name < 'any||attribute;');
delete from shelves where name > 'any||attribute:' and name < 'any||attribute;';
