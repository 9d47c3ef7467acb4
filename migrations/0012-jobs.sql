-- Amounts are whole minor units of the asset.
CREATE TABLE jobs (
  job_id                uuid             PRIMARY KEY,
  organisation          uuid             NOT NULL,
  user_id               text             NOT NULL,
  name                  text             NOT NULL,
  tags                  text[]           NOT NULL,
  device_id             uuid             NOT NULL,
  provider_organisation uuid             NOT NULL,
  calibration_id        uuid,
  quote_id              uuid,
  program_hash          text             NOT NULL,
  circuit               jsonb            NOT NULL,
  shots                 integer          NOT NULL,
  seed                  text             NOT NULL,
  time_limit_seconds    integer          NOT NULL,
  status                text             NOT NULL,
  phase                 text,
  billing               text             NOT NULL,
  price                 jsonb            NOT NULL,
  asset                 text             NOT NULL,
  estimate              numeric(38, 0)   NOT NULL,
  maximum_cost          numeric(38, 0)   NOT NULL,
  charged               numeric(38, 0),
  provider_share        numeric(38, 0),
  commission            numeric(38, 0),
  refunded              numeric(38, 0),
  hold_id               uuid,
  attempt               integer          NOT NULL,
  provider_job_id       text,
  failure               jsonb,
  used_shots            integer,
  qpu_seconds           double precision,
  submitted_at          timestamptz      NOT NULL,
  queued_at             timestamptz,
  started_at            timestamptz,
  cancel_requested_at   timestamptz,
  ended_at              timestamptz,
  updated_at            timestamptz      NOT NULL,
  created_position      bigint           NOT NULL,
  revision              bigint           NOT NULL,
  position              bigint           NOT NULL
);
CREATE INDEX jobs_by_creation ON jobs (created_position DESC, job_id);
CREATE INDEX jobs_of_organisation ON jobs (organisation, created_position DESC, job_id);
CREATE INDEX jobs_of_organisation_by_status ON jobs (organisation, status, created_position DESC, job_id);
CREATE INDEX jobs_of_device ON jobs (device_id, created_position DESC, job_id);
CREATE INDEX jobs_of_provider ON jobs (provider_organisation, created_position DESC, job_id);
CREATE INDEX jobs_by_tag ON jobs USING gin (tags);
CREATE INDEX jobs_under_way ON jobs (status, created_position DESC)
  WHERE status NOT IN ('COMPLETED', 'FAILED', 'CANCELLED');
CREATE INDEX jobs_by_position ON jobs (position);

-- Programs and results are wide and asked for one by one: they stand beside their jobs.
CREATE TABLE job_programs (
  job_id   uuid   PRIMARY KEY,
  source   text   NOT NULL,
  position bigint NOT NULL
);

CREATE TABLE job_results (
  job_id            uuid             PRIMARY KEY,
  bit_order         text             NOT NULL,
  histogram         jsonb            NOT NULL,
  registers         jsonb            NOT NULL,
  shots             integer          NOT NULL,
  execution_seconds double precision NOT NULL,
  engine            jsonb            NOT NULL,
  seed              text             NOT NULL,
  program_hash      text             NOT NULL,
  result_hash       text             NOT NULL,
  position          bigint           NOT NULL
);

CREATE TABLE job_transitions (
  job_id         uuid        NOT NULL,
  revision       bigint      NOT NULL,
  type           text        NOT NULL,
  at             timestamptz NOT NULL,
  from_status    text,
  to_status      text        NOT NULL,
  phase          text,
  billing        text        NOT NULL,
  detail         jsonb       NOT NULL,
  event_id       uuid        NOT NULL,
  causation_id   text        NOT NULL,
  correlation_id text        NOT NULL,
  position       bigint      NOT NULL,
  PRIMARY KEY (job_id, revision)
);

CREATE TABLE quotes (
  quote_id          uuid             PRIMARY KEY,
  organisation      uuid             NOT NULL,
  device_id         uuid             NOT NULL,
  program_hash      text             NOT NULL,
  shots             integer          NOT NULL,
  price             jsonb            NOT NULL,
  asset             text             NOT NULL,
  estimate          numeric(38, 0)   NOT NULL,
  maximum_cost      numeric(38, 0)   NOT NULL,
  estimated_seconds double precision NOT NULL,
  issued_at         timestamptz      NOT NULL,
  expires_at        timestamptz      NOT NULL,
  position          bigint           NOT NULL
);
CREATE INDEX quotes_of_organisation ON quotes (organisation, position DESC, quote_id);
