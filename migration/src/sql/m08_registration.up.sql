create table registration (
  id UUID primary key not null,
  event_id UUID not null references event (id),
  member_id UUID not null references member (id),
  state text not null check (state in ('pending', 'confirmed', 'waitlisted', 'offered', 'declined', 'cancelled')),
  attends text not null check (attends in ('on_site', 'online')),
  -- The place in line: given once, kept when the event grows.
  rank bigint not null,
  -- Since when a place is offered: anew once an event that was put off stands again.
  offered_at INSTANT,
  offered_until INSTANT,
  -- Who said no: an organiser to a request, the person to an offer, or nobody in its time.
  declined_by text check (declined_by in ('organiser', 'person', 'time')),
  reason text,
  registered_by_id UUID references member (id),
  -- Made by the link of a letter, which may take back only what it made.
  is_by_letter boolean not null default false,
  revision integer not null,
  state_changed_at INSTANT not null,
  created_at INSTANT not null,
  constraint registration_is_one unique (event_id, member_id)
);
create index registration_by_line on registration (event_id, attends, state, rank);
create index registration_by_member on registration (member_id, event_id);
create index registration_offered on registration (offered_until) where state = 'offered';

create table session_choice (
  id UUID primary key not null,
  registration_id UUID not null references registration (id),
  session_id UUID not null references session (id),
  state text not null check (state in ('confirmed', 'waitlisted', 'cancelled')),
  rank bigint not null,
  created_at INSTANT not null,
  constraint session_choice_is_one unique (session_id, registration_id)
);
create index session_choice_by_line on session_choice (session_id, state, rank);
create index session_choice_by_registration on session_choice (registration_id);

create table answer (
  registration_id UUID not null references registration (id),
  question_id UUID not null references question (id),
  value text not null,
  -- When a sensitive answer is forgotten: thirty days after the event.
  erased_after INSTANT,
  primary key (registration_id, question_id)
);
create index answer_by_question on answer (question_id);
create index answer_to_erase on answer (erased_after) where erased_after is not null;

create table attendance (
  id UUID primary key not null,
  event_id UUID not null references event (id),
  session_id UUID references session (id),
  member_id UUID not null references member (id),
  state text not null check (state in ('present', 'absent', 'excused')),
  reason text,
  recorded_by_id UUID references member (id),
  recorded_at INSTANT not null,
  revision integer not null
);
create unique index attendance_is_one_per_event on attendance (event_id, member_id) where session_id is null;
create unique index attendance_is_one_per_session on attendance (session_id, member_id) where session_id is not null;
create index attendance_by_member on attendance (member_id, event_id);
create index attendance_by_event on attendance (event_id, state, member_id);
