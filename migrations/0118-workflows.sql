-- Workflows of organisations, and their runs with how far each step is. What people wrote stays in the object store, sealed.
CREATE TABLE workflow_definitions (
  definition_id    uuid        PRIMARY KEY,
  organisation     uuid        NOT NULL,
  version          integer     NOT NULL,
  plan             jsonb       NOT NULL,
  retired          boolean     NOT NULL,
  published_at     timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX workflow_definitions_by_creation ON workflow_definitions (organisation, created_position DESC);

CREATE TABLE workflow_runs (
  run_id           uuid        PRIMARY KEY,
  organisation     uuid        NOT NULL,
  definition_id    uuid,
  name             text,
  version          integer     NOT NULL,
  plan             jsonb       NOT NULL,
  status           text        NOT NULL,
  steps            jsonb       NOT NULL,
  critical_path    jsonb       NOT NULL,
  code             text,
  failed_step      text,
  compensation     text,
  parent_run_id    uuid,
  fork_of          uuid,
  fork_step        text,
  budget_id        uuid,
  requested_at     timestamptz NOT NULL,
  ended_at         timestamptz,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX workflow_runs_by_creation ON workflow_runs (organisation, created_position DESC);
CREATE INDEX workflow_runs_of_definition ON workflow_runs (definition_id, created_position DESC);
CREATE INDEX workflow_runs_within ON workflow_runs (parent_run_id) WHERE parent_run_id IS NOT NULL;
