-- How long models really take, measured again while jobs end.
CREATE TABLE model_timings (
    model_id    text PRIMARY KEY,
    runs        integer NOT NULL CHECK (runs >= 0),
    successes   integer NOT NULL CHECK (successes BETWEEN 0 AND runs),
    p50_ms      double precision NOT NULL CHECK (p50_ms >= 0),
    p90_ms      double precision NOT NULL CHECK (p90_ms >= p50_ms),
    p95_ms      double precision NOT NULL CHECK (p95_ms >= p90_ms),
    measured_at timestamptz NOT NULL
);
COMMENT ON TABLE model_timings IS 'Of the last 200 jobs of a model that ended other than by cancelling: a digest for forecasts, made of usage_logs by a loop.';
COMMENT ON COLUMN model_timings.p50_ms IS 'Half of the successful ones took no longer from the provider''s acceptance to the end; 0 when none was successful.';
CREATE INDEX usage_logs_model_created ON usage_logs (model_id, created_at DESC);
