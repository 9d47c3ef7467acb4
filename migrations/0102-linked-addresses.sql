-- The addresses on chains that organisations have linked; one that was given up has no row.
CREATE TABLE linked_addresses (
  address_key      text        PRIMARY KEY,
  address_id       uuid        NOT NULL,
  organisation     uuid        NOT NULL,
  chain            text        NOT NULL,
  address          text        NOT NULL,
  linked_at        timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX linked_addresses_of_organisation ON linked_addresses (organisation, created_position DESC);
CREATE INDEX linked_addresses_by_creation ON linked_addresses (created_position DESC);
