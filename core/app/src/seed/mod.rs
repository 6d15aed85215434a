//! Filling a studio with made-up pictures, to try and to measure it with as many as people have after two years.
//!
//! [`draw`] stores a few hundred real pictures with their thumbnails once, [`fill`] makes any number of rows that share them,
//! and [`settle`] brings the database's statistics up to date. The same seed gives the same pictures; rows that are there
//! already are left as they are, so that a run that was stopped goes on.
//!
//! What a newcomer gets wrong: shared files are no exception to the rules of the trash. A file goes with the last row that
//! names it, see `images::trash`.

mod pictures;
mod rows;
mod words;

use chrono::{DateTime, Utc};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use studio_db::images::trash;
use studio_db::projects::{self, ProjectContent};
use studio_db::{seed, users};
use studio_model::{ProjectId, UserId};

pub use self::pictures::{Drawn, draw};
use self::rows::Library;
use crate::{App, Error, Result};

/// Rows of one transaction. What a stop undoes takes seconds.
const CHUNK: u32 = 50_000;

/// Transactions at a time; the database keeps one processor busy with each.
const AT_A_TIME: usize = 2;

/// Whose gallery is filled, and with how much.
#[derive(Clone, Copy, Debug)]
pub struct Fill {
    /// The owner.
    pub user_id: UserId,
    /// Pictures, two in a hundred of them in the trash.
    pub images: u32,
    /// Decides everything but the files.
    pub seed: u64,
    /// The newest picture is from shortly before.
    pub until: DateTime<Utc>,
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// Pictures that are new.
    pub images: u64,
    /// Pictures that were there already from an earlier run.
    pub already: u64,
}

/// Whether anybody uses this studio: jobs were asked for, or there is more than one account.
///
/// # Errors
/// When the database is away.
pub async fn is_in_use(app: &App) -> Result<bool> {
    Ok(seed::is_in_use(&mut *app.db.acquire().await?).await?)
}

/// The account with this email address.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn find_user(app: &App, email: &str) -> Result<UserId> {
    let contact = users::find_contact(&mut *app.db.acquire().await?, email).await?;
    contact.map(|contact| contact.user_id).ok_or(Error::NotFound)
}

/// Makes the rows; `told` hears after every transaction how many it stored.
///
/// # Errors
/// When the database is away; whole transactions stay, and the next run with the same arguments goes on.
pub async fn fill(app: &App, drawn: &[Drawn], fill: Fill, told: impl Fn(u64) + Sync) -> Result<Filled> {
    let projects = make_projects(app, fill).await?;
    let library = Library::new(fill, drawn, projects);
    let chunks = (0..fill.images).step_by(CHUNK as usize);
    let (library, told) = (&library, &told);
    let done = stream::iter(chunks).map(|from| async move {
        let to = fill.images.min(from.saturating_add(CHUNK));
        let done = chunk(app, library, from..to).await?;
        told(done.images + done.already);
        Ok::<_, Error>(done)
    });
    let done: Vec<Filled> = done.buffer_unordered(AT_A_TIME).try_collect().await?;
    app.live.changed();
    Ok(done.into_iter().fold(Filled::default(), |sum, one| Filled {
        images: sum.images + one.images,
        already: sum.already + one.already,
    }))
}

/// Brings the statistics up to date; lists are planned by them.
///
/// # Errors
/// When the database is away.
pub async fn settle(app: &App) -> Result<()> {
    Ok(seed::settle(&app.db).await?)
}

/// A chunk is there as a whole or not at all.
async fn chunk(app: &App, library: &Library<'_>, rows: std::ops::Range<u32>) -> Result<Filled> {
    let mut tx = studio_db::begin_relaxed(&app.db).await?;
    let first = library.row(rows.start);
    if trash::find_anywhere(&mut tx, first.user_id, first.id).await?.is_some() {
        return Ok(Filled {
            images: 0,
            already: rows.len() as u64,
        });
    }
    let images = seed::copy_images(&mut tx, rows.map(|number| library.row(number))).await?;
    tx.commit().await?;
    Ok(Filled { images, already: 0 })
}

async fn make_projects(app: &App, fill: Fill) -> Result<Vec<ProjectId>> {
    let mut tx = app.db.begin().await?;
    let mut ids = Vec::with_capacity(words::PROJECTS.len());
    for (number, name) in words::PROJECTS.iter().enumerate() {
        let id = rows::project_id(&fill, number);
        if !projects::exists_for_user(&mut tx, fill.user_id, id.0).await? {
            let content = ProjectContent {
                name: (*name).to_owned(),
                description: String::new(),
                notes: String::new(),
                category: String::new(),
                tags: Vec::new(),
                cover_image_id: None,
                settings: serde_json::json!({}),
            };
            projects::insert(&mut tx, fill.user_id, id, &content, fill.until).await?;
        }
        ids.push(id);
    }
    tx.commit().await?;
    Ok(ids)
}
