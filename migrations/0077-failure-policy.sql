-- Who bears what a run that does not complete has used: as a quote promises it, and as it was applied to a job.
ALTER TABLE quotes ADD COLUMN failure_policy jsonb;
ALTER TABLE jobs ADD COLUMN applied_rule jsonb;
