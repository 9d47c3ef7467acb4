-- Migrations of read models that a generation of its own schema has been brought through. Those that were there before it
-- was begun made the form that it began with.
CREATE TABLE generation_migration (
  generation int         NOT NULL,
  name       text        NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (generation, name)
);
