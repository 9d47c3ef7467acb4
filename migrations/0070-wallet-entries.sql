-- What wallets consist of, filled from the log by a group of its own: grants, limits, holds and charges.
ALTER TABLE wallets ADD COLUMN debt numeric(38, 0) NOT NULL DEFAULT 0 CHECK (debt >= 0);
ALTER TABLE wallets ADD COLUMN auto_top_up jsonb;

CREATE TABLE credit_grants (
  grant_id         uuid           PRIMARY KEY,
  wallet_id        text           NOT NULL,
  organisation     uuid           NOT NULL,
  asset            text           NOT NULL,
  status           text           NOT NULL CHECK (status IN ('LIVE', 'EXPIRED', 'VOIDED')),
  category         text           NOT NULL CHECK (category IN ('PAID', 'PROMOTIONAL')),
  priority         integer        NOT NULL,
  effective_at     timestamptz    NOT NULL,
  expires_at       timestamptz,
  applicability    jsonb,
  rollover         jsonb,
  rolled_over      integer        NOT NULL,
  granted          numeric(38, 0) NOT NULL,
  remaining        numeric(38, 0) NOT NULL CHECK (remaining >= 0),
  reason           text           NOT NULL,
  granted_at       timestamptz    NOT NULL,
  created_position bigint         NOT NULL,
  position         bigint         NOT NULL
);
CREATE INDEX credit_grants_of_wallet ON credit_grants (wallet_id, created_position DESC);

-- One row a wallet: its limits, with what is counted against each.
CREATE TABLE wallet_limits (
  wallet_id    text   PRIMARY KEY,
  organisation uuid   NOT NULL,
  limits       jsonb  NOT NULL,
  position     bigint NOT NULL
);

-- Holds and charges. `counted`: the limits that it was counted against, and when.
CREATE TABLE wallet_spendings (
  spending_id      uuid           PRIMARY KEY,
  kind             text           NOT NULL CHECK (kind IN ('HOLD', 'CHARGE')),
  wallet_id        text           NOT NULL,
  organisation     uuid           NOT NULL,
  asset            text           NOT NULL,
  status           text           NOT NULL CHECK (status IN ('OPEN', 'TAKEN', 'RELEASED')),
  -- A job's hold is known by its job, a charge by its subscription.
  subject_id       uuid           NOT NULL,
  amount           numeric(38, 0) NOT NULL,
  taken            numeric(38, 0) NOT NULL,
  refunded         numeric(38, 0) NOT NULL CHECK (refunded <= taken),
  payment_id       uuid,
  spender          jsonb,
  counted          jsonb          NOT NULL,
  expires_at       timestamptz,
  at               timestamptz    NOT NULL,
  created_position bigint         NOT NULL,
  position         bigint         NOT NULL
);
CREATE INDEX wallet_spendings_of_wallet ON wallet_spendings (wallet_id, created_position DESC);
CREATE INDEX wallet_spendings_open ON wallet_spendings (wallet_id, created_position DESC) WHERE status = 'OPEN';
