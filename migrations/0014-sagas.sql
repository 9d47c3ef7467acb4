-- What every saga instance is doing: for operators and the watchdog.
CREATE TABLE saga_instances (
  stream            text        PRIMARY KEY,
  saga              text        NOT NULL,
  instance          text        NOT NULL,
  status            text        NOT NULL CHECK (status IN ('ACTIVE', 'ENDED')),
  outcome           text,
  outstanding       jsonb       NOT NULL,
  outstanding_count integer     NOT NULL,
  pending_timers    jsonb       NOT NULL,
  started_at        timestamptz NOT NULL,
  updated_at        timestamptz NOT NULL,
  ended_at          timestamptz,
  created_position  bigint      NOT NULL,
  revision          bigint      NOT NULL,
  position          bigint      NOT NULL
);
CREATE INDEX saga_instances_active ON saga_instances (updated_at, stream) WHERE status = 'ACTIVE';
CREATE INDEX saga_instances_by_creation ON saga_instances (saga, created_position DESC, stream);
