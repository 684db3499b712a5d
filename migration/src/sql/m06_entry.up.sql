create table invitation (
  id UUID primary key not null,
  network_id UUID not null references network (id),
  -- Set when the person is invited to act for an employer.
  employer_id UUID references employer (id),
  email text not null,
  email_key text not null,
  name text,
  -- Set together, where the list told them apart.
  first_name text,
  last_name text,
  role text not null check (role in ('lead', 'organiser', 'member')),
  local_role text,
  word text not null,
  token_hash text not null constraint invitation_token_is_unique unique,
  state text not null check (state in ('sent', 'accepted', 'declined', 'expired', 'revoked')),
  invited_by_id UUID references member (id),
  member_id UUID references member (id),
  times_sent integer not null,
  reminders integer not null,
  last_sent_at INSTANT not null,
  expires_at INSTANT not null,
  answered_at INSTANT,
  created_at INSTANT not null
);
create unique index invitation_is_one_at_a_time on invitation (network_id, email_key) where state = 'sent' and employer_id is null;
create unique index invitation_to_manage_is_one_at_a_time on invitation (employer_id, email_key) where state = 'sent' and employer_id is not null;
create index invitation_by_network on invitation (network_id, created_at, id);
create index invitation_by_email on invitation (email_key, state);
create index invitation_by_member on invitation (member_id) where member_id is not null;
create index invitation_open on invitation (expires_at) where state = 'sent';

create table join_request (
  id UUID primary key not null,
  network_id UUID not null references network (id),
  member_id UUID not null references member (id),
  word text not null,
  state text not null check (state in ('pending', 'approved', 'refused', 'withdrawn')),
  reason text,
  decided_by_id UUID references member (id),
  decided_at INSTANT,
  created_at INSTANT not null
);
create unique index join_request_is_one_at_a_time on join_request (network_id, member_id) where state = 'pending';
create index join_request_by_network on join_request (network_id, created_at, id);
create index join_request_by_state on join_request (network_id, state, created_at, id);
create index join_request_by_member on join_request (member_id, created_at);
