//! How many jobs there are.

use std::collections::HashMap;

use studio_db::{generation, overview};
use studio_model::{JobStatus, UserId};

use crate::{App, Result};

/// How many of a user's jobs have not ended, counted up to 10,000.
///
/// # Errors
/// When the database is away.
pub async fn count_active(app: &App, user_id: UserId) -> Result<u32> {
    let count = generation::count_active(&mut *app.db.acquire().await?, user_id).await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// How many jobs a user has in each status, counted up to 10,000 each.
///
/// # Errors
/// When the database is away.
pub async fn count_by_status(app: &App, user_id: UserId) -> Result<HashMap<JobStatus, u64>> {
    let counts = overview::count_jobs(&mut *app.db.acquire().await?, user_id).await?;
    Ok(counts
        .into_iter()
        .map(|(status, count)| (status, count.unsigned_abs()))
        .collect())
}
