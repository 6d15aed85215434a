//! How the last jobs of each version went.

use std::collections::HashMap;
use std::time::Duration;

use sqlx::PgConnection;

use super::{Digest, digest_of};
use crate::Result;
use crate::timings::Timing;

/// What the last 200 ended jobs of each version of a plugin tell; cancelled ones are left out. Versions without any are left out too.
///
/// Times are taken from the provider's first acceptance to the job's end.
///
/// # Errors
/// When the database cannot be asked.
pub async fn measure_versions(conn: &mut PgConnection, plugin_id: &str) -> Result<HashMap<Digest, Timing>> {
    let rows = sqlx::query!(
        r#"SELECT plugin.digest, told.runs AS "runs!", told.successes AS "successes!",
            COALESCE(told.times[1], 0) AS "p50_ms!", COALESCE(told.times[2], 0) AS "p90_ms!", COALESCE(told.times[3], 0) AS "p95_ms!"
        FROM plugins AS plugin
        CROSS JOIN LATERAL (
            SELECT count(*)::integer AS runs, (count(*) FILTER (WHERE run.is_success))::integer AS successes,
                percentile_cont(ARRAY[0.5, 0.9, 0.95]) WITHIN GROUP (ORDER BY run.took_ms) AS times
            FROM (
                SELECT job.status = 'completed' AS is_success, CASE WHEN job.status = 'completed' THEN (
                    SELECT GREATEST(0, EXTRACT(EPOCH FROM job.completed_at - min(attempt.accepted_at)) * 1000)::double precision
                    FROM generation_attempts AS attempt
                    WHERE attempt.job_id = job.id AND attempt.round = job.round AND attempt.state = 'succeeded'
                ) END AS took_ms
                FROM generation_queue AS job
                WHERE job.plugin_digest = plugin.digest AND job.status IN ('completed', 'failed')
                ORDER BY job.completed_at DESC
                LIMIT 200
            ) AS run
        ) AS told
        WHERE plugin.plugin_id = $1 AND told.runs > 0"#,
        plugin_id
    );
    let duration = |ms: f64| Duration::try_from_secs_f64(ms / 1000.0).unwrap_or_default();
    let rows = rows.fetch_all(conn).await?;
    rows.into_iter()
        .map(|row| {
            let timing = Timing {
                runs: row.runs.unsigned_abs(),
                successes: row.successes.unsigned_abs(),
                p50: duration(row.p50_ms),
                p90: duration(row.p90_ms),
                p95: duration(row.p95_ms),
            };
            Ok((digest_of(&row.digest, plugin_id)?, timing))
        })
        .collect()
}
