//! `model_timings`: how long models really take.

use std::collections::HashMap;
use std::time::Duration;

use sqlx::PgConnection;

use crate::Result;

/// Digest of the last jobs of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Timing {
    /// Jobs looked at, 200 at the most; cancelled ones are left out.
    pub runs: u32,
    /// Those with pictures.
    pub successes: u32,
    /// Half of the successful ones took no longer.
    pub p50: Duration,
    /// Nine of ten.
    pub p90: Duration,
    /// Nineteen of twenty.
    pub p95: Duration,
}

/// Measures the models anew of which a job has ended since they were last measured; gives how many.
///
/// Times are taken from the provider's first acceptance in a round to the job's end.
///
/// # Errors
/// When the database cannot be asked.
pub async fn measure(conn: &mut PgConnection) -> Result<u64> {
    let done = sqlx::query!(
        "INSERT INTO model_timings (model_id, runs, successes, p50_ms, p90_ms, p95_ms, measured_at)
        SELECT model.fal_model_id, digest.runs, digest.successes, COALESCE(digest.times[1], 0), COALESCE(digest.times[2], 0),
            COALESCE(digest.times[3], 0), now()
        FROM models AS model
        LEFT JOIN model_timings AS known ON known.model_id = model.fal_model_id
        CROSS JOIN LATERAL (
            SELECT count(*)::integer AS runs, (count(*) FILTER (WHERE run.success))::integer AS successes,
                percentile_cont(ARRAY[0.5, 0.9, 0.95]) WITHIN GROUP (ORDER BY run.took_ms) AS times
            FROM (
                SELECT usage.success, CASE WHEN usage.success THEN (
                    -- The clocks of a process and of the database may differ.
                    SELECT GREATEST(0, EXTRACT(EPOCH FROM usage.created_at - min(attempt.accepted_at)) * 1000)::double precision
                    FROM generation_attempts AS attempt
                    WHERE attempt.job_id = usage.job_id AND attempt.round = usage.round AND attempt.state = 'succeeded'
                ) END AS took_ms
                FROM usage_logs AS usage
                WHERE usage.model_id = model.fal_model_id AND (usage.success OR usage.error_message <> 'cancelled')
                ORDER BY usage.created_at DESC
                LIMIT 200
            ) AS run
        ) AS digest
        WHERE digest.runs > 0 AND EXISTS (
            SELECT 1 FROM usage_logs AS usage
            WHERE usage.model_id = model.fal_model_id
                -- Rows of transactions that were open at the last measurement are older than it.
                AND usage.created_at > COALESCE(known.measured_at, '-infinity') - interval '1 minute'
        )
        ON CONFLICT (model_id) DO UPDATE SET
            runs = EXCLUDED.runs, successes = EXCLUDED.successes, p50_ms = EXCLUDED.p50_ms, p90_ms = EXCLUDED.p90_ms,
            p95_ms = EXCLUDED.p95_ms, measured_at = EXCLUDED.measured_at
        WHERE model_timings.measured_at < EXCLUDED.measured_at"
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// What is known of all models, by their public ids.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(conn: &mut PgConnection) -> Result<HashMap<String, Timing>> {
    let rows = sqlx::query!("SELECT model_id, runs, successes, p50_ms, p90_ms, p95_ms FROM model_timings")
        .fetch_all(conn)
        .await?;
    let duration = |ms: f64| Duration::try_from_secs_f64(ms / 1000.0).unwrap_or_default();
    let timings = rows.into_iter().map(|row| {
        let timing = Timing {
            runs: row.runs.unsigned_abs(),
            successes: row.successes.unsigned_abs(),
            p50: duration(row.p50_ms),
            p90: duration(row.p90_ms),
            p95: duration(row.p95_ms),
        };
        (row.model_id, timing)
    });
    Ok(timings.collect())
}
