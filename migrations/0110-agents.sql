-- Agents of organisations, what they were asked to do, and what was said to them. Texts stay in the log, sealed.
CREATE TABLE agents (
  agent_id         uuid        PRIMARY KEY,
  organisation     uuid        NOT NULL,
  name             text        NOT NULL,
  role             text        NOT NULL,
  status           text        NOT NULL CHECK (status IN ('ACTIVE', 'PAUSED', 'RETIRED')),
  version          integer     NOT NULL,
  profile          jsonb       NOT NULL,
  memory_keys      jsonb       NOT NULL,
  spawned_at       timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX agents_by_creation ON agents (organisation, created_position DESC);

CREATE TABLE agent_tasks (
  task_id          uuid        PRIMARY KEY,
  organisation     uuid        NOT NULL,
  context_id       uuid        NOT NULL,
  run_id           uuid,
  step_key         text,
  requested_by     jsonb       NOT NULL,
  assignee_kind    text        NOT NULL CHECK (assignee_kind IN ('AGENT', 'USER', 'ROLE')),
  assignee         text        NOT NULL,
  approval         boolean     NOT NULL,
  status           text        NOT NULL,
  status_at        timestamptz NOT NULL,
  code             text,
  outcome          text,
  messages         integer     NOT NULL,
  artifacts        jsonb       NOT NULL,
  submitted_at     timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX agent_tasks_by_creation ON agent_tasks (organisation, created_position DESC);
CREATE INDEX agent_tasks_of_assignee ON agent_tasks (organisation, assignee, created_position DESC);

CREATE TABLE agent_messages (
  message_id       uuid        PRIMARY KEY,
  conversation_id  uuid        NOT NULL,
  organisation     uuid        NOT NULL,
  sender           jsonb       NOT NULL,
  addressee_kind   text        NOT NULL CHECK (addressee_kind IN ('AGENT', 'TOPIC', 'ASKER')),
  addressee        text        NOT NULL,
  act              text        NOT NULL CHECK (act IN ('TELL', 'ASK', 'ANSWER')),
  in_reply_to      uuid,
  taken_by         jsonb       NOT NULL,
  sent_at          timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX agent_messages_by_creation ON agent_messages (organisation, created_position DESC);
CREATE INDEX agent_messages_to ON agent_messages (organisation, addressee, created_position DESC);
