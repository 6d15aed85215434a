-- Schedules: requests for batches that recur. The workers fire them; docs/JOBS.md says how.
CREATE TABLE schedules (
    id                    uuid PRIMARY KEY,
    user_id               uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    name                  text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    cron                  text NOT NULL CHECK (length(cron) BETWEEN 1 AND 500),
    zone                  text NOT NULL CHECK (length(zone) BETWEEN 1 AND 100),
    request               jsonb NOT NULL CHECK (jsonb_typeof(request) = 'object'),
    table_text            text,
    overlap               text NOT NULL CHECK (overlap IN ('skip', 'queue', 'cancel_previous', 'allow')),
    misfire               text NOT NULL CHECK (misfire IN ('skip', 'once', 'all')),
    misfire_max           integer CHECK (misfire_max BETWEEN 1 AND 100),
    jitter_s              integer NOT NULL DEFAULT 0 CHECK (jitter_s BETWEEN 0 AND 3600),
    budget_microdollars   bigint CHECK (budget_microdollars > 0),
    pause_after           integer NOT NULL CHECK (pause_after BETWEEN 0 AND 100),
    consecutive_failures  integer NOT NULL DEFAULT 0 CHECK (consecutive_failures >= 0),
    is_paused             boolean NOT NULL DEFAULT false,
    pause_reason          text CHECK (pause_reason IN ('owner', 'owner_inactive', 'failures')),
    planned_until         timestamptz NOT NULL,
    next_due_at           timestamptz,
    created_at            timestamptz NOT NULL,
    updated_at            timestamptz NOT NULL,
    CONSTRAINT schedules_misfire_is_whole CHECK ((misfire = 'all') = (misfire_max IS NOT NULL)),
    CONSTRAINT schedules_pause_has_a_reason CHECK (is_paused = (pause_reason IS NOT NULL)),
    CONSTRAINT schedules_next_is_not_planned CHECK (next_due_at > planned_until)
);
COMMENT ON TABLE schedules IS 'Requests for batches that recur. Each due time becomes one row of schedule_runs.';
COMMENT ON COLUMN schedules.cron IS 'Five fields, six with seconds, or a shorthand; checked by studio-schedule.';
COMMENT ON COLUMN schedules.zone IS 'IANA name of the time zone whose wall clock cron means.';
COMMENT ON COLUMN schedules.request IS 'The request of each run''s batch, without the text of a table. Checked and priced anew at each run.';
COMMENT ON COLUMN schedules.table_text IS 'The CSV text, where the rows come from one.';
COMMENT ON COLUMN schedules.overlap IS 'What a run does while the batch of an earlier one works.';
COMMENT ON COLUMN schedules.misfire IS 'What happens to due times that nobody was there for.';
COMMENT ON COLUMN schedules.jitter_s IS 'A run starts up to so many seconds after its due time.';
COMMENT ON COLUMN schedules.budget_microdollars IS 'A run whose highest price is above this does not start; NULL: no bound but the balance.';
COMMENT ON COLUMN schedules.pause_after IS 'Failed runs in a row after which it is paused; 0: never.';
COMMENT ON COLUMN schedules.planned_until IS 'Every due time up to this moment has been decided about.';
COMMENT ON COLUMN schedules.next_due_at IS 'The first due time after planned_until; NULL when nothing follows.';
COMMENT ON COLUMN schedules.updated_at IS 'When its owner, or a pause, changed it last; runs do not count.';
CREATE INDEX schedules_user ON schedules (user_id, created_at DESC, id DESC);
CREATE INDEX schedules_due ON schedules (next_due_at) WHERE NOT is_paused;

CREATE TABLE schedule_runs (
    id           uuid PRIMARY KEY,
    schedule_id  uuid NOT NULL REFERENCES schedules ON DELETE CASCADE,
    due_at       timestamptz NOT NULL,
    start_at     timestamptz NOT NULL,
    is_manual    boolean NOT NULL DEFAULT false,
    run_key      text CHECK (length(run_key) BETWEEN 1 AND 255),
    state        text NOT NULL CHECK (state IN (
        'waiting', 'started', 'succeeded', 'failed', 'cancelled',
        'skipped_overlap', 'skipped_misfire', 'skipped_paused', 'over_budget', 'no_credits', 'refused'
    )),
    message      text,
    missed       bigint NOT NULL DEFAULT 0 CHECK (missed >= 0),
    batch_id     uuid REFERENCES batches ON DELETE SET NULL,
    created_at   timestamptz NOT NULL,
    fired_at     timestamptz,
    ended_at     timestamptz,
    CONSTRAINT schedule_runs_once UNIQUE (schedule_id, due_at),
    CONSTRAINT schedule_runs_fired CHECK ((state IN ('started', 'succeeded', 'failed', 'cancelled')) = (fired_at IS NOT NULL)),
    CONSTRAINT schedule_runs_ended CHECK ((state IN ('waiting', 'started')) = (ended_at IS NULL)),
    CONSTRAINT schedule_runs_batch CHECK (batch_id IS NULL OR fired_at IS NOT NULL)
);
COMMENT ON TABLE schedule_runs IS 'Due times of schedules and what became of them: one row each, however many processes look.';
COMMENT ON COLUMN schedule_runs.due_at IS 'The moment that the cron line names; of a run asked for by hand, when it was.';
COMMENT ON COLUMN schedule_runs.start_at IS 'due_at and the jitter; later when starting it failed and is tried again.';
COMMENT ON COLUMN schedule_runs.run_key IS 'The Idempotency-Key of a run asked for by hand.';
COMMENT ON COLUMN schedule_runs.missed IS 'How many due times, this one the first, are given up with skipped_misfire.';
COMMENT ON COLUMN schedule_runs.fired_at IS 'When its batch was made.';
CREATE UNIQUE INDEX schedule_runs_key_once ON schedule_runs (schedule_id, run_key) WHERE run_key IS NOT NULL;
CREATE UNIQUE INDEX schedule_runs_batch_once ON schedule_runs (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX schedule_runs_waiting ON schedule_runs (start_at) WHERE state = 'waiting';
CREATE INDEX schedule_runs_started ON schedule_runs (schedule_id) WHERE state = 'started';
CREATE INDEX schedule_runs_ended_at ON schedule_runs (ended_at) WHERE ended_at IS NOT NULL;
