-- Folds of long streams, to begin from instead of the stream's start. Discardable, so unlogged: a crash of
-- Postgres empties the table, and the folds are made again from the log.
CREATE UNLOGGED TABLE fold_snapshot (
  stream       text        PRIMARY KEY,
  code_version text        NOT NULL,
  revision     bigint      NOT NULL,
  body         bytea       NOT NULL
);
