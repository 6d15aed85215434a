DELETE FROM housekeeping_runs WHERE name = 'audit-log';
DROP TABLE audit_log;
