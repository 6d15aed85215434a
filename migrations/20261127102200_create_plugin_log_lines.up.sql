CREATE TABLE plugin_log_lines (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    plugin_id text NOT NULL,
    logged_at timestamptz NOT NULL,
    level     text NOT NULL CHECK (level IN ('debug', 'info', 'warn', 'error')),
    line      text NOT NULL
);
COMMENT ON TABLE plugin_log_lines IS 'The last lines that each plugin wrote, in any process; for administrators.';
CREATE INDEX plugin_log_lines_plugin ON plugin_log_lines (plugin_id, id DESC);
