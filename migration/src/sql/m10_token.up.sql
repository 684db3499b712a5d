-- A third-party tool's key: a scope on a subtree, never more than its maker may.
create table token (
  id UUID primary key not null,
  name text not null,
  token_hash text not null constraint token_is_unique unique,
  -- The first characters, by which a person recognises it.
  hint text not null,
  -- Whose rights bound it.
  member_id UUID not null references member (id),
  -- The subtree that it is limited to; none means all that its maker may see.
  network_id UUID references network (id),
  scopes JSON not null,
  expires_at INSTANT not null,
  last_used_at INSTANT,
  revoked_at INSTANT,
  created_at INSTANT not null
);
create index token_by_member on token (member_id, created_at, id);
create index token_by_network on token (network_id, created_at, id);

-- The address at which a person's calendar reads what they registered for; the secret in it is derived
-- from the server's key, and only its hash is kept.
create table calendar_feed (
  member_id UUID primary key not null references member (id),
  -- Grows with each new address.
  round integer not null,
  token_hash text not null constraint calendar_feed_token_is_unique unique,
  revoked_at INSTANT,
  created_at INSTANT not null
);
