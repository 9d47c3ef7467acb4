-- QVT that came from chains, went to them, or were exchanged.
CREATE TABLE token_transfers (
  transfer_id      uuid        PRIMARY KEY,
  kind             text        NOT NULL CHECK (kind IN ('DEPOSIT', 'WITHDRAWAL')),
  chain            text        NOT NULL,
  address          text        NOT NULL,
  amount           numeric(36) NOT NULL,
  status           text        NOT NULL CHECK (status IN
    ('PENDING', 'ORPHANED', 'CREDITED', 'UNCLAIMED', 'STARTED', 'SETTLED', 'RETURNED')),
  unclaimed_for    text CHECK (unclaimed_for IN ('UNLINKED', 'BELOW_MINIMUM', 'WALLET_REFUSED')),
  organisation     uuid,
  transaction_hash text,
  transaction_id   uuid,
  requested_at     timestamptz NOT NULL,
  changed_at       timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX token_transfers_by_creation ON token_transfers (created_position DESC);
CREATE INDEX token_transfers_by_owner ON token_transfers (organisation, created_position DESC);
CREATE INDEX token_transfers_by_address ON token_transfers (chain, address, created_position DESC);

CREATE TABLE exchanges (
  exchange_id      uuid        PRIMARY KEY,
  organisation     uuid        NOT NULL,
  sold_asset       text        NOT NULL,
  sold             numeric(36) NOT NULL,
  fee              numeric(36) NOT NULL,
  bought_asset     text        NOT NULL,
  bought           numeric(36) NOT NULL,
  price            text        NOT NULL,
  priced_at        timestamptz NOT NULL,
  status           text        NOT NULL CHECK (status IN
    ('QUOTED', 'ACCEPTED', 'COMPLETED', 'FAILED')),
  failed_for       text,
  expires_at       timestamptz NOT NULL,
  quoted_at        timestamptz NOT NULL,
  changed_at       timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX exchanges_by_creation ON exchanges (created_position DESC);
CREATE INDEX exchanges_by_owner ON exchanges (organisation, created_position DESC);
