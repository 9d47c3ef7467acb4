-- Accounts at OpenID providers by which people sign in. Who they are there stands in the log alone, sealed.
CREATE TABLE linked_identities (
  identity_id      uuid        PRIMARY KEY,
  user_id          uuid        NOT NULL,
  provider         text        NOT NULL,
  linked_at        timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX linked_identities_of_user ON linked_identities (user_id, created_position);
