DROP FUNCTION usage_between;
DELETE FROM housekeeping_runs WHERE name = 'usage-days';
DROP TABLE usage_rollup;
DROP TABLE usage_daily;
ALTER TABLE usage_logs DROP COLUMN images, DROP COLUMN project_id;
