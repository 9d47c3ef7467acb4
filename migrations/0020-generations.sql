-- Generations of the read models. The first lives in the tables that the migrations made, which are the
-- form of all later ones; generation <n> has the same tables in the schema g<n>.
CREATE TABLE read_model_generation (
  generation  integer     PRIMARY KEY,
  state       text        NOT NULL CHECK (state IN ('BUILDING', 'FOLLOWING', 'DROPPED')),
  started_at  timestamptz NOT NULL DEFAULT now(),
  followed_at timestamptz,
  -- When readers last left it for another one.
  left_at     timestamptz,
  dropped_at  timestamptz
);
INSERT INTO read_model_generation (generation, state, followed_at) VALUES (1, 'FOLLOWING', now());
INSERT INTO generation_pointer (read_model, generation) VALUES ('read-model', 1) ON CONFLICT DO NOTHING;

-- Each group of tables has a checkpoint of its own: the number of events up to it, and who moves it.
ALTER TABLE projection_checkpoint
  ADD COLUMN events bigint NOT NULL DEFAULT 0,
  ADD COLUMN holder uuid;
INSERT INTO projection_checkpoint (name, generation, position, events)
  SELECT 'read-model@1/' || groups.name, 1, position, (SELECT count(*) FROM event_log)
  FROM projection_checkpoint,
    (VALUES ('accounts'), ('jobs'), ('billing'), ('sagas'), ('log')) AS groups (name)
  WHERE projection_checkpoint.name = 'read-model@1';
DELETE FROM projection_checkpoint WHERE name = 'read-model@1';

-- A stream waits in the groups of tables that its event could not be applied to. What waited before waits in all.
CREATE TEMPORARY TABLE waited ON COMMIT DROP AS SELECT * FROM quarantine;
DELETE FROM quarantine;
ALTER TABLE quarantine
  ADD COLUMN group_name text NOT NULL,
  DROP CONSTRAINT quarantine_pkey,
  ADD PRIMARY KEY (group_name, stream);
INSERT INTO quarantine
  SELECT waited.*, groups.name FROM waited,
    (VALUES ('accounts'), ('jobs'), ('billing'), ('sagas'), ('log')) AS groups (name);

-- What an operator asks of the quarantine. A projector that holds the group does it and writes the outcome.
CREATE TABLE quarantine_request (
  request_id   uuid        PRIMARY KEY,
  group_name   text        NOT NULL,
  stream       text        NOT NULL,
  action       text        NOT NULL CHECK (action IN ('RETRY', 'SKIP')),
  reason       text,
  requested_by text        NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT now(),
  outcome      text        CHECK (outcome IN ('DONE', 'STILL_WAITING', 'NEEDS_REBUILD', 'FAILED')),
  detail       text,
  done_at      timestamptz,
  CHECK (action = 'RETRY' OR reason IS NOT NULL)
);
CREATE INDEX quarantine_request_open ON quarantine_request (requested_at) WHERE outcome IS NULL;

-- Events that an operator decided to leave out, for ever and with a reason: every rebuild leaves them out too.
CREATE TABLE projection_skip (
  group_name text        NOT NULL,
  event_id   text        NOT NULL,
  stream     text        NOT NULL,
  revision   bigint      NOT NULL,
  event_type text        NOT NULL,
  reason     text        NOT NULL,
  skipped_by text        NOT NULL,
  skipped_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (group_name, event_id)
);
