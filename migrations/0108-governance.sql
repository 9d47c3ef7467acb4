-- What holders of the token have decided about the hub. Proposals and votes are entries of chains.
CREATE TABLE hub_parameters (
  name             text        PRIMARY KEY,
  value            numeric     NOT NULL,
  chain            text        NOT NULL,
  entry_id         uuid        NOT NULL,
  transaction_hash text        NOT NULL,
  set_at           timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX chain_entries_of_proposals ON chain_entries ((arguments ->> 'proposalId'), event)
  WHERE contract = 'GOVERNOR';
CREATE INDEX chain_entries_that_propose ON chain_entries (created_position DESC)
  WHERE contract = 'GOVERNOR' AND event = 'ProposalCreated';
