//! What a user was told of, and which kinds of it are wanted. `tasks::notices` tells it.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use studio_db::events::{self, EventKind};
use studio_db::notifications::{self, Notification};
use studio_model::{Cursor, NotificationId, PageLimit, UserId};
use uuid::Uuid;

use crate::{App, Error, Page, Result};

pub use studio_model::NotificationKind;

/// How long notifications are kept, read or not.
pub const NOTIFICATION_LIFETIME: TimeDelta = TimeDelta::days(90);
/// Unread ones are counted up to here.
pub const MOST_UNREAD: u32 = 100;

/// Something that was told.
#[derive(Clone, Debug)]
pub struct NotificationView {
    /// Its id.
    pub id: NotificationId,
    /// Its kind.
    pub kind: NotificationKind,
    /// What it is about: a batch, a schedule, a budget, a link. It may be gone.
    pub subject_id: Uuid,
    /// The name of that, as it was.
    pub about: String,
    /// What its sentence says besides, by kind.
    pub details: Value,
    /// When it was told.
    pub created_at: DateTime<Utc>,
    /// When it was read.
    pub read_at: Option<DateTime<Utc>>,
}

impl From<Notification> for NotificationView {
    fn from(told: Notification) -> Self {
        Self {
            id: told.id,
            kind: told.kind,
            subject_id: told.subject_id,
            about: told.about,
            details: told.details,
            created_at: told.created_at,
            read_at: told.read_at,
        }
    }
}

/// A page of what a user was told, newest first.
///
/// # Errors
/// When the database is away.
pub async fn list(
    app: &App,
    user_id: UserId,
    unread_only: bool,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<NotificationView>> {
    let found = notifications::list(&mut *app.db.acquire().await?, user_id, unread_only, after, limit).await?;
    let views = found.into_iter().map(NotificationView::from).collect();
    Ok(Page::new(views, limit, |told: &NotificationView| Cursor {
        at: told.created_at,
        id: told.id.0,
    }))
}

/// How much of it a user has not read, counted up to [`MOST_UNREAD`].
///
/// # Errors
/// When the database is away.
pub async fn count_unread(app: &App, user_id: UserId) -> Result<u32> {
    let mut conn = app.db.acquire().await?;
    let count = notifications::count_unread(&mut conn, user_id, MOST_UNREAD.into()).await?;
    Ok(u32::try_from(count).unwrap_or(MOST_UNREAD))
}

/// Marks one as read. Twice is fine.
///
/// # Errors
/// [`Error::NotFound`] when the user has no such notification.
pub async fn mark_read(app: &App, user_id: UserId, id: NotificationId) -> Result<()> {
    let mut tx = app.db.begin().await?;
    if !notifications::mark_read(&mut tx, user_id, id, app.clock.now()).await? {
        return Err(Error::NotFound);
    }
    events::insert(&mut tx, user_id, EventKind::Notification, id.0).await?;
    tx.commit().await?;
    app.live.changed();
    Ok(())
}

/// Marks all as read; gives how many were not.
///
/// # Errors
/// When the database is away.
pub async fn mark_all_read(app: &App, user_id: UserId) -> Result<u64> {
    let mut tx = app.db.begin().await?;
    let marked = notifications::mark_all_read(&mut tx, user_id, app.clock.now()).await?;
    events::insert(&mut tx, user_id, EventKind::Notification, user_id.0).await?;
    tx.commit().await?;
    app.live.changed();
    Ok(marked)
}

/// The kinds that a user does not want to be told.
///
/// # Errors
/// When the database is away.
pub async fn unwanted(app: &App, user_id: UserId) -> Result<Vec<NotificationKind>> {
    Ok(notifications::list_unwanted(&mut *app.db.acquire().await?, user_id).await?)
}

/// Says which kinds a user does not want to be told from now on.
///
/// # Errors
/// When the database is away.
pub async fn set_unwanted(app: &App, user_id: UserId, kinds: &[NotificationKind]) -> Result<()> {
    let mut conn = app.db.acquire().await?;
    Ok(notifications::put_unwanted(&mut conn, user_id, kinds, app.clock.now()).await?)
}
