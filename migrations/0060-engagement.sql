-- What people are told, how they want it, what they have read; and what other systems are sent.
CREATE TABLE notifications (
  notification_id uuid        PRIMARY KEY,
  audience        text        NOT NULL CHECK (audience IN ('PERSON', 'ORGANISATION')),
  audience_id     uuid        NOT NULL,
  kind            text        NOT NULL,
  severity        text        NOT NULL CHECK (severity IN ('INFO', 'WARNING', 'CRITICAL')),
  title           text        NOT NULL,
  text            text        NOT NULL,
  about            text        NOT NULL,
  at              timestamptz NOT NULL,
  stream          text        NOT NULL,
  revision        bigint      NOT NULL,
  position        bigint      NOT NULL
);
CREATE INDEX notifications_of_audience ON notifications (audience_id, position DESC, notification_id);

-- What streams are remembered by, so that a later event of theirs can be told of.
CREATE TABLE notification_facts (
  stream   text   PRIMARY KEY,
  facts    jsonb  NOT NULL,
  position bigint NOT NULL
);

CREATE TABLE notification_preferences (
  user_id  uuid   PRIMARY KEY,
  channels jsonb  NOT NULL,
  schedule jsonb  NOT NULL,
  revision bigint NOT NULL,
  position bigint NOT NULL
);

CREATE TABLE notification_read_marks (
  user_id  uuid   PRIMARY KEY,
  up_to    bigint NOT NULL,
  revision bigint NOT NULL,
  position bigint NOT NULL
);

CREATE TABLE notification_reads (
  user_id         uuid        NOT NULL,
  notification_id uuid        NOT NULL,
  at              timestamptz NOT NULL,
  position        bigint      NOT NULL,
  PRIMARY KEY (user_id, notification_id)
);

CREATE TABLE webhook_endpoints (
  endpoint_id           uuid        PRIMARY KEY,
  organisation_id       uuid        NOT NULL,
  url                   text        NOT NULL,
  description           text        NOT NULL,
  event_types           text[]      NOT NULL,
  status                text        NOT NULL CHECK (status IN ('ENABLED', 'DISABLED')),
  disabled_reason       text,
  given_up              integer     NOT NULL,
  secret_since          timestamptz NOT NULL,
  previous_secret_until timestamptz,
  created_at            timestamptz NOT NULL,
  created_position      bigint      NOT NULL,
  revision              bigint      NOT NULL,
  position              bigint      NOT NULL
);
CREATE INDEX webhook_endpoints_of_organisation
  ON webhook_endpoints (organisation_id, created_position DESC, endpoint_id);

CREATE TABLE webhook_messages (
  message_id       uuid        PRIMARY KEY,
  organisation_id  uuid        NOT NULL,
  endpoint_id      uuid        NOT NULL,
  event_type       text        NOT NULL,
  body             text        NOT NULL,
  status           text        NOT NULL CHECK (status IN ('PENDING', 'DELIVERED', 'GIVEN_UP', 'ABANDONED')),
  attempts         integer     NOT NULL,
  deliveries       integer     NOT NULL,
  next_attempt_at  timestamptz,
  created_at       timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX webhook_messages_of_organisation
  ON webhook_messages (organisation_id, created_position DESC, message_id);
CREATE INDEX webhook_messages_of_endpoint
  ON webhook_messages (endpoint_id, created_position DESC, message_id);

CREATE TABLE webhook_attempts (
  delivery_id     uuid        NOT NULL,
  attempt         integer     NOT NULL,
  message_id      uuid        NOT NULL,
  organisation_id uuid        NOT NULL,
  delivered       boolean     NOT NULL,
  status          integer,
  failure         text,
  detail          text        NOT NULL,
  latency_ms      integer     NOT NULL,
  at              timestamptz NOT NULL,
  position        bigint      NOT NULL,
  PRIMARY KEY (delivery_id, attempt)
);
CREATE INDEX webhook_attempts_of_message ON webhook_attempts (message_id, position DESC);
