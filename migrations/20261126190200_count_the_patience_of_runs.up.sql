ALTER TABLE schedule_runs ADD COLUMN delayed_since timestamptz;
COMMENT ON COLUMN schedule_runs.delayed_since IS 'Since when something keeps the run from starting. It may have waited long for its turn before.';
