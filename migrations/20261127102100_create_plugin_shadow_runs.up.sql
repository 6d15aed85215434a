-- What a version would have done with the last jobs of the one on offer.
CREATE TABLE plugin_shadow_runs (
    digest   bytea PRIMARY KEY REFERENCES plugins ON DELETE CASCADE,
    against  bytea NOT NULL REFERENCES plugins ON DELETE CASCADE,
    asked    integer NOT NULL CHECK (asked BETWEEN 1 AND 200),
    same     integer NOT NULL CHECK (same >= 0),
    differed integer NOT NULL CHECK (differed >= 0),
    failed   integer NOT NULL CHECK (failed >= 0),
    jobs     jsonb NOT NULL CHECK (jsonb_typeof(jobs) = 'array'),
    ran_at   timestamptz NOT NULL,
    ran_by   uuid REFERENCES users ON DELETE SET NULL,
    CONSTRAINT plugin_shadow_runs_counts CHECK (same + differed + failed <= asked)
);
COMMENT ON TABLE plugin_shadow_runs IS 'The last run of each version. Nothing is called and nothing is paid in one.';
COMMENT ON COLUMN plugin_shadow_runs.jobs IS 'What came of each job, the newest first.';
-- The last jobs of a version.
CREATE INDEX generation_queue_plugin_done ON generation_queue (plugin_digest, completed_at DESC) WHERE status IN ('completed', 'failed');
