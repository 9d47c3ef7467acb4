-- What the hub has contracts do, and how far each is.
CREATE TABLE chain_transactions (
  transaction_id   uuid        PRIMARY KEY,
  chain            text        NOT NULL,
  signer           text        NOT NULL,
  contract         text        NOT NULL,
  method           text        NOT NULL,
  arguments        jsonb       NOT NULL,
  value            numeric     NOT NULL,
  purpose_kind     text        NOT NULL,
  purpose_id       text        NOT NULL,
  status           text        NOT NULL CHECK (status IN
    ('AWAITING', 'SEEN', 'CONFIRMING', 'SAFE', 'FINALISED', 'ORPHANED', 'REPLACED', 'FAILED')),
  address          text,
  nonce            integer,
  attempts         integer     NOT NULL,
  hash             text,
  max_fee          numeric,
  max_priority_fee numeric,
  block_number     bigint,
  block_hash       text,
  block_at         timestamptz,
  gas_used         numeric,
  gas_price        numeric,
  failure_code     text,
  failure_detail   text,
  requested_at     timestamptz NOT NULL,
  changed_at       timestamptz NOT NULL,
  ended_at         timestamptz,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX chain_transactions_by_creation ON chain_transactions (created_position DESC);
CREATE INDEX chain_transactions_by_status ON chain_transactions (status, created_position DESC);
CREATE INDEX chain_transactions_by_purpose ON chain_transactions (purpose_kind, purpose_id);
