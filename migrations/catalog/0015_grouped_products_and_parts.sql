-- The product that a name of the file stands for: one that is told on another line names it so.
alter table import_names add column product_id text;

-- What became of the products of a file that have no price of their own and are a collection here.
alter table jobs add column collections_created integer not null default 0;
alter table jobs add column collections_updated integer not null default 0;
alter table jobs add column collections_unchanged integer not null default 0;

-- Files that come in by parts, for one request may be too small for them. A row goes when its job begins, when its sender gives
-- it up, or when nothing of it has come for long.
create table import_uploads (
  -- The id that the job will have.
  id text primary key,
  file_name text not null,
  -- Bytes of the whole file.
  size integer not null check (size > 0),
  file_key text not null unique,
  -- What R2 calls it.
  r2_upload_id text not null,
  created_by text not null,
  created_at text not null,
  -- When the last part came.
  updated_at text not null,
  -- Who sends the same file again goes on with it.
  unique (created_by, file_name, size)
) strict;

create index import_uploads_by_time on import_uploads (updated_at);

create table import_upload_parts (
  upload_id text not null references import_uploads (id) on delete cascade,
  -- From 1.
  part integer not null check (part > 0),
  size integer not null check (size > 0),
  -- Hexadecimal; who sends the file again learns by it which parts are there already.
  sha256 text not null,
  -- What R2 calls it.
  etag text not null,
  primary key (upload_id, part)
) strict, without rowid;
