CREATE TABLE retry_policies (
    plugin_id       text PRIMARY KEY,
    max_retries     integer NOT NULL CHECK (max_retries BETWEEN 0 AND 20),
    first_pause_s   integer NOT NULL CHECK (first_pause_s BETWEEN 1 AND 3600),
    longest_pause_s integer NOT NULL CHECK (longest_pause_s BETWEEN first_pause_s AND 86400),
    updated_at      timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE retry_policies IS 'How often jobs of a plugin are tried again, where an administrator wants it other than usual.';
COMMENT ON COLUMN retry_policies.max_retries IS 'Failed tries of a round that are followed by another; waiting that is not the job''s fault does not count.';
COMMENT ON COLUMN retry_policies.first_pause_s IS 'Before the first retry; doubles each time, a quarter more or less by chance.';
