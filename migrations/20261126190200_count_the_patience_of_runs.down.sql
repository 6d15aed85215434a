ALTER TABLE schedule_runs DROP COLUMN delayed_since;
