-- Runs of apps: the metrics of an app count those that completed.
CREATE TABLE app_runs (
  job_id    uuid    PRIMARY KEY,
  app_id    uuid    NOT NULL,
  completed boolean NOT NULL,
  position  bigint  NOT NULL
);
CREATE INDEX app_runs_completed ON app_runs (app_id) WHERE completed;
