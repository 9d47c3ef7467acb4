-- Table integration_event_untold: job ends that the checkpoint 'integration-events' is past, but that nobody was told of,
-- because their job had no row then (its stream was in quarantine). Written with that checkpoint, told and deleted as soon as
-- the row is there. Whoever sets that checkpoint by hand, so that what came before is never told, empties this table too.
CREATE TABLE integration_event_untold (
  event_id text   PRIMARY KEY,
  stream   text   NOT NULL,
  revision bigint NOT NULL,
  position bigint NOT NULL
);
CREATE INDEX integration_event_untold_in_order ON integration_event_untold (position);
