-- What agents may spend on models. Amounts of the budget itself are fine: of the asset's code, at scale 10.
CREATE TABLE agent_budgets (
  budget_id        uuid           PRIMARY KEY,
  organisation     uuid           NOT NULL,
  asset            text           NOT NULL,
  limit_amount     numeric(38, 0) NOT NULL,
  purpose          jsonb          NOT NULL,
  status           text           NOT NULL CHECK (status IN ('REQUESTED', 'OPEN', 'REFUSED', 'CLOSING', 'CLOSED')),
  spent            numeric(48, 0) NOT NULL CHECK (spent >= 0),
  reserved         numeric(48, 0) NOT NULL CHECK (reserved >= 0),
  charged          numeric(38, 0),
  code             text,
  requested_at     timestamptz    NOT NULL,
  ended_at         timestamptz,
  created_position bigint         NOT NULL,
  revision         bigint         NOT NULL,
  position         bigint         NOT NULL
);
CREATE INDEX agent_budgets_of_organisation ON agent_budgets (organisation, created_position DESC);
