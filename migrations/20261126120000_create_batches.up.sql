-- Batches: many jobs asked for at once. Their rows are loaded into generation_queue by the workers, piece by piece.
CREATE TABLE batches (
    id                     uuid PRIMARY KEY,
    user_id                uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    project_id             uuid REFERENCES projects ON DELETE SET NULL,
    name                   text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    request                jsonb NOT NULL CHECK (jsonb_typeof(request) = 'object'),
    table_text             text,
    models                 jsonb NOT NULL CHECK (jsonb_typeof(models) = 'object'),
    axes                   jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(axes) = 'array'),
    seed                   bigint NOT NULL CHECK (seed BETWEEN 0 AND 4294967295),
    priority               integer NOT NULL DEFAULT 0 CHECK (priority BETWEEN -100 AND 100),
    row_count              integer NOT NULL CHECK (row_count >= 1),
    broken_rows            integer NOT NULL DEFAULT 0 CHECK (broken_rows BETWEEN 0 AND row_count - 1),
    next_row               integer NOT NULL DEFAULT 0 CHECK (next_row BETWEEN 0 AND row_count),
    window_jobs            integer CHECK (window_jobs BETWEEN 1 AND 100000),
    estimate_microdollars  bigint NOT NULL CHECK (estimate_microdollars >= 0),
    upper_microdollars     bigint NOT NULL CHECK (upper_microdollars >= estimate_microdollars),
    held_microdollars      bigint NOT NULL DEFAULT 0 CHECK (held_microdollars >= 0),
    is_paused              boolean NOT NULL DEFAULT false,
    stall_code             text,
    stall_message          text,
    stall_until            timestamptz,
    cancel_requested_at    timestamptz,
    created_at             timestamptz NOT NULL DEFAULT now(),
    updated_at             timestamptz NOT NULL DEFAULT now(),
    ended_at               timestamptz,
    CONSTRAINT batches_stall_is_whole CHECK (num_nulls(stall_code, stall_message, stall_until) IN (0, 3)),
    CONSTRAINT batches_ended_holds_nothing CHECK (ended_at IS NULL OR held_microdollars = 0)
);
COMMENT ON TABLE batches IS 'Requests for many jobs. docs/JOBS.md says how their rows become jobs.';
COMMENT ON COLUMN batches.request IS 'What was asked for, without the text of a table.';
COMMENT ON COLUMN batches.table_text IS 'The CSV text, where the rows come from one.';
COMMENT ON COLUMN batches.models IS 'By the model''s public id the digest of the plugin that its price came from.';
COMMENT ON COLUMN batches.axes IS 'Names of the axes with their first values and how many there are.';
COMMENT ON COLUMN batches.seed IS 'Rows that ask for no seed get one that follows from this and their number.';
COMMENT ON COLUMN batches.priority IS 'A head start over other batches of its owner: 36 s a point.';
COMMENT ON COLUMN batches.broken_rows IS 'Rows that make no job: their request was refused.';
COMMENT ON COLUMN batches.next_row IS 'Rows before this one are jobs, or broken.';
COMMENT ON COLUMN batches.window_jobs IS 'Money is held for so many unfinished jobs at a time; NULL: for all from the start.';
COMMENT ON COLUMN batches.held_microdollars IS 'Held for the rows that are not jobs yet; a job''s own hold is with the job.';
COMMENT ON COLUMN batches.stall_code IS 'Why no more rows become jobs at the moment.';
COMMENT ON COLUMN batches.stall_until IS 'When it is tried again.';
CREATE INDEX batches_user ON batches (user_id, created_at DESC, id DESC);
CREATE INDEX batches_open ON batches (created_at) WHERE ended_at IS NULL;

-- A batch is background work whatever its priority, so nobody waits behind one.
ALTER TABLE generation_queue
    DROP COLUMN lane,
    ADD COLUMN batch_id  uuid REFERENCES batches ON DELETE SET NULL,
    ADD COLUMN batch_row integer CHECK (batch_row >= 0),
    ADD COLUMN axes      jsonb CHECK (jsonb_typeof(axes) = 'object');
ALTER TABLE generation_queue
    ADD COLUMN lane      smallint NOT NULL
        GENERATED ALWAYS AS (CASE WHEN batch_id IS NOT NULL OR priority < 0 THEN 1 ELSE 0 END) STORED,
    ADD COLUMN batch_key uuid NOT NULL
        GENERATED ALWAYS AS (COALESCE(batch_id, '00000000-0000-0000-0000-000000000000')) STORED,
    ADD CONSTRAINT generation_queue_batch_row CHECK (batch_id IS NULL OR batch_row IS NOT NULL);
COMMENT ON COLUMN generation_queue.lane IS '0: somebody sits in front of it; 1: background, served with what the others leave.';
COMMENT ON COLUMN generation_queue.batch_row IS 'The 0-based number of the row of its batch.';
COMMENT ON COLUMN generation_queue.axes IS 'Where the row stands in the grid of its batch: values by axis.';
COMMENT ON COLUMN generation_queue.batch_key IS 'batch_id, zero without one: what admission steps through.';
CREATE UNIQUE INDEX generation_queue_batch_row_once ON generation_queue (batch_id, batch_row) WHERE batch_id IS NOT NULL;
CREATE INDEX generation_queue_batch_status ON generation_queue (batch_id, status, completed_at) WHERE batch_id IS NOT NULL;

-- Gone with the column lane. Each batch is a queue of its own, so that a paused one is stepped over, not read through.
CREATE INDEX generation_queue_waiting ON generation_queue (lane, user_id, model_id, batch_key, rank_at, id)
    WHERE status = 'pending' AND released_at IS NULL AND NOT is_paused;
CREATE INDEX generation_queue_user_waiting ON generation_queue (user_id, lane, batch_key, rank_at, id)
    WHERE status = 'pending' AND released_at IS NULL AND NOT is_paused;

ALTER TABLE ledger_transactions ADD COLUMN batch_id uuid REFERENCES batches ON DELETE SET NULL;
COMMENT ON COLUMN ledger_transactions.batch_id IS 'Holds and releases for many rows of a batch at once; the capture of a job is the job''s own.';

ALTER TABLE idempotency_keys
    ALTER COLUMN job_id DROP NOT NULL,
    ADD COLUMN batch_id uuid REFERENCES batches ON DELETE CASCADE,
    ADD CONSTRAINT idempotency_keys_made_one_thing CHECK (num_nonnulls(job_id, batch_id) = 1);

ALTER TABLE events
    DROP CONSTRAINT events_kind_check,
    ADD CONSTRAINT events_kind CHECK (kind IN ('job', 'image', 'balance', 'model', 'batch'));
