-- What operators did to the hub, or asked it to do.
CREATE TABLE operator_actions (
  action_id        uuid        PRIMARY KEY,
  action           text        NOT NULL,
  subject          text        NOT NULL,
  reason           text        NOT NULL,
  parameters       jsonb       NOT NULL,
  performer        text        NOT NULL CHECK (performer IN ('HUB', 'CLI')),
  requested_by     text        NOT NULL,
  would            jsonb       NOT NULL,
  preview          text,
  status           text        NOT NULL CHECK (status IN ('REQUESTED', 'DONE', 'FAILED')),
  detail           text,
  requested_at     timestamptz NOT NULL,
  finished_at      timestamptz,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX operator_actions_by_creation ON operator_actions (created_position DESC);
CREATE INDEX operator_actions_by_action ON operator_actions (action, created_position DESC);
CREATE INDEX operator_actions_by_subject ON operator_actions (subject, created_position DESC);
CREATE INDEX operator_actions_by_person ON operator_actions (requested_by, created_position DESC);

-- How many events happened in each minute (UTC, 2026-11-21T21:05), and how many there are of each type.
CREATE TABLE event_minutes (
  minute   text   PRIMARY KEY,
  events   bigint NOT NULL,
  position bigint NOT NULL
);
CREATE TABLE event_types (
  type     text   PRIMARY KEY,
  events   bigint NOT NULL,
  position bigint NOT NULL
);
INSERT INTO event_minutes
  SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI'), count(*), max(position)
  FROM event_log GROUP BY 1;
INSERT INTO event_types SELECT type, count(*), max(position) FROM event_log GROUP BY type;
