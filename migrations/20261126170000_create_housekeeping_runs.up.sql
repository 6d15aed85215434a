-- Forgetting what nobody needs any more: what is due, who is at it, and how it went.
CREATE TABLE housekeeping_runs (
    name          text PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 50),
    due_at        timestamptz NOT NULL DEFAULT now(),
    lease_owner   uuid,
    lease_until   timestamptz,
    started_at    timestamptz,
    ended_at      timestamptz,
    duration_ms   bigint CHECK (duration_ms >= 0),
    removed       bigint CHECK (removed >= 0),
    error         text,
    CONSTRAINT housekeeping_runs_lease_is_whole CHECK ((lease_owner IS NULL) = (lease_until IS NULL)),
    CONSTRAINT housekeeping_runs_lease_has_start CHECK (lease_owner IS NULL OR started_at IS NOT NULL),
    CONSTRAINT housekeeping_runs_ended_is_whole CHECK ((ended_at IS NULL) = (duration_ms IS NULL) AND (ended_at IS NULL) = (removed IS NULL)),
    CONSTRAINT housekeeping_runs_error_needs_end CHECK (error IS NULL OR ended_at IS NOT NULL)
);
COMMENT ON TABLE housekeeping_runs IS 'One row a chore (docs/JOBS.md lists them). A run is taken under a lease, so that one process does it.';
COMMENT ON COLUMN housekeeping_runs.due_at IS 'The next run begins after this time; an administrator''s wish moves it to now.';
COMMENT ON COLUMN housekeeping_runs.lease_until IS 'The process at it renews this between two bounded steps; past it another process begins again.';
COMMENT ON COLUMN housekeeping_runs.removed IS 'Rows or objects that the last ended run removed, also when it failed later.';
INSERT INTO housekeeping_runs (name)
VALUES ('executions'), ('events'), ('idempotency-keys'), ('sessions'), ('login-failures'), ('attempts'), ('schedule-runs'), ('orphaned-objects');

-- Old calls of ended jobs, oldest first.
CREATE INDEX generation_attempts_ended ON generation_attempts (ended_at) WHERE ended_at IS NOT NULL;
-- Which picture a stored object belongs to.
CREATE INDEX images_object ON images (object_id, output_index);
CREATE INDEX login_failures_last ON login_failures (last_at);
CREATE INDEX sessions_last_seen ON sessions (last_seen_at);
