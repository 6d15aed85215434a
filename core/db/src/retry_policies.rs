//! `retry_policies`: how often jobs of a plugin are tried again, where that is other than usual.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::RetryPolicy;

use crate::Result;

/// What holds for a plugin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PluginRetries {
    /// The plugin's id.
    pub plugin_id: String,
    /// The rule that was set; `None` where the usual one holds.
    pub policy: Option<RetryPolicy>,
    /// When it was set.
    pub updated_at: Option<DateTime<Utc>>,
}

struct Row {
    plugin_id: String,
    max_retries: Option<i32>,
    first_pause_s: Option<i32>,
    longest_pause_s: Option<i32>,
    updated_at: Option<DateTime<Utc>>,
}

impl From<Row> for PluginRetries {
    fn from(row: Row) -> Self {
        let seconds = |seconds: i32| Duration::from_secs(seconds.unsigned_abs().into());
        let policy = match (row.max_retries, row.first_pause_s, row.longest_pause_s) {
            (Some(max_retries), Some(first), Some(longest)) => Some(RetryPolicy {
                max_retries: max_retries.unsigned_abs(),
                first_pause: seconds(first),
                longest_pause: seconds(longest),
            }),
            _ => None,
        };
        Self {
            plugin_id: row.plugin_id,
            policy,
            updated_at: row.updated_at,
        }
    }
}

/// The rule for the jobs of the plugin with this digest; `None` where the usual one holds.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_by_digest(conn: &mut PgConnection, digest: &[u8; 32]) -> Result<Option<RetryPolicy>> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT plugin_id, max_retries AS "max_retries?", first_pause_s AS "first_pause_s?",
            longest_pause_s AS "longest_pause_s?", updated_at AS "updated_at?"
        FROM retry_policies WHERE plugin_id = (SELECT plugin_id FROM plugins WHERE digest = $1)"#,
        &digest[..]
    );
    let found = row.fetch_optional(conn).await?.map(PluginRetries::from);
    Ok(found.and_then(|found| found.policy))
}

/// Every plugin that was ever loaded, with what holds for it, by id.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<PluginRetries>> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT plugin.plugin_id AS "plugin_id!", policy.max_retries AS "max_retries?", policy.first_pause_s AS "first_pause_s?",
            policy.longest_pause_s AS "longest_pause_s?", policy.updated_at AS "updated_at?"
        FROM (SELECT DISTINCT plugin_id FROM plugins) AS plugin
        LEFT JOIN retry_policies AS policy ON policy.plugin_id = plugin.plugin_id
        ORDER BY plugin.plugin_id"#
    );
    Ok(rows
        .fetch_all(conn)
        .await?
        .into_iter()
        .map(PluginRetries::from)
        .collect())
}

/// Sets the rule of a plugin; `None` when no such plugin was ever loaded.
///
/// # Errors
/// A constraint error for a number out of range.
pub async fn put(
    conn: &mut PgConnection,
    plugin_id: &str,
    policy: &RetryPolicy,
    now: DateTime<Utc>,
) -> Result<Option<PluginRetries>> {
    let seconds = |pause: Duration| i32::try_from(pause.as_secs()).unwrap_or(i32::MAX);
    let row = sqlx::query_as!(
        Row,
        r#"INSERT INTO retry_policies (plugin_id, max_retries, first_pause_s, longest_pause_s, updated_at)
        SELECT $1, $2, $3, $4, $5 WHERE EXISTS (SELECT FROM plugins WHERE plugin_id = $1)
        ON CONFLICT (plugin_id) DO UPDATE
            SET max_retries = EXCLUDED.max_retries, first_pause_s = EXCLUDED.first_pause_s,
                longest_pause_s = EXCLUDED.longest_pause_s, updated_at = EXCLUDED.updated_at
        RETURNING plugin_id, max_retries AS "max_retries?", first_pause_s AS "first_pause_s?",
            longest_pause_s AS "longest_pause_s?", updated_at AS "updated_at?""#,
        plugin_id,
        i32::try_from(policy.max_retries).unwrap_or(i32::MAX),
        seconds(policy.first_pause),
        seconds(policy.longest_pause),
        now
    );
    Ok(row.fetch_optional(conn).await?.map(PluginRetries::from))
}

/// Has the usual rule hold for a plugin again; `false` when it does already.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete(conn: &mut PgConnection, plugin_id: &str) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM retry_policies WHERE plugin_id = $1", plugin_id);
    Ok(done.execute(conn).await?.rows_affected() == 1)
}
