create table employer (
  id UUID primary key not null,
  name text not null,
  search text not null,
  siret text constraint employer_siret_is_unique unique,
  rna text constraint employer_rna_is_unique unique,
  address text not null,
  postal_code text not null,
  commune_name text not null,
  insee_code text,
  email text,
  phone text,
  website_url text,
  archived_at INSTANT,
  revision integer not null,
  created_at INSTANT not null
);
create index employer_by_search on employer (search, id);
create index employer_by_commune on employer (insee_code);

-- Where the public is received: the fields of the national places standard 1.0.2.
create table place (
  id UUID primary key not null,
  network_id UUID not null references network (id),
  employer_id UUID references employer (id),
  -- The standard's own `id`, unique in one network's file.
  standard_id text not null,
  pivot text not null,
  name text not null,
  search text not null,
  commune_name text not null,
  postal_code text not null,
  insee_code text,
  address text not null,
  address_complement text,
  latitude DOUBLE,
  longitude DOUBLE,
  phone text,
  opening_hours text,
  summary text,
  detail text,
  source text,
  parent_structure text,
  updated_on DATE not null,
  accessibility_url text,
  appointment_url text,
  -- The standard's list columns, by their French heading.
  lists JSON not null,
  archived_at INSTANT,
  revision integer not null,
  created_at INSTANT not null,
  constraint place_standard_id_is_unique unique (network_id, standard_id)
);
create index place_by_employer on place (employer_id, search, id);
create index place_by_search on place (search, id);
create index place_by_commune on place (insee_code);
create index place_by_network on place (network_id, search, id);

create table employer_manager (
  id UUID primary key not null,
  employer_id UUID not null references employer (id),
  member_id UUID not null references member (id),
  state text not null check (state in ('claimed', 'confirmed', 'refused', 'ended')),
  reason text,
  decided_by_id UUID references member (id),
  created_at INSTANT not null,
  decided_at INSTANT,
  ended_at INSTANT
);
create unique index employer_manager_is_one_at_a_time on employer_manager (employer_id, member_id) where state in ('claimed', 'confirmed');
create index employer_manager_by_employer on employer_manager (employer_id, created_at, id);
create index employer_manager_by_member on employer_manager (member_id, state);

create table employment (
  id UUID primary key not null,
  member_id UUID not null references member (id),
  employer_id UUID not null references employer (id),
  job_title text,
  started_on DATE not null,
  ended_on DATE,
  status text not null check (status in ('declared', 'confirmed', 'refused')),
  refusal_reason text,
  decided_by_id UUID references member (id),
  decided_at INSTANT,
  revision integer not null,
  created_at INSTANT not null,
  check (ended_on is null or ended_on >= started_on)
);
create unique index employment_is_one_at_a_time on employment (member_id, employer_id) where ended_on is null and status <> 'refused';
create index employment_by_employer on employment (employer_id, ended_on, member_id);
create index employment_by_member on employment (member_id, started_on);
