DROP FUNCTION recipe_runs_done();
