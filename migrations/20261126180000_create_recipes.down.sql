DELETE FROM idempotency_keys WHERE recipe_run_id IS NOT NULL;
ALTER TABLE idempotency_keys
    DROP CONSTRAINT idempotency_keys_made_one_thing,
    DROP COLUMN recipe_run_id,
    ADD CONSTRAINT idempotency_keys_made_one_thing CHECK (num_nonnulls(job_id, batch_id) = 1);
DROP TABLE recipe_items;
-- Jobs of steps stay, as jobs of their own.
ALTER TABLE generation_queue
    DROP COLUMN lane,
    DROP COLUMN batch_key,
    DROP COLUMN recipe_step,
    DROP COLUMN recipe_run_id;
ALTER TABLE generation_queue
    ADD COLUMN lane      smallint NOT NULL
        GENERATED ALWAYS AS (CASE WHEN batch_id IS NOT NULL OR priority < 0 THEN 1 ELSE 0 END) STORED,
    ADD COLUMN batch_key uuid NOT NULL
        GENERATED ALWAYS AS (COALESCE(batch_id, '00000000-0000-0000-0000-000000000000')) STORED;
COMMENT ON COLUMN generation_queue.lane IS '0: somebody sits in front of it; 1: background, served with what the others leave.';
COMMENT ON COLUMN generation_queue.batch_key IS 'batch_id, zero without one: what admission steps through.';
CREATE INDEX generation_queue_waiting ON generation_queue (lane, user_id, model_id, batch_key, rank_at, id)
    WHERE status = 'pending' AND released_at IS NULL AND NOT is_paused;
CREATE INDEX generation_queue_user_waiting ON generation_queue (user_id, lane, batch_key, rank_at, id)
    WHERE status = 'pending' AND released_at IS NULL AND NOT is_paused;
DROP TABLE recipe_runs;
DROP TABLE recipes;
