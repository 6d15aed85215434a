//! `plugin_log_lines`: what plugins wrote lately, in any process.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::Result;

/// Lines of a plugin that are kept.
const KEPT: i64 = 200;

/// A line that a plugin wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PluginLine {
    /// Whose.
    pub plugin_id: String,
    /// When.
    pub logged_at: DateTime<Utc>,
    /// `debug`, `info`, `warn` or `error`.
    pub level: String,
    /// One printable line.
    pub line: String,
}

/// Keeps lines, and forgets those of the same plugins that are not among the last 200.
///
/// # Errors
/// When the database cannot be asked.
pub async fn insert_lines(conn: &mut PgConnection, lines: &[PluginLine]) -> Result<()> {
    let column =
        |of: fn(&PluginLine) -> &String| -> Vec<String> { lines.iter().map(|line| of(line).clone()).collect() };
    let times: Vec<DateTime<Utc>> = lines.iter().map(|line| line.logged_at).collect();
    let mut plugins = column(|line| &line.plugin_id);
    sqlx::query!(
        "INSERT INTO plugin_log_lines (plugin_id, logged_at, level, line)
        SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[])",
        &plugins,
        &times,
        &column(|line| &line.level),
        &column(|line| &line.line)
    )
    .execute(&mut *conn)
    .await?;
    plugins.sort();
    plugins.dedup();
    sqlx::query!(
        "DELETE FROM plugin_log_lines USING unnest($1::text[]) AS wrote (plugin_id)
        WHERE plugin_log_lines.plugin_id = wrote.plugin_id AND plugin_log_lines.id < (
            SELECT min(last.id) FROM (
                SELECT id FROM plugin_log_lines AS line WHERE line.plugin_id = wrote.plugin_id ORDER BY id DESC LIMIT $2
            ) AS last
        )",
        &plugins,
        KEPT
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The last lines of a plugin, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_lines(conn: &mut PgConnection, plugin_id: &str, limit: i64) -> Result<Vec<PluginLine>> {
    let lines = sqlx::query_as!(
        PluginLine,
        "SELECT plugin_id, logged_at, level, line FROM plugin_log_lines WHERE plugin_id = $1 ORDER BY id DESC LIMIT $2",
        plugin_id,
        limit
    );
    Ok(lines.fetch_all(conn).await?)
}
