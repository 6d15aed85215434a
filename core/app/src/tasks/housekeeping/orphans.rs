//! Stored objects that nothing needs: what a killed worker, a failed job or a refused request left behind.
//!
//! A result goes only when three things agree: it is old by the store's clock, no picture of its job and position is stored (one in
//! the bin counts as stored), and its job does not exist or ended long ago. An upload, such as the mask of a request that was refused
//! for want of credits, goes when it is as old and no job starts from it. Paths that are not ours stay.

use std::time::SystemTime;

use futures::{StreamExt as _, TryStreamExt as _};
use studio_db::images;
use studio_model::{JobId, UserId};
use studio_storage::{KeyPrefix, ObjectKey};

use super::{Chore, Next, Turn};
use crate::{App, Result};

/// Objects looked at in one step; while they are removed their ended jobs cannot start again.
const STEP_OBJECTS: usize = 100;

pub(super) async fn remove(turn: &mut Turn<'_>) -> Result<Next> {
    let keeps = Chore::OrphanedObjects.keeps(&turn.app.config.retention);
    let before = SystemTime::from(turn.app.clock.now()) - keeps;
    let listing = turn.app.store.list(KeyPrefix::All);
    let mut steps = listing
        .try_filter_map(async |object| Ok(object.key.filter(|_| object.last_modified < before)))
        .try_chunks(STEP_OBJECTS)
        .boxed();
    while let Some(keys) = steps.next().await {
        // What was listed before the store failed waits for the next run.
        let keys = keys.map_err(|error| error.1)?;
        let removed = remove_results(turn.app, &keys).await? + remove_uploads(turn.app, &keys, before).await?;
        if turn.stepped(removed).await? == Next::Leave {
            return Ok(Next::Leave);
        }
    }
    Ok(Next::Step)
}

/// The job and the position that a result is of.
fn place(key: &ObjectKey) -> Option<(JobId, u16)> {
    match *key {
        ObjectKey::Original { job_id, index, .. } | ObjectKey::Thumbnail { job_id, index, .. } => Some((job_id, index)),
        ObjectKey::Upload { .. } => None,
    }
}

/// The owner of an upload.
fn owner(key: &ObjectKey) -> Option<UserId> {
    match *key {
        ObjectKey::Upload { user_id, .. } => Some(user_id),
        ObjectKey::Original { .. } | ObjectKey::Thumbnail { .. } => None,
    }
}

async fn remove_results(app: &App, keys: &[ObjectKey]) -> Result<u64> {
    let (results, places): (Vec<_>, Vec<_>) = keys.iter().filter_map(|key| Some((key, place(key)?))).unzip();
    if results.is_empty() {
        return Ok(0);
    }
    let days = app.config.retention.orphans_days;
    let mut tx = app.db.begin().await?;
    let orphans = images::lock_orphans(&mut tx, &places, days.into()).await?;
    let mut removed = 0;
    for key in orphans.iter().filter_map(|position| results.get(*position)) {
        app.store.delete(key).await?;
        removed += 1;
    }
    tx.commit().await?;
    Ok(removed)
}

/// An upload is written before the job that starts from it, and written again by a later request with the same picture: so each is
/// looked at once more just before it goes, and stays when it has become young.
async fn remove_uploads(app: &App, keys: &[ObjectKey], before: SystemTime) -> Result<u64> {
    let (uploads, owners): (Vec<_>, Vec<_>) = keys.iter().filter_map(|key| Some((key, owner(key)?))).unzip();
    if uploads.is_empty() {
        return Ok(0);
    }
    let paths: Vec<String> = uploads.iter().map(ToString::to_string).collect();
    let used = images::list_used_uploads(&mut *app.db.acquire().await?, &owners, &paths).await?;
    let mut removed = 0;
    for (key, path) in uploads.into_iter().zip(&paths) {
        if used.contains(path) {
            continue;
        }
        let info = app.store.head(key).await?;
        if info.is_some_and(|info| info.last_modified < before) {
            app.store.delete(key).await?;
            removed += 1;
        }
    }
    Ok(removed)
}
