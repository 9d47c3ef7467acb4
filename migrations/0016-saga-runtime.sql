-- How far the readers of the saga runtime have come, by reader and partition. What is carried was begun below the position
-- and is not done yet: [{"stream", "revision"}].
CREATE TABLE saga_progress (
  reader     text        NOT NULL,
  partition  smallint    NOT NULL,
  position   bigint      NOT NULL,
  carried    jsonb       NOT NULL DEFAULT '[]',
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (reader, partition)
);

-- The readers of before had one position for everything.
INSERT INTO saga_progress (reader, partition, position)
  SELECT name, partition, position
  FROM projection_checkpoint, generate_series(0, 15) AS partition
  WHERE name IN ('saga-router', 'saga-worker');
DELETE FROM projection_checkpoint WHERE name IN ('saga-router', 'saga-worker');

-- The version an instance is in the form of; what it could not take, and what waits behind that; whether it is stuck.
ALTER TABLE saga_instances
  ADD COLUMN version      integer NOT NULL DEFAULT 1,
  ADD COLUMN parked       jsonb   NOT NULL DEFAULT '{}',
  ADD COLUMN parked_count integer NOT NULL DEFAULT 0,
  ADD COLUMN stuck        jsonb   NOT NULL DEFAULT '{}';
CREATE INDEX saga_instances_parked ON saga_instances (stream) WHERE parked_count > 0;
CREATE INDEX saga_instances_by_age ON saga_instances (saga, started_at) WHERE status = 'ACTIVE';
