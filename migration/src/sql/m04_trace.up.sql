-- Who did what, concerning whom, through which door.
create table audit_line (
  id UUID primary key not null,
  at INSTANT not null,
  actor_id UUID references member (id),
  -- As whom, when the actor is an administrator who acts as somebody for a while.
  acting_as_id UUID references member (id),
  token_id UUID,
  -- Whom it concerns; when that is not the actor, it was done on their behalf.
  member_id UUID references member (id),
  door text not null,
  request_id text not null,
  action text not null,
  subject_kind text not null,
  subject_id UUID not null,
  -- The event of a registration, the employer of an employment, the charter of a signature; else the subject.
  about_id UUID not null,
  network_id UUID references network (id),
  changes JSON not null
);
create index audit_line_by_subject on audit_line (subject_id, at, id);
create index audit_line_by_actor on audit_line (actor_id, at, id);
create index audit_line_by_acting_as on audit_line (acting_as_id, at, id);
create index audit_line_by_about on audit_line (about_id, at, id);
create index audit_line_by_member on audit_line (member_id, at, id);
create index audit_line_by_network on audit_line (network_id, at, id);
create index audit_line_by_action on audit_line (network_id, action, at, id);

-- What is told once the change is certain. The key makes each letter unique for ever.
create table outbox (
  id UUID primary key not null,
  key text not null constraint outbox_key_is_unique unique,
  -- The letter's kind and the identifiers that it needs; never copies of data.
  told JSON not null,
  kind text not null,
  category text not null,
  member_id UUID references member (id),
  email text not null,
  network_id UUID references network (id),
  event_id UUID,
  state text not null check (state in ('pending', 'sent', 'failed', 'skipped')),
  due_at INSTANT not null,
  attempts integer not null,
  locked_until INSTANT,
  locked_by text,
  message_id text not null,
  last_error text,
  created_at INSTANT not null,
  sent_at INSTANT
);
create index outbox_due on outbox (due_at, id) where state = 'pending';
create index outbox_by_network on outbox (network_id, created_at, id);
create index outbox_by_event on outbox (event_id, created_at, id);
create index outbox_by_member on outbox (member_id, created_at, id);

-- Categories of letters that a person no longer wants.
create table letter_refusal (
  member_id UUID not null references member (id),
  category text not null,
  created_at INSTANT not null,
  primary key (member_id, category)
);

-- The same for addresses that were written to and belong to no member.
create table address_refusal (
  email_key text not null,
  category text not null,
  created_at INSTANT not null,
  primary key (email_key, category)
);

-- The answer already given to a request that carried an idempotency key; kept seven days.
create table idempotency (
  scope text not null,
  key_hash text not null,
  request_hash text not null,
  sealed_answer text,
  created_at INSTANT not null,
  primary key (scope, key_hash)
);
create index idempotency_by_age on idempotency (created_at);

-- Secrets that the server made for itself at its first start.
create table server_secret (
  name text primary key not null,
  value text not null
);
