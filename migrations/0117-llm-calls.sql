-- Questions to models, and what was tried to have them answered. What was asked and answered stands sealed in the log only.
CREATE TABLE llm_calls (
  call_id          uuid           PRIMARY KEY,
  organisation     uuid           NOT NULL,
  budget_id        uuid,
  kind             text           NOT NULL CHECK (kind IN ('CHAT', 'EMBEDDING')),
  template         text           NOT NULL,
  version          integer        NOT NULL,
  status           text           NOT NULL CHECK (status IN ('OPEN', 'COMPLETED', 'CACHED', 'REFUSED')),
  route_id         text,
  attempts         integer        NOT NULL,
  tokens_in        bigint         NOT NULL,
  tokens_out       bigint         NOT NULL,
  cost             numeric(48, 0) NOT NULL CHECK (cost >= 0),
  asset            text,
  code             text,
  requested_at     timestamptz    NOT NULL,
  ended_at         timestamptz,
  created_position bigint         NOT NULL,
  revision         bigint         NOT NULL,
  position         bigint         NOT NULL
);
CREATE INDEX llm_calls_of_organisation ON llm_calls (organisation, created_position DESC);
CREATE INDEX llm_calls_of_budget ON llm_calls (budget_id, created_position DESC) WHERE budget_id IS NOT NULL;

CREATE TABLE llm_attempts (
  attempt_id       uuid           PRIMARY KEY,
  call_id          uuid           NOT NULL,
  number           integer        NOT NULL,
  route_id         text           NOT NULL,
  provider         text           NOT NULL,
  status           text           NOT NULL CHECK (status IN ('STARTED', 'SUCCEEDED', 'FAILED')),
  reason           text,
  repairs          boolean        NOT NULL,
  accepted         boolean,
  maximum          numeric(48, 0) NOT NULL,
  cost             numeric(48, 0),
  asset            text           NOT NULL,
  tokens_in        bigint,
  tokens_out       bigint,
  latency_ms       integer,
  first_token_ms   integer,
  started_at       timestamptz    NOT NULL,
  ended_at         timestamptz,
  created_position bigint         NOT NULL,
  position         bigint         NOT NULL
);
CREATE INDEX llm_attempts_of_call ON llm_attempts (call_id, number);
CREATE INDEX llm_attempts_by_end ON llm_attempts (ended_at DESC) WHERE ended_at IS NOT NULL;
