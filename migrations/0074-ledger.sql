-- The ledger is of every event that moves money, not of wallets alone. Its tables are made anew and filled from the log by a
-- group of their own: what its rows refer to stands in the events only.
DROP TABLE ledger_entries;
DROP TABLE ledger_accounts;

CREATE TABLE ledger_entries (
  position       bigint         NOT NULL,
  leg            integer        NOT NULL,
  transaction_id uuid           NOT NULL,
  account        text           NOT NULL,
  side           text           NOT NULL CHECK (side IN ('DEBIT', 'CREDIT')),
  amount         numeric(38, 0) NOT NULL CHECK (amount > 0),
  asset          text           NOT NULL,
  event_type     text           NOT NULL,
  wallet_id      text,
  organisation   uuid,
  job_id         uuid,
  hold_id        uuid,
  charge_id      uuid,
  payment_id     uuid,
  refund_id      uuid,
  dispute_id     uuid,
  bill_id        uuid,
  payout_id      uuid,
  entry_id       uuid,
  recorded_at    timestamptz    NOT NULL,
  booked_at      timestamptz    NOT NULL,
  stream         text           NOT NULL,
  revision       bigint         NOT NULL,
  PRIMARY KEY (position, leg)
);
CREATE INDEX ledger_entries_of_wallet ON ledger_entries (wallet_id, position DESC, leg);
CREATE INDEX ledger_entries_of_organisation ON ledger_entries (organisation, position DESC, leg);
CREATE INDEX ledger_entries_of_account ON ledger_entries (account, asset, position DESC, leg);
CREATE INDEX ledger_entries_of_transaction ON ledger_entries (transaction_id);
CREATE INDEX ledger_entries_of_job ON ledger_entries (job_id) WHERE job_id IS NOT NULL;
CREATE INDEX ledger_entries_of_hold ON ledger_entries (hold_id) WHERE hold_id IS NOT NULL;
CREATE INDEX ledger_entries_of_charge ON ledger_entries (charge_id) WHERE charge_id IS NOT NULL;
CREATE INDEX ledger_entries_of_payment ON ledger_entries (payment_id) WHERE payment_id IS NOT NULL;
CREATE INDEX ledger_entries_of_refund ON ledger_entries (refund_id) WHERE refund_id IS NOT NULL;
CREATE INDEX ledger_entries_of_dispute ON ledger_entries (dispute_id) WHERE dispute_id IS NOT NULL;
CREATE INDEX ledger_entries_of_bill ON ledger_entries (bill_id) WHERE bill_id IS NOT NULL;
CREATE INDEX ledger_entries_of_payout ON ledger_entries (payout_id) WHERE payout_id IS NOT NULL;
CREATE INDEX ledger_entries_of_entry ON ledger_entries (entry_id) WHERE entry_id IS NOT NULL;

CREATE TABLE ledger_accounts (
  account  text           NOT NULL,
  asset    text           NOT NULL,
  type     text           NOT NULL,
  owner    text,
  normal   text           NOT NULL CHECK (normal IN ('DEBIT', 'CREDIT')),
  debits   numeric(38, 0) NOT NULL,
  credits  numeric(38, 0) NOT NULL,
  position bigint         NOT NULL,
  PRIMARY KEY (account, asset)
);
CREATE INDEX ledger_accounts_of_owner ON ledger_accounts (owner) WHERE owner IS NOT NULL;
