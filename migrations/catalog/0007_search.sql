-- Searching, told by src/search. Everything from here to `search_progress` is derived from the catalogue, by
-- src/search/index-products.ts in the batch that changes it, and the dictionary from the index by the clock.

drop table search_words;
drop table search_index;

-- All that can be searched of a product, in the store's own language, by the stems of English (in other languages the search
-- asks for the forms of a word). `marks` holds no words of people but a token for the status and each brand, category
-- and attribute, so that a search within them is one look-up. Text is not kept twice.
create virtual table search_index using fts5 (
  title, brand, categories, attributes, codes, description, marks,
  content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);

-- What a product says of itself, word for word: ranks what is written exactly so, finds words by their beginning, and is where
-- the dictionary comes from.
create virtual table search_exact using fts5 (
  title, brand, description,
  content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);
create virtual table search_exact_words using fts5vocab ('search_exact', 'row');

-- One for each language that can be a translation: the products that have texts in it. A store does not fill the one of its
-- own language.
create virtual table search_en using fts5 (
  title, brand, categories, attributes, codes, description, marks,
  content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);
create virtual table search_en_words using fts5vocab ('search_en', 'row');
create virtual table search_de using fts5 (
  title, brand, categories, attributes, codes, description, marks,
  content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);
create virtual table search_de_words using fts5vocab ('search_de', 'row');
create virtual table search_fr using fts5 (
  title, brand, categories, attributes, codes, description, marks,
  content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);
create virtual table search_fr_words using fts5vocab ('search_fr', 'row');
create virtual table search_es using fts5 (
  title, brand, categories, attributes, codes, description, marks,
  content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);
create virtual table search_es_words using fts5vocab ('search_es', 'row');
create virtual table search_ar using fts5 (
  title, brand, categories, attributes, codes, description, marks,
  content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);
create virtual table search_ar_words using fts5vocab ('search_ar', 'row');

-- Names of categories, in every language, by triggers.
create virtual table search_categories using fts5 (
  name, category_id unindexed, language unindexed, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);

insert into search_categories (name, category_id, language) select name, id, '' from categories;
insert into search_categories (name, category_id, language)
select texts ->> 'name', id, locale from translations where kind = 'category' and texts ->> 'name' is not null;

create trigger category_names_are_searched after insert on categories begin
  insert into search_categories (name, category_id, language) values (new.name, new.id, '');
end;

create trigger category_names_change after update of name on categories when old.name <> new.name begin
  update search_categories set name = new.name where category_id = new.id and language = '';
end;

create trigger category_names_go after delete on categories begin
  delete from search_categories where category_id = old.id;
end;

create trigger category_names_are_translated after insert on translations
when new.kind = 'category' and new.texts ->> 'name' is not null
begin
  insert into search_categories (name, category_id, language) values (new.texts ->> 'name', new.id, new.locale);
end;

create trigger category_names_are_translated_anew after update of texts on translations
when new.kind = 'category' and new.texts ->> 'name' is not old.texts ->> 'name'
begin
  delete from search_categories where category_id = new.id and language = new.locale;
  insert into search_categories (name, category_id, language)
  select new.texts ->> 'name', new.id, new.locale where new.texts ->> 'name' is not null;
end;

create trigger category_names_lose_a_language after delete on translations when old.kind = 'category' begin
  delete from search_categories where category_id = old.id and language = old.locale;
end;

-- The words of the index by language, with how many products have them: to complete a word that is begun, and to offer one
-- that is there for one that is not.
create table search_dictionary (
  language text not null,
  word text not null,
  products integer not null,
  primary key (language, word)
) strict, without rowid;

create index search_dictionary_by_two on search_dictionary (language, substr(word, 1, 2), products desc, word);
create index search_dictionary_by_three on search_dictionary (language, substr(word, 1, 3), products desc, word);
create index search_dictionary_by_four on search_dictionary (language, substr(word, 1, 4), products desc, word);
-- For a slip in the first letter.
create index search_dictionary_by_inner on search_dictionary (language, substr(word, 2, 3), products desc, word);

-- Whether the dictionary is behind the index, and when it was last made.
create table search_progress (
  no integer primary key check (no = 1),
  behind integer not null check (behind in (0, 1)),
  words integer not null,
  made_at text
) strict;

insert into search_progress (no, behind, words) values (1, 1, 0);

-- Words that staff say mean the same. `direction`: `both`, or `one_way`: who asks for the first finds the others too.
create table search_synonyms (
  id text primary key,
  language text not null,
  words text not null check (json_array_length(words) >= 2),
  direction text not null check (direction in ('both', 'one_way')),
  version integer not null default 1,
  created_at text not null,
  updated_at text not null
) strict;

-- The same by the word that is asked for: `others` is what is looked for beside it, as full-text phrases. Derived.
create table search_synonym_terms (
  language text not null,
  term text not null,
  synonym_id text not null references search_synonyms (id) on delete cascade,
  others text not null,
  primary key (language, term, synonym_id)
) strict, without rowid;

create index search_synonym_terms_by_synonym on search_synonym_terms (synonym_id);

-- What staff want first, and what last, for one search.
create table search_rules (
  id text primary key,
  language text not null,
  -- As it is compared: folded words, parted by one space; `query` is as staff wrote it.
  words text not null,
  query text not null,
  version integer not null default 1,
  created_at text not null,
  updated_at text not null,
  unique (language, words)
) strict;

create table search_placings (
  language text not null,
  words text not null,
  product_id text not null references products (id) on delete cascade,
  -- 1 is the first; null is last of all.
  place integer check (place >= 1),
  primary key (language, words, product_id),
  foreign key (language, words) references search_rules (language, words) on delete cascade
) strict, without rowid;

create index search_placings_by_product on search_placings (product_id);

-- What is in the shop already.
insert into search_index (rowid, title, brand, categories, attributes, codes, description, marks)
select
  p.no,
  p.title,
  coalesce(p.brand, ''),
  coalesce((select group_concat(c.name, ' ') from json_each(p.filed_under) filed join categories c on c.id = filed.value), ''),
  coalesce(
    (
      select group_concat(each_value.value, ' ') from json_each(p.attributes) one
      join json_each(case one.type when 'array' then one.value else json_array(one.value) end) each_value
      where one.type in ('text', 'array')
    ),
    ''
  ),
  coalesce(
    (select group_concat(v.sku || coalesce(' ' || v.barcode, ''), ' ') from variants v where v.product_id = p.id), ''
  ),
  p.description,
  'qqq' || hex('status:' || p.status)
    || coalesce(
      (
        select group_concat(' qqq' || hex(substr(s.name, length('any||') + 1)), '')
        from listings l cross join shelves s on s.no = l.shelf_no
        where l.product_no = p.no and (s.name glob 'any||category:*' or s.name glob 'any||brand:*')
      ),
      ''
    )
    || coalesce(
      (
        select group_concat(distinct ' qqq' || hex('attribute:' || one.key || '=' || each_value.value))
        from json_each(p.attributes) one
        join json_each(case one.type when 'array' then one.value else json_array(one.value) end) each_value
        where one.type in ('text', 'array') and length(each_value.value) between 1 and 100
      ),
      ''
    )
from products p;

insert into search_exact (rowid, title, brand, description) select no, title, coalesce(brand, ''), description from products;
