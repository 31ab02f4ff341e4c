-- Several relays may open a new database at once: only one of them gives it its id.
ALTER TABLE node ADD COLUMN singleton INTEGER NOT NULL DEFAULT 1;
CREATE UNIQUE INDEX one_node ON node (singleton);

-- A row while another store is being copied into this one: no relay may use it before that is done.
-- Of which store, and how far that one was when the copying began.
CREATE TABLE copying (
  store_id       ${bytes} NOT NULL,
  newest_arrival BIGINT   NOT NULL
);
