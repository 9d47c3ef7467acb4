-- How far each reader of the log has come, for each generation of what it builds.
CREATE TABLE projection_checkpoint (
  name       text        PRIMARY KEY,
  generation integer     NOT NULL DEFAULT 1,
  position   bigint      NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- The generation of each read model that readers follow.
CREATE TABLE generation_pointer (
  read_model text        PRIMARY KEY,
  generation integer     NOT NULL,
  moved_at   timestamptz NOT NULL DEFAULT now()
);

-- The key of each person's data, wrapped under the master key. Destroying one (the key goes, the row
-- stays) makes everything encrypted under it unreadable for ever.
CREATE TABLE subject_keys (
  subject_id   text        PRIMARY KEY,
  wrapped_key  bytea,
  created_at   timestamptz NOT NULL DEFAULT now(),
  destroyed_at timestamptz,
  CHECK ((wrapped_key IS NULL) = (destroyed_at IS NOT NULL))
);

-- Timers of the sagas: an index over the log, rebuilt from it like any read model.
CREATE TABLE timers (
  timer_id    text        PRIMARY KEY,
  saga_stream text        NOT NULL,
  due_at      timestamptz NOT NULL,
  kind        text        NOT NULL,
  payload     jsonb       NOT NULL DEFAULT '{}',
  state       text        NOT NULL DEFAULT 'PENDING' CHECK (state IN ('PENDING', 'FIRED', 'CANCELLED')),
  position    bigint      NOT NULL
);

CREATE INDEX timers_due ON timers (due_at) WHERE state = 'PENDING';
CREATE INDEX timers_saga ON timers (saga_stream);
