ALTER TABLE sessions DROP COLUMN has_code;
DELETE FROM housekeeping_runs WHERE name = 'login-steps';
DROP TABLE login_steps;
DROP TABLE recovery_codes;
DROP TABLE two_factor;
