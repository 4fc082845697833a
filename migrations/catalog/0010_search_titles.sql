-- Titles by themselves, word for word: how much a match in a title says depends on how long the title is, and not on how long
-- the description.
create virtual table search_titles using fts5 (
  title, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

insert into search_titles (rowid, title) select no, title from products;
