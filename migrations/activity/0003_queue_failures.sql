-- Why a consumer last gave a message back, until it is done or ends as a dead letter, which then says so.
create table queue_failures (
  queue text not null,
  -- SHA-256 of the message's body: the one thing about a message that surely comes along to its dead-letter queue.
  body_hash text not null,
  error text not null,
  attempts integer not null,
  at text not null,
  primary key (queue, body_hash)
) strict, without rowid;

create index queue_failures_by_age on queue_failures (at);
