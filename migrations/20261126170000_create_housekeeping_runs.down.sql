DROP INDEX sessions_last_seen;
DROP INDEX login_failures_last;
DROP INDEX images_object;
DROP INDEX generation_attempts_ended;
DROP TABLE housekeeping_runs;
