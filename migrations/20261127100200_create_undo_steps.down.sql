DELETE FROM housekeeping_runs WHERE name = 'undo-steps';
DROP TABLE undo_steps;
