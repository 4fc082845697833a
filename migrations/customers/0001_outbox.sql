-- Events that are committed but perhaps not yet sent. Written in the batch that makes them true.
create table outbox (
  id text primary key,
  type text not null,
  subject text not null,
  time text not null,
  data text not null check (json_valid(data)),
  traceparent text not null,
  sent_at text
) strict;

create index outbox_unsent on outbox (time) where sent_at is null;
