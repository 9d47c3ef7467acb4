-- How a person logged in, and how things stand with their second factor: neither its secret nor hashes of its codes.
ALTER TABLE sessions ADD COLUMN amr text[] NOT NULL DEFAULT '{pwd}';

CREATE TABLE mfa (
  user_id             uuid        PRIMARY KEY,
  status              text        NOT NULL CHECK (status IN ('PENDING', 'ENABLED', 'DISABLED')),
  enabled_at          timestamptz,
  recovery_codes_left integer     NOT NULL,
  locked_until        timestamptz,
  revision            bigint      NOT NULL,
  position            bigint      NOT NULL
);
