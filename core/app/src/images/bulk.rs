//! Changing many pictures at once: those that are named, or all that pass a filter; and taking it back.
//!
//! A change is one transaction. What it changed is kept for an hour under a token that takes it back once.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use studio_db::images::{ImageFilter, bulk, undo};
use studio_db::{PgConnection, collections, projects};
use studio_model::{CollectionId, ImageId, ProjectId, UserId, normalize_tags};
use uuid::Uuid;

use super::details::tell_many;
use super::owned::MAX_NAMED;
use crate::{App, Error, Result};

/// Pictures that a filter may choose at once.
pub const MAX_FILTERED: usize = 10_000;

/// How long a change can be taken back.
pub const UNDO_LIFETIME: Duration = Duration::from_secs(3600);

/// Which pictures.
#[derive(Clone, Debug)]
pub enum Chosen {
    /// These; 1 to 500.
    Ids(Vec<ImageId>),
    /// All that pass; at most 10,000.
    Filter(Box<ImageFilter>),
}

/// What is done to them.
#[derive(Clone, Debug)]
pub enum BulkChange {
    /// They go to the trash.
    Trash,
    /// They go to a project, or out of all.
    Move(Option<ProjectId>),
    /// They get tags and lose others.
    Tag {
        /// Tags to add, unchecked.
        add: Vec<String>,
        /// Tags to take away, unchecked.
        remove: Vec<String>,
    },
    /// They are marked, or the mark is taken away.
    Favorite(bool),
    /// They are put on a collection, after those that are there.
    Collect(CollectionId),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkDone {
    /// Pictures that changed; those that were so already do not count.
    pub changed: u64,
    /// How to take it back; none when nothing changed.
    pub undo: Option<UndoOffer>,
}

/// A change that can be taken back once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UndoOffer {
    /// Its token.
    pub token: Uuid,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// Changes pictures.
///
/// # Errors
/// [`Error::NotFound`] when one that is named is not the user's, [`Error::Invalid`] for wrong numbers, tags, projects or
/// collections, [`Error::Conflict`] when a collection would have too many. Nothing is changed then.
pub async fn change_many(app: &App, user_id: UserId, chosen: &Chosen, change: &BulkChange) -> Result<BulkDone> {
    let change = &check(change)?;
    let mut tx = app.db.begin().await?;
    // A collection before pictures, everywhere.
    if let BulkChange::Collect(id) = change
        && !collections::lock_for_user(&mut tx, user_id, *id).await?
    {
        return Err(Error::invalid("collection_id", "you have no such collection"));
    }
    let ids = lock(&mut tx, user_id, chosen).await?;
    if let BulkChange::Move(Some(project)) = change
        && !projects::exists_for_user(&mut tx, user_id, project.0).await?
    {
        return Err(Error::invalid("project_id", "you have no such project"));
    }
    let now = app.clock.now();
    let (kind, changes) = apply(&mut tx, &ids, change, now).await?;
    if changes.is_empty() {
        return Ok(BulkDone { changed: 0, undo: None });
    }
    let changed: Vec<Uuid> = changes
        .iter()
        .filter_map(|change| change["id"].as_str()?.parse().ok())
        .collect();
    tell_many(&mut tx, user_id, &changed).await?;
    let step = undo::Step {
        id: app.clock.new_id(),
        user_id,
        kind: kind.to_owned(),
        changes: Value::Array(changes),
        created_at: now,
        expires_at: now + UNDO_LIFETIME,
    };
    undo::insert(&mut tx, &step).await?;
    tx.commit().await?;
    app.live.changed();
    Ok(BulkDone {
        changed: count(&changed),
        undo: Some(UndoOffer {
            token: step.id,
            expires_at: step.expires_at,
        }),
    })
}

/// Whether a change can still be taken back.
///
/// # Errors
/// When the database is away.
pub async fn can_undo(app: &App, user_id: UserId, token: Uuid) -> Result<bool> {
    Ok(undo::exists(&mut *app.db.acquire().await?, user_id, token, app.clock.now()).await?)
}

/// Takes a change back, as far as its pictures are still there; gives how many. It can be done once.
///
/// # Errors
/// [`Error::NotFound`] for an unknown token, somebody else's, one that was used, or one whose time is over.
pub async fn undo(app: &App, user_id: UserId, token: Uuid) -> Result<u64> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let step = undo::take(&mut tx, user_id, token, now).await?;
    let (kind, changes) = step.ok_or(Error::NotFound)?;
    if let Some(collection) = changes[0]["collection_id"].as_str().filter(|_| kind == "collect") {
        let id = collection.parse().map_err(Error::internal)?;
        collections::lock_for_user(&mut tx, user_id, CollectionId(id)).await?;
    }
    // As every change of many pictures, so that two of them do not wait for one another.
    let ids: Vec<ImageId> = ids_of(&changes).into_iter().map(ImageId).collect();
    bulk::lock_ids(&mut tx, user_id, &ids).await?;
    let back = match kind.as_str() {
        "trash" => undo::untrash(&mut tx, user_id, &changes, now).await?,
        "move" => undo::move_back(&mut tx, user_id, &changes, now).await?,
        "tag" => undo::untag(&mut tx, user_id, &changes, now).await?,
        "favorite" => undo::remark(&mut tx, user_id, &changes, now).await?,
        "collect" => undo::uncollect(&mut tx, user_id, &changes).await?,
        other => return Err(Error::internal(anyhow::anyhow!("an undo step of the kind {other:?}"))),
    };
    tell_many(&mut tx, user_id, &back).await?;
    tx.commit().await?;
    app.live.changed();
    Ok(count(&back))
}

fn ids_of(changes: &Value) -> Vec<Uuid> {
    let changes = changes.as_array().map(Vec::as_slice).unwrap_or_default();
    changes
        .iter()
        .filter_map(|change| change["id"].as_str()?.parse().ok())
        .collect()
}

fn count(ids: &[Uuid]) -> u64 {
    u64::try_from(ids.len()).unwrap_or(u64::MAX)
}

/// Tags in the form in which they are kept.
fn check(change: &BulkChange) -> Result<BulkChange> {
    let BulkChange::Tag { add, remove } = change else {
        return Ok(change.clone());
    };
    let read = |field: &str, tags: &[String]| {
        let tags = normalize_tags(tags.iter().map(String::as_str));
        tags.map_err(|problem| Error::invalid(field, problem.to_string()))
    };
    let (add, remove) = (read("add", add)?, read("remove", remove)?);
    if add.is_empty() && remove.is_empty() {
        return Err(Error::invalid("add", "name a tag to add or to remove"));
    }
    if let Some(tag) = add.iter().find(|tag| remove.contains(tag)) {
        return Err(Error::invalid("remove", format!("`{tag}` is to be added as well")));
    }
    Ok(BulkChange::Tag { add, remove })
}

/// The pictures, locked.
async fn lock(conn: &mut PgConnection, user_id: UserId, chosen: &Chosen) -> Result<Vec<ImageId>> {
    match chosen {
        Chosen::Ids(ids) => {
            let distinct: BTreeSet<ImageId> = ids.iter().copied().collect();
            if distinct.is_empty() || ids.len() > MAX_NAMED {
                return Err(Error::invalid("ids", format!("name 1 to {MAX_NAMED} pictures")));
            }
            let ids: Vec<ImageId> = distinct.into_iter().collect();
            let found = bulk::lock_ids(conn, user_id, &ids).await?;
            if found.len() == ids.len() {
                Ok(found)
            } else {
                Err(Error::NotFound)
            }
        }
        Chosen::Filter(filter) => {
            let one_more = i64::try_from(MAX_FILTERED + 1).map_err(Error::internal)?;
            let found = bulk::lock_filtered(conn, user_id, filter, one_more).await?;
            if found.len() > MAX_FILTERED {
                let message = format!("more than {MAX_FILTERED} pictures pass; limit it further");
                return Err(Error::invalid("filter", message));
            }
            Ok(found)
        }
    }
}

/// Changes the rows; gives the kind of the step and what each picture was.
async fn apply(
    conn: &mut PgConnection,
    ids: &[ImageId],
    change: &BulkChange,
    now: DateTime<Utc>,
) -> Result<(&'static str, Vec<Value>)> {
    Ok(match change {
        BulkChange::Trash => {
            let moved = bulk::trash(conn, ids, now).await?;
            ("trash", moved.into_iter().map(|id| json!({ "id": id })).collect())
        }
        BulkChange::Move(project_id) => {
            let moved = bulk::move_to(conn, ids, *project_id, now).await?;
            let moved = moved
                .iter()
                .map(serde_json::to_value)
                .collect::<std::result::Result<_, _>>();
            ("move", moved.map_err(Error::internal)?)
        }
        BulkChange::Tag { add, remove } => {
            let changed = bulk::tag(conn, ids, add, remove, now).await.map_err(too_many_tags)?;
            let changed = changed
                .iter()
                .map(serde_json::to_value)
                .collect::<std::result::Result<_, _>>();
            ("tag", changed.map_err(Error::internal)?)
        }
        BulkChange::Favorite(is_favorite) => {
            let changed = bulk::set_favorite(conn, ids, *is_favorite, now).await?;
            let was = |id| json!({ "id": id, "is_favorite": !is_favorite });
            ("favorite", changed.into_iter().map(was).collect())
        }
        BulkChange::Collect(id) => {
            let added = collections::images::add(conn, *id, ids, now).await?;
            crate::collections::check_size(conn, *id).await?;
            let on = |image: ImageId| json!({ "id": image.0, "collection_id": id.0 });
            ("collect", added.into_iter().map(on).collect())
        }
    })
}

fn too_many_tags(error: studio_db::Error) -> Error {
    if error.constraint() == Some("images_tags_count") {
        Error::invalid("add", "one of the pictures would have more than 30 tags")
    } else {
        error.into()
    }
}
