-- The orders make these looks into indexes, also where one run has most of the jobs and pictures and the planner would expect to
-- meet one of them anywhere.
CREATE FUNCTION recipe_runs_done() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    SELECT run.id FROM recipe_runs AS run
    WHERE run.ended_at IS NULL
        AND (
            SELECT job.id FROM generation_queue AS job
            WHERE job.recipe_run_id = run.id AND job.status IN ('pending', 'processing')
                AND (run.cancel_requested_at IS NULL OR job.batch_id IS NULL)
            ORDER BY job.recipe_step, job.id
            LIMIT 1
        ) IS NULL
        AND (
            run.cancel_requested_at IS NOT NULL
            OR (
                SELECT item.step FROM recipe_items AS item
                WHERE item.run_id = run.id AND item.job_id IS NULL AND item.refusal IS NULL
                ORDER BY item.step, item.source_image_id
                LIMIT 1
            ) IS NULL AND NOT EXISTS (
                SELECT FROM batches AS batch
                WHERE batch.id = run.batch_id AND batch.ended_at IS NULL AND batch.next_row < batch.row_count AND NOT batch.is_closed
            )
        )
$$;
COMMENT ON FUNCTION recipe_runs_done() IS 'Open runs with nothing left to do. One that follows on a batch is done when all rows of it are jobs and all of these have ended; a cancelled one does not wait for them.';
