-- Recipes: steps that follow on pictures, each a job of its own. docs/JOBS.md says how a run lives.
CREATE TABLE recipes (
    id          uuid PRIMARY KEY,
    user_id     uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    steps       jsonb NOT NULL CHECK (jsonb_typeof(steps) = 'array' AND jsonb_array_length(steps) BETWEEN 1 AND 8),
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);
COMMENT ON TABLE recipes IS 'Steps that their owner keeps for further use.';
COMMENT ON COLUMN recipes.steps IS 'In order: operation, model_id, prompt, negative_prompt, parameters, num_images, seed, take.';
COMMENT ON COLUMN recipes.updated_at IS 'The version that a change must name; grows with every change.';
CREATE INDEX recipes_user ON recipes (user_id, created_at DESC, id DESC);

CREATE TABLE recipe_runs (
    id                     uuid PRIMARY KEY,
    user_id                uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    recipe_id              uuid REFERENCES recipes ON DELETE SET NULL,
    batch_id               uuid REFERENCES batches ON DELETE SET NULL,
    project_id             uuid REFERENCES projects ON DELETE SET NULL,
    name                   text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    steps                  jsonb NOT NULL CHECK (jsonb_typeof(steps) = 'array' AND jsonb_array_length(steps) BETWEEN 1 AND 8),
    estimate_microdollars  bigint NOT NULL CHECK (estimate_microdollars >= 0),
    upper_microdollars     bigint NOT NULL CHECK (upper_microdollars >= estimate_microdollars),
    is_paused              boolean NOT NULL DEFAULT false,
    stall_code             text,
    stall_message          text,
    stall_until            timestamptz,
    cancel_requested_at    timestamptz,
    created_at             timestamptz NOT NULL,
    updated_at             timestamptz NOT NULL,
    ended_at               timestamptz,
    CONSTRAINT recipe_runs_stall_is_whole CHECK (num_nulls(stall_code, stall_message, stall_until) IN (0, 3))
);
COMMENT ON TABLE recipe_runs IS 'Steps at work on pictures. They hold no money: each job of theirs does.';
COMMENT ON COLUMN recipe_runs.recipe_id IS 'Where the steps came from; NULL for steps that were sent along, or a recipe that is gone.';
COMMENT ON COLUMN recipe_runs.batch_id IS 'The batch on whose pictures they follow; its pause and end are theirs too.';
COMMENT ON COLUMN recipe_runs.project_id IS 'Where the pictures go; NULL: where each source picture is.';
COMMENT ON COLUMN recipe_runs.steps IS 'As they were when it was asked for: a recipe that changes does not change its runs.';
COMMENT ON COLUMN recipe_runs.upper_microdollars IS 'The most that all steps can cost, as it was forecast.';
COMMENT ON COLUMN recipe_runs.stall_code IS 'Why no more pictures become jobs at the moment.';
COMMENT ON COLUMN recipe_runs.ended_at IS 'Nothing is left to do. A failed step that is run again opens it anew.';
CREATE UNIQUE INDEX recipe_runs_batch ON recipe_runs (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX recipe_runs_user ON recipe_runs (user_id, created_at DESC, id DESC);
CREATE INDEX recipe_runs_open ON recipe_runs (created_at, id) WHERE ended_at IS NULL;

ALTER TABLE generation_queue
    DROP COLUMN lane,
    DROP COLUMN batch_key,
    ADD COLUMN recipe_run_id uuid REFERENCES recipe_runs ON DELETE SET NULL,
    ADD COLUMN recipe_step   smallint CHECK (recipe_step BETWEEN 0 AND 8);
ALTER TABLE generation_queue
    ADD COLUMN lane      smallint NOT NULL
        GENERATED ALWAYS AS (CASE WHEN batch_id IS NOT NULL OR recipe_step > 0 OR priority < 0 THEN 1 ELSE 0 END) STORED,
    ADD COLUMN batch_key uuid NOT NULL
        GENERATED ALWAYS AS (COALESCE(batch_id, recipe_run_id, '00000000-0000-0000-0000-000000000000')) STORED,
    ADD CONSTRAINT generation_queue_recipe_step CHECK (recipe_run_id IS NULL OR recipe_step IS NOT NULL);
COMMENT ON COLUMN generation_queue.lane IS '0: somebody sits in front of it; 1: background, served with what the others leave.';
COMMENT ON COLUMN generation_queue.batch_key IS 'batch_id, else recipe_run_id, else zero: what admission steps through.';
COMMENT ON COLUMN generation_queue.recipe_run_id IS 'The run whose steps follow on its pictures, or that it is a step of.';
COMMENT ON COLUMN generation_queue.recipe_step IS '0: the steps follow on it; from 1 on: it is a job of this step.';
-- The same picture is not sent twice into the same step, whoever tries.
CREATE UNIQUE INDEX generation_queue_recipe_once ON generation_queue (recipe_run_id, recipe_step, parent_image_id)
    WHERE recipe_run_id IS NOT NULL AND recipe_step > 0;
CREATE INDEX generation_queue_recipe_open ON generation_queue (recipe_run_id, recipe_step, id)
    WHERE recipe_run_id IS NOT NULL AND status IN ('pending', 'processing');
-- Gone with the column lane.
CREATE INDEX generation_queue_waiting ON generation_queue (lane, user_id, model_id, batch_key, rank_at, id)
    WHERE status = 'pending' AND released_at IS NULL AND NOT is_paused;
CREATE INDEX generation_queue_user_waiting ON generation_queue (user_id, lane, batch_key, rank_at, id)
    WHERE status = 'pending' AND released_at IS NULL AND NOT is_paused;

CREATE TABLE recipe_items (
    run_id           uuid NOT NULL REFERENCES recipe_runs ON DELETE CASCADE,
    step             smallint NOT NULL CHECK (step BETWEEN 1 AND 8),
    source_image_id  uuid NOT NULL REFERENCES images ON DELETE CASCADE,
    job_id           uuid REFERENCES generation_queue ON DELETE CASCADE,
    refusal          text,
    created_at       timestamptz NOT NULL,
    PRIMARY KEY (run_id, step, source_image_id),
    CONSTRAINT recipe_items_job_or_refusal CHECK (num_nonnulls(job_id, refusal) <= 1)
);
COMMENT ON TABLE recipe_items IS 'Pictures that go into a step: written in the transaction in which they are stored, once each.';
COMMENT ON COLUMN recipe_items.job_id IS 'The job that came of it; NULL while it waits to become one, or is refused.';
COMMENT ON COLUMN recipe_items.refusal IS 'Why the step cannot take it: a sentence.';
CREATE UNIQUE INDEX recipe_items_job ON recipe_items (job_id) WHERE job_id IS NOT NULL;
CREATE INDEX recipe_items_source ON recipe_items (source_image_id);
CREATE INDEX recipe_items_waiting ON recipe_items (run_id, step, source_image_id) WHERE job_id IS NULL AND refusal IS NULL;

ALTER TABLE idempotency_keys
    ADD COLUMN recipe_run_id uuid REFERENCES recipe_runs ON DELETE CASCADE,
    DROP CONSTRAINT idempotency_keys_made_one_thing,
    ADD CONSTRAINT idempotency_keys_made_one_thing CHECK (num_nonnulls(job_id, batch_id, recipe_run_id) = 1);
