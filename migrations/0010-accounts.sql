-- People, organisations and their credentials, as the log tells them. Names and addresses of people
-- are clear here and sealed in the log.
CREATE TABLE users (
  user_id          uuid        PRIMARY KEY,
  organisation_id  uuid        NOT NULL,
  username         text,
  email            text,
  email_verified   boolean     NOT NULL,
  roles            text[]      NOT NULL,
  status           text        NOT NULL CHECK (status IN ('ACTIVE', 'DISABLED')),
  created_at       timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX users_by_creation ON users (created_position DESC, user_id);

CREATE TABLE organisations (
  organisation_id  uuid        PRIMARY KEY,
  name             text        NOT NULL,
  created_at       timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX organisations_by_creation ON organisations (created_position DESC, organisation_id);

CREATE TABLE memberships (
  organisation_id  uuid        NOT NULL,
  user_id          uuid        NOT NULL,
  role             text        NOT NULL CHECK (role IN ('OWNER', 'MEMBER')),
  since            timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  position         bigint      NOT NULL,
  PRIMARY KEY (organisation_id, user_id)
);
CREATE INDEX memberships_of_user ON memberships (user_id, created_position DESC);

CREATE TABLE api_keys (
  key_id           uuid        PRIMARY KEY,
  organisation_id  uuid        NOT NULL,
  created_by       uuid        NOT NULL,
  name             text        NOT NULL,
  prefix           text        NOT NULL,
  last4            text        NOT NULL,
  scopes           text[]      NOT NULL,
  created_at       timestamptz NOT NULL,
  expires_at       timestamptz NOT NULL,
  revoked_at       timestamptz,
  revoked_by       text,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX api_keys_of_organisation ON api_keys (organisation_id, created_position DESC, key_id);

CREATE TABLE sessions (
  session_id       uuid        PRIMARY KEY,
  user_id          uuid        NOT NULL,
  organisation_id  uuid        NOT NULL,
  roles            text[]      NOT NULL,
  status           text        NOT NULL CHECK (status IN ('OPEN', 'REVOKED')),
  opened_at        timestamptz NOT NULL,
  refreshed_at     timestamptz,
  expires_at       timestamptz NOT NULL,
  revoked_at       timestamptz,
  revoked_reason   text,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX sessions_of_user ON sessions (user_id, created_position DESC, session_id);
