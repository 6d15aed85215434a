//! Stored objects that belong to no picture: what a killed worker or a failed job left behind.
//!
//! An object goes only when three things agree: it is old by the store's clock, no picture of its job and position is stored (one in
//! the bin counts as stored), and its job does not exist or ended long ago. Paths that are not ours, and uploads, stay.

use std::time::SystemTime;

use futures::{StreamExt as _, TryStreamExt as _};
use studio_db::images;
use studio_model::JobId;
use studio_storage::{KeyPrefix, Listed, ObjectKey};

use super::{Chore, Next, Turn};
use crate::{App, Result};

/// Objects looked at in one step; while they are removed their ended jobs cannot start again.
const STEP_OBJECTS: usize = 100;

pub(super) async fn remove(turn: &mut Turn<'_>) -> Result<Next> {
    let keeps = Chore::OrphanedObjects.keeps(&turn.app.config.retention);
    let before = SystemTime::from(turn.app.clock.now()) - keeps;
    let listing = turn.app.store.list(KeyPrefix::All);
    let mut steps = listing
        .try_filter_map(async |object| Ok(old_result(&object, before)))
        .try_chunks(STEP_OBJECTS)
        .boxed();
    while let Some(objects) = steps.next().await {
        // What was listed before the store failed waits for the next run.
        let objects = objects.map_err(|error| error.1)?;
        let removed = remove_orphans(turn.app, &objects).await?;
        if turn.stepped(removed).await? == Next::Leave {
            return Ok(Next::Leave);
        }
    }
    Ok(Next::Step)
}

/// A result that was written before this time.
fn old_result(object: &Listed, before: SystemTime) -> Option<(ObjectKey, (JobId, u16))> {
    let key = object.key.filter(|_| object.last_modified < before)?;
    match key {
        ObjectKey::Original { job_id, index, .. } | ObjectKey::Thumbnail { job_id, index, .. } => {
            Some((key, (job_id, index)))
        }
        ObjectKey::Upload { .. } => None,
    }
}

async fn remove_orphans(app: &App, objects: &[(ObjectKey, (JobId, u16))]) -> Result<u64> {
    let places: Vec<_> = objects.iter().map(|(_, place)| *place).collect();
    let days = app.config.retention.orphans_days;
    let mut tx = app.db.begin().await?;
    let orphans = images::lock_orphans(&mut tx, &places, days.into()).await?;
    let mut removed = 0;
    for (key, _) in orphans.iter().filter_map(|position| objects.get(*position)) {
        app.store.delete(key).await?;
        removed += 1;
    }
    tx.commit().await?;
    Ok(removed)
}
