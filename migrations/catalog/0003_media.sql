-- Pictures of products. The bytes are in R2, under `originals/{id}` as uploaded and `pictures/{id}/...` as served; shoppers
-- see only those that are `ready`. Numbers that pages need (width, height, placeholder) are there exactly then.
create table images (
  id text primary key,
  product_id text not null references products (id) on delete cascade,
  -- The variant that the picture shows; null where it shows the product.
  variant_id text,
  position integer not null check (position >= 0),
  alt text not null default '',
  status text not null default 'processing' check (status in ('processing', 'ready', 'refused')),
  -- Why a refused picture cannot be used, in a sentence for staff.
  reason text,
  -- Where the original lies, and what the uploader said it is.
  key text not null unique,
  content_type text not null,
  size integer not null check (size >= 0),
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

create index images_by_product on images (product_id, position, id);
create index images_waiting on images (updated_at) where status = 'processing';
create index images_by_variant on images (variant_id) where variant_id is not null;

-- Pictures whose row is gone, by hand or with its product, and whose objects in R2 are still to be removed.
create table image_leftovers (
  image_id text primary key,
  key text not null,
  at text not null
) strict;

create trigger images_leave_their_objects after delete on images begin
  insert into image_leftovers (image_id, key, at)
  values (old.id, old.key, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
  on conflict (image_id) do nothing;
end;
