ALTER TABLE api_keys
  ADD COLUMN enabled boolean NOT NULL DEFAULT true,
  -- How fast and how often it may be used: {"rate": …, "quota": …}.
  ADD COLUMN limits jsonb NOT NULL DEFAULT '{}',
  -- What its uses are counted under: its own id, or that of the first of those that it replaces.
  ADD COLUMN meter_id uuid,
  ADD COLUMN predecessor uuid,
  ADD COLUMN successor uuid;
UPDATE api_keys SET meter_id = key_id;
ALTER TABLE api_keys ALTER COLUMN meter_id SET NOT NULL;

-- Uses given out in one period, those included that a process still has in hand.
CREATE TABLE key_usage (
  usage_id text   PRIMARY KEY,
  meter_id uuid   NOT NULL,
  period   text   NOT NULL,
  taken    bigint NOT NULL,
  revision bigint NOT NULL,
  position bigint NOT NULL
);

-- The first use of the last day on which a key was used.
CREATE TABLE key_activity (
  key_id       uuid        PRIMARY KEY,
  last_used_at timestamptz NOT NULL,
  revision     bigint      NOT NULL,
  position     bigint      NOT NULL
);
