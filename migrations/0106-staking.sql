-- Devices in the registries of chains, and what their operators lose for reservations that failed. Amounts are in the
-- smallest unit of QVT. What is staked is the sum of the contract's entries; nothing else keeps it.
CREATE TABLE quantum_computers (
  chain            text        NOT NULL,
  device_id        uuid        NOT NULL,
  computer_id      text        NOT NULL,
  organisation     uuid,
  status           text        NOT NULL CHECK (status IN ('REQUESTED', 'REGISTERED', 'FAILED')),
  operator         text        NOT NULL,
  capacity         bigint      NOT NULL,
  active           boolean     NOT NULL,
  code             text,
  changed_at       timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL,
  PRIMARY KEY (chain, device_id)
);
CREATE INDEX quantum_computers_by_creation ON quantum_computers (created_position DESC);
CREATE INDEX quantum_computers_of_device ON quantum_computers (device_id);

CREATE TABLE slashings (
  slashing_id       uuid           PRIMARY KEY,
  chain             text           NOT NULL,
  device_id         uuid           NOT NULL,
  organisation      uuid           NOT NULL,
  operator          text           NOT NULL,
  epoch             integer        NOT NULL,
  reservations      integer        NOT NULL,
  failed            integer        NOT NULL,
  amount            numeric(38, 0) NOT NULL CHECK (amount > 0),
  taken             numeric(38, 0),
  status            text           NOT NULL CHECK (status IN ('PROPOSED', 'CONTESTED', 'WAIVED', 'DUE', 'FAILED', 'CARRIED_OUT')),
  objection         text,
  decided_by        text,
  reason            text,
  code              text,
  transaction_id    uuid,
  contestable_until timestamptz    NOT NULL,
  changed_at        timestamptz    NOT NULL,
  created_position  bigint         NOT NULL,
  revision          bigint         NOT NULL,
  position          bigint         NOT NULL
);
CREATE INDEX slashings_by_creation ON slashings (created_position DESC);
CREATE INDEX slashings_of_organisation ON slashings (organisation, created_position DESC);
CREATE INDEX slashings_by_status ON slashings (status, created_position DESC);

CREATE INDEX chain_entries_of_stakes ON chain_entries (chain, (arguments->>'deviceId'), (arguments->>'staker')) WHERE contract = 'STAKING';
CREATE INDEX chain_entries_of_stakers ON chain_entries ((arguments->>'staker'), created_position) WHERE contract = 'STAKING';
