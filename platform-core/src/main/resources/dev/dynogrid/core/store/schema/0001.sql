-- What is true of the platform. seq is the order of creation; times are epoch milliseconds.
create table record (
  seq        integer primary key,
  kind       text    not null,
  id         text    not null,
  owner      text,
  name       text,
  version    integer not null,
  json       text    not null,
  created_at integer not null,
  created_by text    not null,
  updated_at integer not null,
  updated_by text    not null,
  unique (kind, id),
  unique (kind, name)
);

create index record_in_order on record (kind, seq);

create index record_of_owner on record (kind, owner, seq);

-- The newest commits, without a gap: a revision is the number of a commit.
create table change (
  revision integer not null,
  position integer not null,
  kind     text    not null,
  id       text    not null,
  deleted  integer not null,
  primary key (revision, position)
);

-- Rows stay when a lease is given back: fencing numbers must go on rising.
create table lease (
  name     text    primary key not null,
  holder   text,
  fencing  integer not null,
  ends_at  integer not null
);
