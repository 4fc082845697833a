-- What the store sells. The first half is the truth; the second half (shelves, listings, search_index) is derived from
-- it by src/catalog/shelving.ts in the same batch that changes it, so that lists and searches read a page, not the catalogue;
-- so is the column `filed_under`.

-- A tree. `lineage` is the way down from the root in ids, each closed by a slash, the category's own id last; everything
-- below a category is the range of lineages that begin with its own.
create table categories (
  id text primary key,
  parent_id text references categories (id),
  slug text not null unique,
  name text not null,
  position integer not null default 0,
  lineage text not null unique check (lineage like '%/'),
  version integer not null default 1,
  created_at text not null,
  updated_at text not null,
  check (parent_id is null or parent_id <> id)
) strict;

create index categories_by_parent on categories (parent_id, position, name);

-- `no` counts products in the order they came: it sorts the newest first and is the row id of the full-text index.
create table products (
  no integer primary key,
  id text not null unique,
  slug text not null unique,
  title text not null,
  description text not null default '',
  status text not null default 'draft' check (status in ('draft', 'active', 'archived')),
  brand text,
  -- [{ "name": "Size", "values": ["S", "M"] }]; at most three
  options text not null default '[]' check (json_valid(options)),
  -- { "material": "copper", "care": ["hand wash"] }
  attributes text not null default '{}' check (json_valid(attributes)),
  -- The categories it is filed under and all above them, derived: what facets count.
  filed_under text not null default '[]' check (json_valid(filed_under)),
  rating_sum integer not null default 0 check (rating_sum >= 0),
  rating_count integer not null default 0 check (rating_count >= 0),
  -- Fingerprint of the file rows that it was last imported from; the same rows again change nothing.
  import_hash text,
  version integer not null default 1,
  created_at text not null,
  updated_at text not null
) strict;

create table variants (
  id text primary key,
  product_id text not null references products (id) on delete cascade,
  position integer not null check (position >= 0),
  sku text not null unique,
  -- { "Size": "M" } in the order of the product's options; {} where there are none
  options text not null check (json_valid(options)),
  barcode text,
  weight_grams integer not null default 0 check (weight_grams >= 0),
  -- What can be bought, as the books last said; null where stock is not tracked. Shown, never trusted for a sale.
  available integer,
  -- Time of the event that said so: an older one that comes late is passed over.
  available_at text,
  constraint one_of_each_combination unique (product_id, options)
) strict;

-- Minor units. A currency that is not here is one the variant is not sold in.
create table prices (
  variant_id text not null references variants (id) on delete cascade,
  currency text not null check (length(currency) = 3),
  amount integer not null check (amount >= 0),
  -- What it cost before; shown struck through.
  compare_at_amount integer check (compare_at_amount > amount),
  primary key (variant_id, currency)
) strict, without rowid;

create table product_categories (
  product_id text not null references products (id) on delete cascade,
  category_id text not null references categories (id),
  position integer not null default 0,
  primary key (product_id, category_id)
) strict, without rowid;

create index product_categories_by_category on product_categories (category_id, product_id);

-- A shelf is one place where a shopper may look: everything active priced in euros, those of them in a category or below
-- it, of a brand, with an attribute. Its name is `status|currency|what`. `products` counts what lies on it.
create table shelves (
  no integer primary key,
  name text not null unique,
  products integer not null default 0
) strict;

-- What lies on which shelf, in the orders that lists ask for: newest (the key itself), by price, by title.
create table listings (
  shelf_no integer not null references shelves (no),
  product_no integer not null references products (no) on delete cascade,
  -- The lowest price of its variants in the shelf's currency; -1 where staff see one that has none.
  price integer not null check (price >= -1),
  title text not null,
  primary key (shelf_no, product_no)
) strict, without rowid;

create index listings_by_price on listings (shelf_no, price, product_no);
create index listings_by_title on listings (shelf_no, title, product_no);
create index listings_by_product on listings (product_no);

create trigger listing_counts_in after insert on listings begin
  update shelves set products = products + 1 where no = new.shelf_no;
end;

create trigger listing_counts_out after delete on listings begin
  update shelves set products = products - 1 where no = old.shelf_no;
end;

-- Words of every product; accents and case make no difference. `marks` holds no words of people but one token for each
-- status, category, brand and attribute, so that a search within them is one look-up. Text is not kept twice.
create virtual table search_index using fts5 (
  title, brand, categories, attributes, codes, description, marks,
  content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);

-- The words that are in the index, to offer one that is there for one that is not.
create virtual table search_words using fts5vocab ('search_index', 'row');

-- Jobs that read a file of products. `line` is where the next chunk begins: a job that stops goes on from there.
create table import_jobs (
  id text primary key,
  file_name text not null,
  file_key text not null unique,
  size integer not null,
  currency text not null,
  status text not null check (status in ('queued', 'running', 'finished', 'failed')),
  -- Why a failed file could not be read, in a sentence for staff.
  failure text,
  rows_total integer,
  rows_done integer not null default 0,
  rows_refused integer not null default 0,
  products_created integer not null default 0,
  products_updated integer not null default 0,
  products_unchanged integer not null default 0,
  created_by text not null,
  created_at text not null,
  updated_at text not null
) strict;

create index import_jobs_by_time on import_jobs (created_at, id);

create table import_refusals (
  job_id text not null references import_jobs (id) on delete cascade,
  -- Line of the file, the header being line 1.
  line integer not null,
  handle text,
  reason text not null,
  primary key (job_id, line)
) strict, without rowid;
