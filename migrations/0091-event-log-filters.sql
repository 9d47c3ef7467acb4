-- Pages of the log by what operators look for. A stream's pages go by its revisions, a story's by 0015's index.
CREATE INDEX event_log_by_type ON event_log (type, position);
CREATE INDEX event_log_by_category ON event_log (split_part(stream, '-', 1), position);
CREATE INDEX event_log_by_actor ON event_log (actor_id, position);
CREATE INDEX event_log_by_organisation ON event_log (organisation, position) WHERE organisation IS NOT NULL;
CREATE INDEX event_log_by_command ON event_log (command_id);
CREATE INDEX event_log_by_time ON event_log (at, position);

-- Pages of saga instances, and the few of them that somebody has to look at.
CREATE INDEX saga_instances_by_position ON saga_instances (created_position);
CREATE INDEX saga_instances_active_by_position ON saga_instances (created_position) WHERE status = 'ACTIVE';
CREATE INDEX saga_instances_stuck ON saga_instances (created_position) WHERE status = 'ACTIVE' AND stuck <> '{}';
