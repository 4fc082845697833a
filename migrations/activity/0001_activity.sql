-- What consumers derive from events. Nothing here is needed to take an order.

-- A consumer writes the event's id with its effect, and so does it once, however often it is told.
create table consumed_events (
  consumer text not null,
  event_id text not null,
  at text not null,
  primary key (consumer, event_id)
) strict, without rowid;

-- Every message to a person. One for an event, template and channel.
create table messages (
  id text primary key,
  event_id text not null,
  template text not null,
  channel text not null check (channel in ('email')),
  recipient text not null,
  subject text not null,
  order_id text,
  status text not null check (status in ('pending', 'sent', 'failed')),
  failure text,
  created_at text not null,
  sent_at text,
  unique (event_id, template, channel)
) strict;

create index messages_by_order on messages (order_id);
create index messages_unsent on messages (created_at) where status = 'pending';

-- The local mailbox at /dev/mailbox: what a mail service would have been handed.
create table mailbox (
  id text primary key,
  recipient text not null,
  subject text not null,
  html text not null,
  plain text not null,
  received_at text not null
) strict;

create index mailbox_by_recipient on mailbox (recipient, received_at);

-- Messages no consumer could handle, for staff to see, retry or drop.
create table dead_letters (
  id text primary key,
  queue text not null,
  body text not null,
  attempts integer not null,
  error text,
  received_at text not null
) strict;

create index dead_letters_by_time on dead_letters (received_at, id);
