-- Capsules with all that they are, what runs of them came to, and plans for deployments with their files.
CREATE TABLE capsules (
  capsule_id       uuid        PRIMARY KEY,
  organisation_id  uuid        NOT NULL,
  name             text        NOT NULL,
  version          text        NOT NULL,
  status           text        NOT NULL CHECK (status IN ('VALID', 'INVALID')),
  sha256           text        NOT NULL,
  content          jsonb       NOT NULL,
  facts            jsonb       NOT NULL,
  declared         jsonb       NOT NULL,
  report           jsonb       NOT NULL,
  publications     jsonb       NOT NULL,
  packaged_at      timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX capsules_of_organisation ON capsules (organisation_id, created_position DESC, capsule_id);

CREATE TABLE capsule_runs (
  run_id           uuid        PRIMARY KEY,
  capsule_id       uuid        NOT NULL,
  organisation_id  uuid        NOT NULL,
  status           text        NOT NULL CHECK (status IN ('COMPLETED', 'FAILED')),
  shots            integer     NOT NULL,
  seed             text        NOT NULL,
  inputs           jsonb       NOT NULL,
  outcome          jsonb       NOT NULL,
  ran_at           timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX capsule_runs_of_organisation ON capsule_runs (organisation_id, created_position DESC, run_id);
CREATE INDEX capsule_runs_of_capsule ON capsule_runs (capsule_id, created_position DESC, run_id);

CREATE TABLE deployment_plans (
  plan_id          uuid        PRIMARY KEY,
  organisation_id  uuid        NOT NULL,
  name             text        NOT NULL,
  status           text        NOT NULL CHECK (status IN ('CURRENT', 'WITHDRAWN')),
  capsule_id       uuid,
  infrastructure   jsonb       NOT NULL,
  files            jsonb       NOT NULL,
  sha256           text        NOT NULL,
  planned_at       timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX deployment_plans_of_organisation ON deployment_plans (organisation_id, created_position DESC, plan_id);
