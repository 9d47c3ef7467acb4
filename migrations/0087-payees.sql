-- Who earns, what is settled for them, and what was paid out. Amounts are whole minor units of the asset.
CREATE TABLE payees (
  organisation     uuid        PRIMARY KEY,
  onboarding       text        NOT NULL CHECK (onboarding IN ('NOT_STARTED', 'PENDING', 'ACTIVE', 'RESTRICTED', 'REJECTED')),
  account_id       text,
  country          text,
  requirements_due jsonb       NOT NULL,
  schedule         jsonb       NOT NULL,
  minimums         jsonb       NOT NULL,
  hold_back_days   integer     NOT NULL CHECK (hold_back_days BETWEEN 0 AND 90),
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX payees_by_creation ON payees (created_position DESC);

-- `total` may be less than nothing; of it `maturing` is held back until its time.
CREATE TABLE payee_balances (
  organisation     uuid           NOT NULL,
  asset            text           NOT NULL,
  total            numeric(38, 0) NOT NULL,
  matured          numeric(38, 0) NOT NULL,
  maturing         jsonb          NOT NULL,
  in_transit       numeric(38, 0) NOT NULL CHECK (in_transit >= 0),
  settled_to       bigint         NOT NULL,
  position         bigint         NOT NULL,
  PRIMARY KEY (organisation, asset)
);

CREATE TABLE payouts (
  payout_id        uuid           PRIMARY KEY,
  organisation     uuid           NOT NULL,
  asset            text           NOT NULL,
  amount           numeric(38, 0) NOT NULL CHECK (amount > 0),
  status           text           NOT NULL CHECK (status IN ('REQUESTED', 'SENT', 'UNKNOWN', 'PAID', 'FAILED', 'RETURNED')),
  why              text           NOT NULL CHECK (why IN ('SCHEDULED', 'ASKED_FOR')),
  account_id       text           NOT NULL,
  reference        text,
  code             text,
  requested_at     timestamptz    NOT NULL,
  changed_at       timestamptz    NOT NULL,
  created_position bigint         NOT NULL,
  position         bigint         NOT NULL
);
CREATE INDEX payouts_of_organisation ON payouts (organisation, created_position DESC);
CREATE INDEX payouts_by_creation ON payouts (created_position DESC);
CREATE INDEX payouts_by_status ON payouts (status, created_position DESC);

-- Each movement of a balance, and what it was after it: the lines of statements.
CREATE TABLE payee_entries (
  position     bigint         PRIMARY KEY,
  organisation uuid           NOT NULL,
  asset        text           NOT NULL,
  kind         text           NOT NULL CHECK (kind IN ('EARNINGS', 'PAYOUT', 'PAYOUT_FAILED', 'PAYOUT_RETURNED')),
  gross        numeric(38, 0) NOT NULL,
  commission   numeric(38, 0) NOT NULL,
  refunded     numeric(38, 0) NOT NULL,
  amount       numeric(38, 0) NOT NULL,
  balance      numeric(38, 0) NOT NULL,
  available_at timestamptz,
  run_id       uuid,
  payout_id    uuid,
  at           timestamptz    NOT NULL
);
CREATE INDEX payee_entries_of_organisation ON payee_entries (organisation, asset, position DESC);

CREATE TABLE settlement_runs (
  run_id           uuid        PRIMARY KEY,
  from_position    bigint      NOT NULL,
  to_position      bigint      NOT NULL,
  sums             jsonb       NOT NULL,
  begun_at         timestamptz NOT NULL,
  completed_at     timestamptz,
  created_position bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX settlement_runs_by_creation ON settlement_runs (created_position DESC);

CREATE TABLE commission_rules (
  rule_id          uuid        PRIMARY KEY,
  scope            jsonb       NOT NULL,
  basis_points     integer     NOT NULL CHECK (basis_points BETWEEN 0 AND 10000),
  valid_from       timestamptz NOT NULL,
  valid_until      timestamptz,
  note             text,
  created_position bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX commission_rules_by_creation ON commission_rules (created_position DESC);
