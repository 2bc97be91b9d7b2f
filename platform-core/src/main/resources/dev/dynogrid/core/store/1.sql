CREATE TABLE record (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  owner TEXT,
  name TEXT,
  version INTEGER NOT NULL,
  json TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  updated_by TEXT NOT NULL,
  PRIMARY KEY (kind, id),
  UNIQUE (kind, name)
);
CREATE INDEX record_owner ON record (kind, owner);
CREATE TABLE change (
  revision INTEGER NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  deleted INTEGER NOT NULL
);
CREATE INDEX change_revision ON change (revision);
CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
);
INSERT INTO counter (name, value) VALUES ('revision', 0);
INSERT INTO counter (name, value) VALUES ('forgotten', 0);
CREATE TABLE lease (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  fencing INTEGER NOT NULL,
  until INTEGER NOT NULL
);
