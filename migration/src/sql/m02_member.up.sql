create table member (
  id UUID primary key not null,
  first_name text not null,
  last_name text not null,
  -- Folded "last first", for sorting and for the search that forgives accents.
  search text not null,
  email text not null,
  -- The address in lower case: one address is one person.
  email_key text constraint member_email_is_unique unique,
  phone text,
  job_title text,
  profile_kind text not null,
  may_train boolean not null,
  skills JSON not null,
  -- Field name to audience; a field that is not named is hidden from other members.
  visibility JSON not null,
  is_administrator boolean not null,
  archived_at INSTANT,
  merged_into_id UUID references member (id),
  -- What is personal is gone; what counts stays bound to the row.
  erased_at INSTANT,
  last_seen_at INSTANT,
  revision integer not null,
  created_at INSTANT not null
);
create index member_by_search on member (search, id);
create index member_by_merge on member (merged_into_id) where merged_into_id is not null;
create index member_by_last_sight on member (created_at, last_seen_at) where erased_at is null;

-- One row for each period in which a member had one role and one local role in a network.
create table membership (
  id UUID primary key not null,
  network_id UUID not null references network (id),
  member_id UUID not null references member (id),
  role text not null check (role in ('lead', 'organiser', 'member')),
  local_role text check (local_role in ('pilot', 'mediator', 'helper', 'first_aider', 'scout')),
  started_on DATE not null,
  -- The first day on which it no longer holds.
  ended_on DATE,
  origin text not null,
  ending text,
  ending_reason text,
  revision integer not null,
  created_at INSTANT not null,
  check (ended_on is null or ended_on >= started_on)
);
create unique index membership_is_one_at_a_time on membership (network_id, member_id) where ended_on is null;
create index membership_by_member on membership (member_id, network_id);
create index membership_by_network on membership (network_id, started_on, ended_on);
