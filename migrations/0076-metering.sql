-- Meters, usage and what it costs. Quantities are exact decimals.
CREATE TABLE meters (
  key              text        PRIMARY KEY,
  name             text        NOT NULL,
  unit             text        NOT NULL,
  aggregation      text        NOT NULL,
  decimals         integer     NOT NULL,
  maximum          text        NOT NULL,
  subject          text        NOT NULL,
  retired          boolean     NOT NULL,
  defined_at       timestamptz NOT NULL,
  position         bigint      NOT NULL
);

CREATE TABLE usage_events (
  usage_id          uuid        PRIMARY KEY,
  organisation      uuid        NOT NULL,
  meter             text        NOT NULL,
  month             text        NOT NULL,
  source            text        NOT NULL,
  external_id       text        NOT NULL,
  subject           text,
  -- As it was reported, and as it counts: null when it was withdrawn.
  reported          numeric     NOT NULL,
  value             numeric,
  occurred_at       timestamptz NOT NULL,
  recorded_at       timestamptz NOT NULL,
  -- The last correction.
  corrected_by      uuid,
  correction_reason text,
  corrected_at      timestamptz,
  -- Its place among the events of one append.
  entry             integer     NOT NULL,
  created_position  bigint      NOT NULL,
  position          bigint      NOT NULL
);
CREATE INDEX usage_events_of_organisation ON usage_events (organisation, created_position DESC, entry DESC);
CREATE INDEX usage_events_by_creation ON usage_events (created_position DESC, entry DESC);
CREATE INDEX usage_events_of_month ON usage_events (organisation, month, meter, subject);

CREATE TABLE price_books (
  price_book_id    uuid        PRIMARY KEY,
  name             text        NOT NULL,
  asset            text        NOT NULL,
  created_at       timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX price_books_by_creation ON price_books (created_position);

CREATE TABLE price_book_versions (
  price_book_id uuid        NOT NULL,
  version       integer     NOT NULL,
  valid_from    timestamptz NOT NULL,
  rates         jsonb       NOT NULL,
  published_at  timestamptz NOT NULL,
  position      bigint      NOT NULL,
  PRIMARY KEY (price_book_id, version)
);

CREATE TABLE reratings (
  rerating_id  uuid        PRIMARY KEY,
  organisation uuid        NOT NULL,
  comparison   jsonb       NOT NULL,
  made_at      timestamptz NOT NULL,
  position     bigint      NOT NULL
);
CREATE INDEX reratings_by_creation ON reratings (position DESC);

-- Jobs of a month, for the meters that are counted from them.
CREATE INDEX jobs_used ON jobs (organisation, ended_at) WHERE used_shots IS NOT NULL;
