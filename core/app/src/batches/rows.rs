//! The rows of a batch that are jobs.

use studio_db::generation::{self, BatchRows};
use studio_model::{BatchId, JobStatus, PageLimit, UserId};

use crate::generation::{JobView, complete};
use crate::{App, Error, Result};

/// Which rows.
#[derive(Clone, Debug, Default)]
pub struct RowFilter {
    /// Only jobs in one of these; all when there are none.
    pub statuses: Vec<JobStatus>,
    /// Only rows at this value of this axis.
    pub axis: Option<(String, String)>,
}

/// Rows of a batch in their order, from the one after `after` on. Rows that are not jobs yet, or broken, are left out.
///
/// # Errors
/// [`Error::NotFound`] for a batch that is not the user's.
pub async fn list_rows(
    app: &App,
    user_id: UserId,
    id: BatchId,
    filter: &RowFilter,
    after: Option<u32>,
    limit: PageLimit,
) -> Result<Vec<JobView>> {
    let mut conn = app.db.acquire().await?;
    studio_db::batches::find_for_user(&mut conn, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    let rows = BatchRows {
        batch_id: id,
        statuses: &filter.statuses,
        axis: filter
            .axis
            .as_ref()
            .map(|(name, value)| serde_json::json!({ name: value })),
        after: after.map_or(-1, |row| i32::try_from(row).unwrap_or(i32::MAX)),
    };
    let jobs = generation::list_rows(&mut conn, &rows, limit).await?;
    drop(conn);
    complete(app, jobs).await
}
