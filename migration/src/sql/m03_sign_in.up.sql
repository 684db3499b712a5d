-- Who a provider says someone is. The pair (issuer, subject) is the identity, never the email address.
create table identity (
  id UUID primary key not null,
  member_id UUID not null references member (id),
  issuer text not null,
  subject text not null,
  -- The establishment chosen at the provider: proposes an employment, never writes one.
  siret text,
  linked_at INSTANT not null,
  last_used_at INSTANT not null,
  constraint identity_is_unique unique (issuer, subject)
);
create index identity_by_member on identity (member_id);

-- An identity met with an address that belongs to a member: linked once the address confirms.
create table identity_confirmation (
  id UUID primary key not null,
  member_id UUID not null references member (id),
  issuer text not null,
  subject text not null,
  siret text,
  token_hash text not null constraint identity_confirmation_token_is_unique unique,
  expires_at INSTANT not null,
  used_at INSTANT,
  created_at INSTANT not null
);

create table sign_in_session (
  id UUID primary key not null,
  token_hash text not null constraint sign_in_session_token_is_unique unique,
  member_id UUID not null references member (id),
  -- How the person proved who they are: oidc, email, demonstration.
  authenticated_by text not null,
  -- What the provider said of the sign-in, sealed: only the browser that holds the session reads it.
  sealed_id_token text,
  created_at INSTANT not null,
  last_used_at INSTANT not null,
  expires_at INSTANT not null,
  revoked_at INSTANT,
  -- As whom an administrator acts for a while, why, and until when.
  acting_as_id UUID references member (id),
  acting_reason text,
  acting_until INSTANT
);
create index sign_in_session_by_member on sign_in_session (member_id);

create table email_link (
  id UUID primary key not null,
  token_hash text not null constraint email_link_token_is_unique unique,
  member_id UUID references member (id),
  email_key text not null,
  browser_hash text not null,
  return_to text not null,
  expires_at INSTANT not null,
  used_at INSTANT,
  created_at INSTANT not null
);
create index email_link_by_email on email_link (email_key, created_at);

-- The address that a person wants to sign in with: theirs once they confirm it from its mailbox.
create table email_change (
  id UUID primary key not null,
  member_id UUID not null references member (id),
  email text not null,
  token_hash text not null constraint email_change_token_is_unique unique,
  expires_at INSTANT not null,
  used_at INSTANT,
  created_at INSTANT not null
);
create index email_change_by_member on email_change (member_id, created_at);
