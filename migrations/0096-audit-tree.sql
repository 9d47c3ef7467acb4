-- The Merkle tree over the log, in tiles of 256 hashes: those of leaves (level 0), of full tiles of leaves (level 1), and so on.
-- An index over the log, built anew from it when it does not fit; what is signed stands in the log.
CREATE TABLE audit_tile (
  level          smallint NOT NULL,
  index          bigint   NOT NULL,
  -- 32 bytes each, in order; the last tile of a level may hold fewer than 256.
  hashes         bytea    NOT NULL,
  -- Of a tile of leaves: where its first event stands in the log.
  first_position bigint,
  PRIMARY KEY (level, index),
  CHECK ((level = 0) = (first_position IS NOT NULL))
);
CREATE INDEX audit_tile_by_position ON audit_tile (first_position) WHERE level = 0;

-- How many leaves the tiles hold, and where the last of them stands, by which it is seen whether they are of this log.
CREATE TABLE audit_tree (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  size     bigint  NOT NULL DEFAULT 0,
  position bigint,
  stream   text,
  revision bigint
);
INSERT INTO audit_tree DEFAULT VALUES;
