-- Pictures, and apart from them the files that they show: the same bytes are stored once, however many pictures show them.
-- A file goes with the last picture that shows it, and what it leaves in R2 is noted, to be removed.

-- What lies in R2: `originals/{id}` as uploaded, `pictures/{id}/...` as served. A file has the id of the picture that brought it.
create table picture_files (
  id text primary key,
  -- Of the bytes, in hex; null until they were read, and where they cannot be used, so that the next upload is tried anew.
  sha256 text unique check (length(sha256) = 64),
  -- Where the original lies: `uploads/{id}` until one that was sent straight to R2 has been looked at.
  key text not null unique,
  size integer not null check (size >= 0),
  -- Until when an upload straight to R2 may arrive; null where it did.
  arrives_by text,
  created_at text not null
) strict;

create index picture_files_unread on picture_files (id) where sha256 is null;

insert into picture_files (id, key, size, created_at) select id, key, size, created_at from images;

create table new_images (
  id text primary key,
  product_id text not null references products (id) on delete cascade,
  file_id text not null references picture_files (id),
  position integer not null check (position >= 0),
  alt text not null default '',
  -- The point that stays in sight where the picture is cut to another shape: percent from the left, and from the top.
  focal_x integer not null default 50 check (focal_x between 0 and 100),
  focal_y integer not null default 50 check (focal_y between 0 and 100),
  status text not null default 'processing' check (status in ('processing', 'ready', 'refused')),
  -- Why a refused picture cannot be used, in a sentence for staff.
  reason text,
  -- Pixels, turned upright.
  width integer check (width > 0),
  height integer check (height > 0),
  -- A few blurred pixels as a `data:` URI, shown until the picture is there.
  placeholder text,
  -- Counts the edits of staff; their next one names the version that it changes.
  version integer not null default 1,
  created_at text not null,
  updated_at text not null,
  check ((status = 'ready') = (width is not null and height is not null and placeholder is not null)),
  check ((status = 'refused') = (reason is not null))
) strict;

insert into new_images (
  id, product_id, file_id, position, alt, status, reason, width, height, placeholder, version, created_at, updated_at
)
select id, product_id, id, position, alt, status, reason, width, height, placeholder, version, created_at, updated_at
from images;

-- The variants that a picture shows. One that shows none in particular shows the product.
create table picture_variants (
  image_id text not null references new_images (id) on delete cascade,
  variant_id text not null references variants (id) on delete cascade,
  primary key (image_id, variant_id)
) strict, without rowid;

insert into picture_variants (image_id, variant_id)
select images.id, variants.id from images join variants on variants.id = images.variant_id;

drop table images;
alter table new_images rename to images;

create index images_by_product on images (product_id, position, id);
create index images_by_file on images (file_id);
create index images_waiting on images (updated_at) where status = 'processing';
create index picture_variants_by_variant on picture_variants (variant_id);

-- Files that nothing shows any more, whose objects in R2 are still to be removed.
create table picture_leftovers (
  file_id text primary key,
  at text not null
) strict;

insert into picture_leftovers (file_id, at) select image_id, at from image_leftovers;
drop table image_leftovers;

create trigger pictures_let_their_file_go after delete on images
when not exists (select 1 from images where file_id = old.file_id)
begin
  delete from picture_files where id = old.file_id;
end;

create trigger pictures_change_their_file after update of file_id on images
when old.file_id <> new.file_id and not exists (select 1 from images where file_id = old.file_id)
begin
  delete from picture_files where id = old.file_id;
end;

create trigger picture_files_leave_their_objects after delete on picture_files begin
  insert into picture_leftovers (file_id, at)
  values (old.id, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
  on conflict (file_id) do nothing;
end;

-- What was compared of R2 and the tables, a night at a time, and what did not agree.
create table picture_sweeps (
  id text primary key,
  started_at text not null,
  finished_at text,
  -- Where the next step begins: the part of the bucket, and the last key that was looked at.
  part text not null default 'originals' check (part in ('originals', 'uploads', 'pictures', 'done')),
  place text,
  objects integer not null default 0,
  -- Objects that no row knew.
  removed integer not null default 0,
  -- Pictures whose prepared form was missing and is made again.
  remade integer not null default 0,
  -- Pictures whose original is missing: [ids], the first hundred of them.
  lost text not null default '[]' check (json_valid(lost)),
  check ((part = 'done') = (finished_at is not null))
) strict;
