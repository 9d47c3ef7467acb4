-- The ledger and what follows from it. Amounts are whole minor units of the asset.
CREATE TABLE wallets (
  wallet_id        text           PRIMARY KEY,
  organisation     uuid           NOT NULL,
  asset            text           NOT NULL,
  available        numeric(38, 0) NOT NULL CHECK (available >= 0),
  held             numeric(38, 0) NOT NULL CHECK (held >= 0),
  opened_at        timestamptz    NOT NULL,
  created_position bigint         NOT NULL,
  revision         bigint         NOT NULL,
  position         bigint         NOT NULL
);
CREATE INDEX wallets_of_organisation ON wallets (organisation, created_position DESC, wallet_id);
CREATE INDEX wallets_by_creation ON wallets (created_position DESC, wallet_id);

CREATE TABLE ledger_entries (
  position       bigint         NOT NULL,
  leg            integer        NOT NULL,
  transaction_id uuid           NOT NULL,
  account        text           NOT NULL,
  side           text           NOT NULL CHECK (side IN ('DEBIT', 'CREDIT')),
  amount         numeric(38, 0) NOT NULL CHECK (amount > 0),
  asset          text           NOT NULL,
  event_type     text           NOT NULL,
  wallet_id      text           NOT NULL,
  organisation   uuid           NOT NULL,
  job_id         uuid,
  hold_id        uuid,
  at             timestamptz    NOT NULL,
  stream         text           NOT NULL,
  revision       bigint         NOT NULL,
  PRIMARY KEY (position, leg)
);
CREATE INDEX ledger_entries_of_wallet ON ledger_entries (wallet_id, position DESC, leg);
CREATE INDEX ledger_entries_of_organisation ON ledger_entries (organisation, position DESC, leg);
CREATE INDEX ledger_entries_of_account ON ledger_entries (account, asset, position DESC, leg);
CREATE INDEX ledger_entries_of_job ON ledger_entries (job_id) WHERE job_id IS NOT NULL;

CREATE TABLE ledger_accounts (
  account  text           NOT NULL,
  asset    text           NOT NULL,
  debits   numeric(38, 0) NOT NULL,
  credits  numeric(38, 0) NOT NULL,
  position bigint         NOT NULL,
  PRIMARY KEY (account, asset)
);
