-- Keys of subscriptions, and how far the runs of a period are used up.
CREATE TABLE subscription_keys (
  key_id           uuid        PRIMARY KEY,
  subscription_id  uuid        NOT NULL,
  organisation     uuid        NOT NULL,
  app_id           uuid        NOT NULL,
  created_by       uuid        NOT NULL,
  name             text        NOT NULL,
  prefix           text        NOT NULL,
  last4            text        NOT NULL,
  per_minute       integer     NOT NULL,
  created_at       timestamptz NOT NULL,
  expires_at       timestamptz,
  revoked_at       timestamptz,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX subscription_keys_of_organisation ON subscription_keys (organisation, created_position DESC);
CREATE INDEX subscription_keys_of_subscription ON subscription_keys (subscription_id, created_position DESC);
CREATE INDEX subscription_keys_by_creation ON subscription_keys (created_position DESC);

CREATE TABLE app_usage (
  usage_id     text    PRIMARY KEY,
  organisation uuid    NOT NULL,
  app_id       uuid    NOT NULL,
  counted      integer NOT NULL,
  open         jsonb   NOT NULL,
  revision     bigint  NOT NULL,
  position     bigint  NOT NULL
);
