-- Where every event stands and what caused it, without its data.
CREATE TABLE event_log (
  position       bigint      PRIMARY KEY,
  event_id       uuid        NOT NULL,
  type           text        NOT NULL,
  stream         text        NOT NULL,
  revision       bigint      NOT NULL,
  causation_id   text        NOT NULL,
  correlation_id text        NOT NULL,
  command_id     text        NOT NULL,
  actor_kind     text        NOT NULL,
  actor_id       text        NOT NULL,
  organisation   text,
  at             timestamptz NOT NULL
);
CREATE INDEX event_log_by_event ON event_log (event_id);
CREATE INDEX event_log_by_correlation ON event_log (correlation_id, position);
CREATE INDEX event_log_by_stream ON event_log (stream, revision);

-- Streams with an event that cannot be applied. It and all that came later in the stream wait, in
-- order; the rest of the log goes on.
CREATE TABLE quarantine (
  stream        text        PRIMARY KEY,
  -- Of the event that could not be applied.
  revision      bigint      NOT NULL,
  position      bigint      NOT NULL,
  event_id      text        NOT NULL,
  event_type    text        NOT NULL,
  error         text        NOT NULL,
  since         timestamptz NOT NULL,
  -- Later events of the stream that wait behind it, and the newest of them.
  waiting       bigint      NOT NULL DEFAULT 0,
  last_revision bigint      NOT NULL,
  last_position bigint      NOT NULL
);
