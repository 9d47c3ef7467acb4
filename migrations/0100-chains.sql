-- The chains that the hub follows, and what its contracts said there.
CREATE TABLE chains (
  chain             text        PRIMARY KEY,
  chain_id          text        NOT NULL,
  head_number       bigint      NOT NULL,
  head_hash         text        NOT NULL,
  head_at           timestamptz NOT NULL,
  safe_number       bigint      NOT NULL,
  finalised_number  bigint      NOT NULL,
  changed_at        timestamptz NOT NULL,
  reorganisations   integer     NOT NULL,
  deepest           integer     NOT NULL,
  reorganised_at    timestamptz,
  halted_code       text CHECK (halted_code IN ('TOO_DEEP', 'WRONG_CHAIN')),
  halted_detail     text,
  halted_at         timestamptz,
  resumed_at        timestamptz,
  resumed_by        text,
  resumed_reason    text,
  created_position  bigint      NOT NULL,
  revision          bigint      NOT NULL,
  position          bigint      NOT NULL
);

CREATE TABLE chain_entries (
  entry_id         uuid        PRIMARY KEY,
  chain            text        NOT NULL,
  contract         text        NOT NULL,
  event            text        NOT NULL,
  arguments        jsonb       NOT NULL,
  transaction_hash text        NOT NULL,
  ordinal          integer     NOT NULL,
  block_number     bigint      NOT NULL,
  block_hash       text        NOT NULL,
  block_at         timestamptz NOT NULL,
  status           text        NOT NULL CHECK (status IN ('SEEN', 'SAFE', 'FINALISED', 'ORPHANED')),
  observation      integer     NOT NULL,
  seen_at          timestamptz NOT NULL,
  changed_at       timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX chain_entries_by_creation ON chain_entries (created_position DESC);
CREATE INDEX chain_entries_by_status ON chain_entries (status, created_position DESC);
CREATE INDEX chain_entries_by_transaction ON chain_entries (transaction_hash, ordinal);
