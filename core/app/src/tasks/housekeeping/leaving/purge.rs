//! Removing everything of an account whose time of grace is over.

use futures::{StreamExt as _, TryStreamExt as _};
use studio_db::leaving::rows::{self, Kind};
use studio_db::leaving::{self, Leaver, work};
use studio_db::{api_keys, ledger, login_steps, sessions, users};
use studio_model::{AuditAction, UserId};
use studio_storage::KeyPrefix;

use super::super::{Next, Turn};
use crate::audit::Entry;
use crate::images::remove_files;
use crate::mail::{self, Content, Recipient};
use crate::{App, Result};

/// Rows of one step; a job takes its calls along.
const STEP_ROWS: i64 = 500;
/// Pictures of one step, whose files are removed while their rows are locked.
const STEP_IMAGES: i64 = 50;
/// Uploads of one step.
const STEP_UPLOADS: usize = 100;

/// Does nothing for an account that is not due, and leaves one for the next run for which something still works.
pub(super) async fn purge(turn: &mut Turn<'_>, id: UserId) -> Result<Next> {
    let Some(leaver) = begin(turn.app, id).await? else {
        return Ok(Next::Step);
    };
    // A link's visitors are found by the link, which goes with its picture.
    let mut next = remove_rows(turn, &leaver, Kind::ShareViews).await?;
    if next == Next::Step {
        next = remove_images(turn, id).await?;
    }
    if next == Next::Step {
        next = remove_uploads(turn, id).await?;
    }
    for kind in Kind::ALL {
        if next == Next::Step {
            next = remove_rows(turn, &leaver, kind).await?;
        }
    }
    if next == Next::Step {
        finish(turn.app, &leaver).await?;
        next = turn.stepped(1).await?;
    }
    Ok(next)
}

/// From here on the account is nobody's: it cannot be kept, logged into or given credits, and what it had is forfeit.
async fn begin(app: &App, id: UserId) -> Result<Option<Leaver>> {
    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    users::lock(&mut tx, id).await?;
    if work::is_open(&mut tx, id).await? {
        return Ok(None);
    }
    let Some(leaver) = leaving::begin(&mut tx, id, now).await? else {
        return Ok(None);
    };
    ledger::expire(&mut tx, app.clock.new_id(), id, now).await?;
    sessions::delete_all_of(&mut tx, id, None).await?;
    login_steps::delete_all_of(&mut tx, id).await?;
    api_keys::delete_all_of(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Some(leaver))
}

async fn remove_rows(turn: &mut Turn<'_>, leaver: &Leaver, kind: Kind) -> Result<Next> {
    loop {
        let (id, email) = (leaver.user_id, &leaver.email);
        let removed = rows::delete(&mut *turn.app.db.acquire().await?, kind, id, email, STEP_ROWS).await?;
        let next = turn.stepped(removed).await?;
        if next == Next::Leave || removed < STEP_ROWS.unsigned_abs() {
            return Ok(next);
        }
    }
}

/// Files that somebody else's picture has as well stay.
async fn remove_images(turn: &mut Turn<'_>, id: UserId) -> Result<Next> {
    loop {
        let mut tx = turn.app.db.begin().await?;
        let images = rows::lock_images(&mut tx, id, STEP_IMAGES).await?;
        let sole = rows::list_sole(&mut tx, id, &images).await?;
        remove_files(turn.app, sole.iter().filter_map(|position| images.get(*position))).await?;
        rows::delete_images(&mut tx, &images).await?;
        tx.commit().await?;
        let next = turn.stepped(u64::try_from(images.len()).unwrap_or(u64::MAX)).await?;
        if next == Next::Leave || images.is_empty() {
            return Ok(next);
        }
    }
}

async fn remove_uploads(turn: &mut Turn<'_>, id: UserId) -> Result<Next> {
    let listing = turn.app.store.list(KeyPrefix::Uploads(id));
    let mut steps = listing
        .try_filter_map(async |object| Ok(object.key))
        .try_chunks(STEP_UPLOADS)
        .boxed();
    while let Some(keys) = steps.next().await {
        // What was listed before the store failed waits for the next run.
        let keys = keys.map_err(|error| error.1)?;
        for key in &keys {
            turn.app.store.delete(key).await?;
        }
        if turn.stepped(u64::try_from(keys.len()).unwrap_or(u64::MAX)).await? == Next::Leave {
            return Ok(Next::Leave);
        }
    }
    Ok(Next::Step)
}

/// The mail that it is done names nobody's account; its row goes when it is sent.
async fn finish(app: &App, leaver: &Leaver) -> Result<()> {
    let mut tx = app.db.begin().await?;
    if !leaving::delete(&mut tx, leaver.user_id).await? {
        return Ok(());
    }
    let to = Recipient {
        user_id: None,
        email: &leaver.email,
        language: leaver.language.unwrap_or_default(),
    };
    let content = Content::AccountDeleted {
        name: leaver.name.clone(),
    };
    mail::queue(app, &mut tx, to, &content, mail::NEWS_LIFETIME).await?;
    Entry::of_nobody(AuditAction::AccountDeleted)
        .write(app, &mut tx)
        .await?;
    tx.commit().await?;
    tracing::info!("an account was deleted");
    Ok(())
}
