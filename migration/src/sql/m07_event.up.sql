create table event (
  id UUID primary key not null,
  title text not null,
  search text not null,
  kind text not null,
  description text not null,
  visibility text not null check (visibility in ('public', 'federation', 'hosts')),
  mode text not null check (mode in ('online', 'on_site', 'both')),
  starts_at INSTANT not null,
  ends_at INSTANT not null,
  time_zone text not null,
  -- The day on which it starts, as the clocks of its zone show it.
  starts_on DATE not null,
  is_date_tentative boolean not null,
  venue text,
  venue_address text,
  is_venue_tentative boolean not null,
  online_url text,
  -- No number means as many as come.
  capacity_on_site integer check (capacity_on_site >= 0),
  capacity_online integer check (capacity_online >= 0),
  registration_opens_at INSTANT,
  registration_closes_at INSTANT,
  cancel_until INSTANT,
  audience text not null check (audience in ('everyone', 'federation', 'hosts')),
  needs_approval boolean not null,
  -- How long a freed place stays offered to the first in line.
  offer_hours integer not null check (offer_hours > 0),
  state text not null check (state in ('draft', 'published', 'postponed', 'cancelled', 'done')),
  state_reason text,
  -- When it was to begin, until it was put off.
  former_starts_at INSTANT,
  -- What changed since it was put off: told once it stands again.
  untold JSON,
  reminder_rule JSON,
  -- The next number in the waiting line.
  next_rank bigint not null,
  revision integer not null,
  -- The SEQUENCE of RFC 5545: grows with each change that the registered are told.
  sequence integer not null,
  duplicated_from_id UUID references event (id),
  created_by_id UUID references member (id),
  published_at INSTANT,
  created_at INSTANT not null,
  check (ends_at > starts_at)
);
create index event_by_start on event (starts_at, id);
create index event_by_state on event (state, starts_at);
create index event_by_end on event (ends_at, id);
create index event_by_former_start on event (former_starts_at) where former_starts_at is not null;

create table event_host (
  event_id UUID not null references event (id),
  network_id UUID not null references network (id),
  rank integer not null,
  primary key (event_id, network_id)
);
create index event_host_by_network on event_host (network_id, event_id);

create table session (
  id UUID primary key not null,
  event_id UUID not null references event (id),
  title text not null,
  description text not null,
  starts_at INSTANT not null,
  ends_at INSTANT not null,
  room text,
  speakers JSON not null,
  capacity integer check (capacity >= 0),
  rank integer not null,
  next_rank bigint not null,
  check (ends_at > starts_at)
);
create index session_by_event on session (event_id, starts_at, rank, id);

create table question (
  id UUID primary key not null,
  event_id UUID not null references event (id),
  rank integer not null,
  prompt text not null,
  kind text not null check (kind in ('text', 'choice', 'yes_no')),
  choices JSON not null,
  is_required boolean not null,
  is_sensitive boolean not null
);
create index question_by_event on question (event_id, rank);

-- Who was asked to come, so that the deadline's reminders know who has not answered.
create table event_invitation (
  id UUID primary key not null,
  event_id UUID not null references event (id),
  member_id UUID not null references member (id),
  invited_by_id UUID references member (id),
  -- What the organisers add to the letter.
  word text not null,
  created_at INSTANT not null,
  constraint event_invitation_is_one unique (event_id, member_id)
);
create index event_invitation_by_member on event_invitation (member_id, event_id);

-- To which events somebody is asked to come once they accept an invitation to a network; gone with the answer.
create table event_newcomer (
  invitation_id UUID not null references invitation (id),
  event_id UUID not null references event (id),
  word text not null,
  created_at INSTANT not null,
  primary key (invitation_id, event_id)
);
create index event_newcomer_by_event on event_newcomer (event_id);

create table reminder_rule (
  network_id UUID primary key not null references network (id),
  rule JSON not null,
  revision integer not null
);
