//! Giving a recipe pictures to work on.

use serde::Serialize;
use studio_db::idempotency::{self, FirstUse, Made};
use studio_db::recipes::{items, runs};
use studio_model::{ImageId, ProjectId, RecipeId, RecipeRunId, UserId};

use super::check::check;
use super::forecast::total;
use super::preview::{find_images, forecast_images};
use super::step::write_steps;
use super::view::RunView;
use super::{find, find_run};
use crate::fingerprint::fingerprint;
use crate::{App, Error, Result};

/// A request to work on pictures, unchecked.
#[derive(Clone, Debug, Serialize)]
pub struct RunRequest {
    /// 1 to 1,000 pictures of the user's.
    pub image_ids: Vec<ImageId>,
    /// Where what is made goes; without it, where each source is.
    pub project_id: Option<ProjectId>,
    /// Makes a repeated request find the first one's run.
    #[serde(skip)]
    pub idempotency_key: Option<String>,
}

/// The stored run.
#[derive(Clone, Debug)]
pub struct SubmittedRun {
    /// The run.
    pub run: RunView,
    /// The same request was made before; this is its run.
    pub replayed: bool,
}

/// Checks a recipe and the pictures it is given, and stores the run, all or nothing. The pictures become jobs within moments,
/// each holding its own price then; while the balance is too small for the next one, the run waits.
///
/// # Errors
/// [`Error::NotFound`] for a recipe that is not the user's, [`Error::Invalid`] with every wrong field, [`Error::Conflict`] when
/// the idempotency key was used with another request.
pub async fn run(app: &App, user_id: UserId, id: RecipeId, request: RunRequest) -> Result<SubmittedRun> {
    let body_hash = fingerprint(&(id, &request))?;
    let key = request.idempotency_key.as_deref();
    if let Some(replay) = replay(app, user_id, key, body_hash).await? {
        return Ok(replay);
    }
    let recipe = find(app, user_id, id).await?;
    let checked = check(app, &recipe.steps).await?;
    let images = find_images(app, user_id, &request.image_ids).await?;
    let price = total(&forecast_images(app, &checked, &images).await?);
    let run = runs::NewRun {
        id: RecipeRunId(app.clock.new_id()),
        user_id,
        recipe_id: Some(id),
        batch_id: None,
        project_id: request.project_id,
        name: recipe.name,
        steps: write_steps(&recipe.steps)?,
        estimate: price.expected,
        upper: price.high,
        created_at: app.clock.now(),
    };
    match store(app, &run, &request.image_ids, key, body_hash).await {
        // The same key, at the same moment: the other request won.
        Err(Error::Conflict(_)) if key.is_some() => replay(app, user_id, key, body_hash)
            .await?
            .ok_or_else(|| Error::Conflict("the request is being repeated".to_owned())),
        Err(error) => Err(error),
        Ok(()) => Ok(SubmittedRun {
            run: find_run(app, user_id, run.id).await?,
            replayed: false,
        }),
    }
}

async fn replay(app: &App, user_id: UserId, key: Option<&str>, body_hash: [u8; 32]) -> Result<Option<SubmittedRun>> {
    let Some(key) = key else {
        return Ok(None);
    };
    if key.is_empty() || key.chars().count() > 255 {
        let message = "the key must have 1 to 255 characters";
        return Err(Error::invalid("Idempotency-Key", message));
    }
    let first = idempotency::find(&mut *app.db.acquire().await?, user_id, key).await?;
    match first {
        None => Ok(None),
        Some(FirstUse {
            body_hash: first_hash,
            made: Made::RecipeRun(id),
        }) if first_hash == body_hash => Ok(Some(SubmittedRun {
            run: find_run(app, user_id, id).await?,
            replayed: true,
        })),
        Some(_) => Err(Error::Conflict(
            "this Idempotency-Key was used with another request".to_owned(),
        )),
    }
}

/// One transaction: the run, its pictures and its key.
async fn store(
    app: &App,
    run: &runs::NewRun,
    images: &[ImageId],
    key: Option<&str>,
    body_hash: [u8; 32],
) -> Result<()> {
    let mut tx = app.db.begin().await?;
    if let Some(project_id) = run.project_id
        && !studio_db::projects::exists_for_user(&mut tx, run.user_id, project_id.0).await?
    {
        return Err(Error::invalid("project_id", "you have no such project"));
    }
    runs::insert(&mut tx, run).await?;
    items::insert_chosen(&mut tx, run.id, images, run.created_at).await?;
    if let Some(key) = key {
        let first = FirstUse {
            body_hash,
            made: Made::RecipeRun(run.id),
        };
        idempotency::insert(&mut tx, run.user_id, key, &first)
            .await
            .map_err(|error| match error.constraint() {
                Some("idempotency_keys_pkey") => Error::Conflict("this Idempotency-Key is in use".to_owned()),
                _ => error.into(),
            })?;
    }
    tx.commit().await?;
    Ok(())
}
