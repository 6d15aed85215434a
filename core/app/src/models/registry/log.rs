//! What plugins of this process wrote, kept for administrators.

use chrono::{DateTime, Utc};
use studio_db::plugins::{PluginLine, insert_lines};

use crate::{App, Result};

/// Moves new lines into the database. Lines that a database which is away does not take are lost: they are in the process's log.
///
/// # Errors
/// When the database is away.
pub(super) async fn keep(app: &App) -> Result<()> {
    let lines: Vec<PluginLine> = app
        .plugins
        .take_log()
        .into_iter()
        .map(|line| PluginLine {
            plugin_id: line.plugin_id,
            logged_at: DateTime::<Utc>::from(line.at),
            level: line.level.as_str().to_owned(),
            line: line.text,
        })
        .collect();
    if lines.is_empty() {
        return Ok(());
    }
    Ok(insert_lines(&mut *app.db.acquire().await?, &lines).await?)
}
