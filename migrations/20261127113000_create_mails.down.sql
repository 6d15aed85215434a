DELETE FROM housekeeping_runs WHERE name = 'mails';
DROP TABLE mails;
