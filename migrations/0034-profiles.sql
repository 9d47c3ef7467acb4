-- What people say of themselves, in clear; gone once the person was erased.
CREATE TABLE profiles (
  user_id          uuid        PRIMARY KEY,
  display_name     text,
  organisation     text,
  bio              text,
  avatar_url       text,
  links            jsonb,
  contact          text,
  is_public        boolean     NOT NULL,
  updated_at       timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
