-- The tree of networks. A level is data of the federation: no code knows its name.
create table network_level (
  code text primary key not null,
  name text not null,
  rank integer not null
);

create table network (
  id UUID primary key not null,
  slug text not null constraint network_slug_is_unique unique,
  name text not null,
  -- Name and host, folded.
  search text not null,
  level text not null references network_level (code),
  parent_id UUID references network (id),
  is_thematic boolean not null,
  description text not null,
  host text not null,
  contact_email text,
  contact_phone text,
  chat_url text,
  resources_url text,
  website_url text,
  archived_at INSTANT,
  revision integer not null,
  created_at INSTANT not null
);
create index network_by_parent on network (parent_id, name, id);
create index network_by_name on network (name, id);

-- Each network with all its ancestors and itself at depth 0: rights, subtrees and counts in one join.
create table network_ancestor (
  ancestor_id UUID not null references network (id),
  descendant_id UUID not null references network (id),
  depth integer not null,
  primary key (ancestor_id, descendant_id)
);
create index network_ancestor_by_descendant on network_ancestor (descendant_id, depth);

-- The communes of INSEE's official geographic code, with the EPCI that they belong to.
create table commune (
  insee_code text primary key not null,
  name text not null,
  search text not null,
  postal_codes text not null,
  epci_code text not null,
  epci_name text not null,
  population integer not null
);
create index commune_by_epci on commune (epci_code);
create index commune_by_search on commune (search, insee_code);

create table network_commune (
  network_id UUID not null references network (id),
  insee_code text not null references commune (insee_code),
  primary key (network_id, insee_code)
);
create index network_commune_by_commune on network_commune (insee_code);
