-- Numbers that are unsigned in the protocol (log_id, seq_num, height) are stored minus 2^63, so that signed order is
-- theirs. Hashes are stored as their 32-byte digest. ${key} names a row, ${bytes} is a byte string, in the dialect's words.

-- One row: the store itself, and what would be slow to count.
CREATE TABLE node (
  store_id       ${bytes} NOT NULL,
  newest_arrival BIGINT   NOT NULL,
  entry_count    BIGINT   NOT NULL,
  log_count      BIGINT   NOT NULL,
  author_count   BIGINT   NOT NULL,
  fork_count     BIGINT   NOT NULL
);

CREATE TABLE authors (
  author_key ${key},
  public_key ${bytes} NOT NULL UNIQUE,
  log_count  BIGINT   NOT NULL
);

CREATE TABLE schemas (
  schema_key  ${key},
  schema_id   TEXT   NOT NULL UNIQUE,
  entry_count BIGINT NOT NULL
);

CREATE TABLE documents (
  document_key ${key},
  document_id  ${bytes} NOT NULL UNIQUE,
  schema_key   BIGINT   NOT NULL,
  owner_key    BIGINT   NOT NULL,
  deleted      INTEGER  NOT NULL
);

-- What a log holds is a document's, so the document's schema and owner stand here too: target sets choose logs by them.
-- They are null while only a fork of the log is known.
CREATE TABLE logs (
  log_key        ${key},
  author_key     BIGINT NOT NULL,
  log_id         BIGINT NOT NULL,
  document_key   BIGINT,
  schema_key     BIGINT,
  owner_key      BIGINT,
  height         BIGINT NOT NULL,
  newest_arrival BIGINT NOT NULL,
  UNIQUE (author_key, log_id)
);
CREATE INDEX logs_by_arrival ON logs (newest_arrival);
CREATE INDEX logs_by_schema ON logs (schema_key, newest_arrival);
CREATE INDEX logs_by_owner ON logs (owner_key);
CREATE INDEX logs_by_document ON logs (document_key, author_key);

-- standing: 0 kept, 1 forked, 2 evidence. action: 0 create, 1 update, 2 delete.
CREATE TABLE entries (
  arrival      ${key},
  hash         ${bytes} NOT NULL UNIQUE,
  log_key      BIGINT   NOT NULL,
  seq_num      BIGINT   NOT NULL,
  document_key BIGINT   NOT NULL,
  schema_key   BIGINT   NOT NULL,
  action       INTEGER  NOT NULL,
  standing     INTEGER  NOT NULL,
  entry        ${bytes} NOT NULL,
  operation    ${bytes} NOT NULL
);
CREATE UNIQUE INDEX kept_by_position ON entries (log_key, seq_num) WHERE standing = 0;
CREATE INDEX kept_by_schema ON entries (schema_key, arrival) WHERE standing = 0;
CREATE INDEX unkept_by_document ON entries (document_key) WHERE standing <> 0;

-- Numbered by the same counter as entries.
CREATE TABLE fork_proofs (
  arrival ${key},
  log_key BIGINT   NOT NULL UNIQUE,
  seq_num BIGINT   NOT NULL,
  first   ${bytes} NOT NULL,
  second  ${bytes} NOT NULL
);

-- How far this node has come with its peers; the cursors are theirs, and opaque.
CREATE TABLE peer_cursors (
  peer       TEXT NOT NULL,
  target_set TEXT NOT NULL,
  cursor     TEXT NOT NULL,
  PRIMARY KEY (peer, target_set)
);
