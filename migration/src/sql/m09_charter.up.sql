create table charter (
  id UUID primary key not null,
  network_id UUID not null references network (id),
  title text not null,
  asks_volunteer boolean not null,
  asks_structure boolean not null,
  -- For how long a signature holds; no number means without end. All three hold from the next publication.
  validity_months integer check (validity_months > 0),
  draft text not null,
  archived_at INSTANT,
  revision integer not null,
  created_at INSTANT not null,
  check (asks_volunteer or asks_structure)
);
create index charter_by_network on charter (network_id, title, id);

-- A published text never changes: the hash says so. Its rules are kept with it, so that the past can be asked.
create table charter_version (
  id UUID primary key not null,
  charter_id UUID not null references charter (id),
  number integer not null,
  body text not null,
  body_hash text not null,
  asks_volunteer boolean not null,
  asks_structure boolean not null,
  validity_months integer,
  asks_again boolean not null,
  published_by_id UUID references member (id),
  published_at INSTANT not null,
  constraint charter_version_number_is_unique unique (charter_id, number)
);

create table signature (
  id UUID primary key not null,
  charter_id UUID not null references charter (id),
  charter_version_id UUID not null references charter_version (id),
  side text not null check (side in ('volunteer', 'structure')),
  member_id UUID references member (id),
  employer_id UUID references employer (id),
  state text not null check (state in ('signed', 'refused', 'withdrawn', 'lapsed')),
  signed_by_id UUID not null references member (id),
  authenticated_by text not null,
  body_hash text not null,
  reason text,
  signed_at INSTANT not null,
  -- The first day on which it no longer holds.
  expires_on DATE,
  ended_at INSTANT,
  check ((side = 'volunteer' and member_id is not null) or (side = 'structure' and employer_id is not null))
);
create unique index signature_of_volunteer_is_one on signature (charter_version_id, member_id) where side = 'volunteer' and state = 'signed';
create unique index signature_of_structure_is_one on signature (charter_version_id, employer_id) where side = 'structure' and state = 'signed';
create index signature_by_charter on signature (charter_id, state, expires_on);
create index signature_by_member on signature (member_id, charter_id);
create index signature_by_employer on signature (employer_id, charter_id);
