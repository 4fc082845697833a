-- Jobs that read a file of products or write one. A job goes in steps; each writes what it did and where the next one begins
-- in one batch, so that a job that stops goes on from there and does nothing twice.
create table jobs (
  id text primary key,
  kind text not null check (kind in ('import', 'export')),
  file_name text not null,
  file_key text not null unique,
  -- Bytes of the file; of one that is being written, so far.
  size integer not null check (size >= 0),
  currency text not null,
  -- How the file is laid out, as `shopify`; told by its first line.
  layout text not null,
  -- Everything is read and told, and nothing of it stored.
  dry_run integer not null default 0 check (dry_run in (0, 1)),
  status text not null check (status in ('queued', 'running', 'finished', 'failed', 'cancelled')),
  -- Why a failed job could not go on, in a sentence for staff.
  failure text,
  -- Where the next step begins.
  place text not null default '{}' check (json_valid(place)),
  -- Steps that were written. The next one names the number that it found: two runs of one step are not both written.
  step integer not null default 0,
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

create index jobs_by_time on jobs (kind, created_at, id);
create index jobs_under_way on jobs (updated_at) where status in ('queued', 'running');

insert into jobs (
  id, kind, file_name, file_key, size, currency, layout, status, failure, rows_total, rows_done, rows_refused,
  products_created, products_updated, products_unchanged, created_by, created_at, updated_at
)
select
  id, 'import', file_name, file_key, size, currency, 'shopify',
  case status when 'finished' then 'finished' else 'failed' end,
  case when status in ('queued', 'running') then 'The store was renewed meanwhile. Send the file again.' else failure end,
  rows_total, rows_done, rows_refused, products_created, products_updated, products_unchanged, created_by, created_at, updated_at
from import_jobs;

-- What a job has to tell staff, row by row; `refused` rows did not go in, `noted` ones did, and something of them did not.
create table job_notes (
  job_id text not null references jobs (id) on delete cascade,
  -- Line of the file, the header being line 1.
  line integer not null,
  -- Several of one line are counted from 0.
  no integer not null,
  kind text not null check (kind in ('refused', 'noted')),
  handle text,
  reason text not null,
  primary key (job_id, line, no)
) strict, without rowid;

insert into job_notes (job_id, line, no, kind, handle, reason)
select job_id, line, 0, 'refused', handle, reason from import_refusals;

drop table import_refusals;
drop table import_jobs;

-- Handles and SKUs that a running import has come across, so that a file cannot say two things of one; forgotten at its end.
create table import_names (
  job_id text not null references jobs (id) on delete cascade,
  -- `handle:` or `sku:` and the name
  name text not null,
  line integer not null,
  primary key (job_id, name)
) strict, without rowid;

-- Rows that belong to a product elsewhere in the file, laid ready for it by a first reading; gone when they were used.
create table import_parts (
  job_id text not null references jobs (id) on delete cascade,
  -- What the product calls for, as `sku:PAN`.
  name text not null,
  line integer not null,
  cells text not null check (json_valid(cells)),
  primary key (job_id, name, line)
) strict, without rowid;

-- Pictures that files name by their address. An address is fetched once for a product, whichever file names it.
create table import_pictures (
  product_id text not null references products (id) on delete cascade,
  url text not null,
  -- The import that named it last, and where.
  job_id text not null,
  line integer not null,
  position integer not null,
  alt text not null,
  -- [ids] of the variants that it shows; empty for the product
  variant_ids text not null default '[]' check (json_valid(variant_ids)),
  status text not null default 'waiting' check (status in ('waiting', 'stored', 'refused')),
  attempts integer not null default 0,
  -- When it was named, or last tried: one that waits for long has lost its message.
  noted_at text not null,
  reason text,
  image_id text,
  primary key (product_id, url)
) strict, without rowid;

create index import_pictures_of_jobs on import_pictures (job_id, status);
create index import_pictures_by_image on import_pictures (image_id) where image_id is not null;
