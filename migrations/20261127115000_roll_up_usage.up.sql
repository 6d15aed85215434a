-- What was used, by day: lists and charts of years read days instead of single jobs.
ALTER TABLE usage_logs
    ADD COLUMN project_id uuid,
    ADD COLUMN images integer NOT NULL DEFAULT 0 CONSTRAINT usage_logs_images_not_negative CHECK (images >= 0);
COMMENT ON COLUMN usage_logs.project_id IS 'The project at the time; stays when that is removed, so that what was spent on it still adds up.';
COMMENT ON COLUMN usage_logs.images IS 'Pictures that came of it.';

CREATE TABLE usage_daily (
    user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    day        date NOT NULL,
    model_id   text NOT NULL,
    action     text NOT NULL,
    project_id uuid,
    jobs       bigint NOT NULL CHECK (jobs > 0),
    failed     bigint NOT NULL CHECK (failed BETWEEN 0 AND jobs),
    images     bigint NOT NULL CHECK (images >= 0),
    used_microdollars bigint NOT NULL CHECK (used_microdollars >= 0),
    seconds    double precision NOT NULL CHECK (seconds >= 0),
    CONSTRAINT usage_daily_key UNIQUE NULLS NOT DISTINCT (user_id, day, model_id, action, project_id)
);
COMMENT ON TABLE usage_daily IS 'Sums of usage_logs for days (UTC) before usage_rollup.next_day, kept by the chore usage-days.';
COMMENT ON COLUMN usage_daily.seconds IS 'Of computing, where it is known.';

CREATE TABLE usage_rollup (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    next_day date NOT NULL
);
COMMENT ON TABLE usage_rollup IS 'The first day that usage_daily does not have yet.';
INSERT INTO usage_rollup (next_day)
SELECT COALESCE(min(created_at AT TIME ZONE 'UTC')::date, current_date) FROM usage_logs;
INSERT INTO housekeeping_runs (name) VALUES ('usage-days');

-- One user's use from `first` to `last` (days in UTC, both included): whole days from the sums, younger ones from the log.
CREATE FUNCTION usage_between(whose uuid, first date, last date)
RETURNS TABLE (
    day date, model_id text, action text, project_id uuid,
    jobs bigint, failed bigint, images bigint, used_microdollars bigint, seconds double precision
)
LANGUAGE sql STABLE AS $$
    SELECT daily.day, daily.model_id, daily.action, daily.project_id,
        daily.jobs, daily.failed, daily.images, daily.used_microdollars, daily.seconds
    FROM usage_daily AS daily
    WHERE daily.user_id = whose AND daily.day BETWEEN first AND last
        AND daily.day < (SELECT next_day FROM usage_rollup)
    UNION ALL
    SELECT (log.created_at AT TIME ZONE 'UTC')::date, COALESCE(log.model_id, ''), log.action, log.project_id,
        count(*), count(*) FILTER (WHERE NOT log.success), sum(log.images), sum(log.used_microdollars)::bigint,
        COALESCE(sum(log.generation_time), 0)
    FROM usage_logs AS log
    WHERE log.user_id = whose
        AND log.created_at >= GREATEST(first, (SELECT next_day FROM usage_rollup))::timestamp AT TIME ZONE 'UTC'
        AND log.created_at < (last + 1)::timestamp AT TIME ZONE 'UTC'
    GROUP BY 1, 2, 3, 4
$$;
