-- What all users used together, for administrators, and in which order the log was written.
CREATE INDEX usage_logs_created ON usage_logs USING brin (created_at);
CREATE INDEX usage_daily_day ON usage_daily (day);

-- Everybody's use from `first` to `last` (days in UTC, both included): whole days from the sums, younger ones from the log.
CREATE FUNCTION usage_of_all_between(first date, last date)
RETURNS TABLE (
    day date, user_id uuid, model_id text,
    jobs bigint, failed bigint, images bigint, used_microdollars bigint, seconds double precision
)
LANGUAGE sql STABLE AS $$
    SELECT daily.day, daily.user_id, daily.model_id, daily.jobs, daily.failed, daily.images, daily.used_microdollars, daily.seconds
    FROM usage_daily AS daily
    WHERE daily.day BETWEEN first AND last AND daily.day < (SELECT next_day FROM usage_rollup)
    UNION ALL
    SELECT (log.created_at AT TIME ZONE 'UTC')::date, log.user_id, COALESCE(log.model_id, ''),
        count(*), count(*) FILTER (WHERE NOT log.success), sum(log.images), sum(log.used_microdollars)::bigint,
        COALESCE(sum(log.generation_time), 0)
    FROM usage_logs AS log
    WHERE log.created_at >= GREATEST(first, (SELECT next_day FROM usage_rollup))::timestamp AT TIME ZONE 'UTC'
        AND log.created_at < (last + 1)::timestamp AT TIME ZONE 'UTC'
    GROUP BY 1, 2, 3
$$;
COMMENT ON FUNCTION usage_of_all_between IS 'As usage_between, for all users.';
