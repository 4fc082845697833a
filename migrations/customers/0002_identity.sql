-- People. `users`, `credentials`, `sessions` and `verifications` are written by better-auth through src/identity/auth.ts,
-- which maps its field names to these columns; what it does not know of has a default here.

-- A person with an account: customers, and the staff among them.
create table users (
  id text primary key,
  email text not null unique check (email = lower(email)),
  email_confirmed integer not null default 0 check (email_confirmed in (0, 1)),
  name text not null,
  -- What the person may do: `customers`, and `admins` for staff.
  groups text not null default '["customers"]' check (json_valid(groups)),
  -- BCP 47; the language of messages.
  locale text not null,
  -- E.164
  phone text,
  created_at text not null,
  updated_at text not null
) strict;

-- How a person proves who they are: `credential` is a password, kept as a salted scrypt hash.
create table credentials (
  id text primary key,
  user_id text not null references users (id) on delete cascade,
  provider_id text not null,
  issuer text not null,
  account_id text not null,
  password text,
  created_at text not null,
  updated_at text not null,
  unique (issuer, account_id)
) strict;

create index credentials_by_user on credentials (user_id);

-- One row a sign-in. Its refresh tokens are one family: `generation` counts them, and only the newest is good. The row's
-- `token` is better-auth's own and opens nothing.
create table sessions (
  id text primary key,
  user_id text not null references users (id) on delete cascade,
  token text not null unique,
  generation integer not null default 1 check (generation > 0),
  expires_at text not null,
  ip_address text,
  user_agent text,
  created_at text not null,
  updated_at text not null
) strict;

create index sessions_by_user on sessions (user_id);
create index sessions_by_end on sessions (expires_at);

-- What a mailed link proves, once: `identifier` is the hash of its secret, so that this table alone opens no account.
create table verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at text not null,
  created_at text not null,
  updated_at text not null
) strict;

create index verifications_by_identifier on verifications (identifier, created_at);
create index verifications_by_end on verifications (expires_at);

-- The key that signs access tokens. The private half is sealed under AUTH_SECRET.
create table signing_keys (
  kid text primary key,
  public_jwk text not null check (json_valid(public_jwk)),
  sealed_private_key text not null,
  created_at text not null,
  retired_at text
) strict;

-- At most one key is in use, however many requests find none and make one at once.
create unique index signing_key_in_use on signing_keys (iif(retired_at is null, 1, kid));

-- A customer's address book, in the customer's own order.
create table addresses (
  customer_id text not null references users (id) on delete cascade,
  position integer not null,
  address text not null check (json_valid(address)),
  primary key (customer_id, position)
) strict, without rowid;
