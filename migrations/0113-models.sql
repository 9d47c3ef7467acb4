-- AI models with their versions. The artifact is the version itself: some dozens of kilobytes at most.
CREATE TABLE models (
  model_id         uuid        PRIMARY KEY,
  name             text        NOT NULL,
  kind             text        NOT NULL,
  description      text        NOT NULL,
  promoted_version integer,
  registered_at    timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX models_by_creation ON models (created_position DESC);

CREATE TABLE model_versions (
  model_id         uuid        NOT NULL,
  version          integer     NOT NULL,
  status           text        NOT NULL CHECK (status IN ('TRAINING', 'TRAINED', 'FAILED')),
  algorithm        text        NOT NULL,
  run_id           uuid        NOT NULL,
  sha256           text,
  artifact         jsonb,
  lineage          jsonb,
  evaluation       jsonb,
  incumbent        jsonb,
  comparison       jsonb,
  promoted_at      timestamptz,
  failure          jsonb,
  requested_at     timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  position         bigint      NOT NULL,
  PRIMARY KEY (model_id, version)
);
CREATE INDEX model_versions_by_creation ON model_versions (model_id, created_position DESC);

-- What the line of a device has shown: means of waits and of times on the device, by user for those seen last.
CREATE TABLE queue_statistics (
  device_id  uuid   PRIMARY KEY,
  statistics jsonb  NOT NULL,
  position   bigint NOT NULL
);
