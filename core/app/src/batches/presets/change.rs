//! Saving, changing and deleting presets.

use studio_batch::{BatchSpec, Limits};
use studio_db::batch_presets::{self, Preset};
use studio_model::{PresetId, UserId};

use super::{BatchRequest, PresetView, find};
use crate::batches::forecast::{NAME_RULE, check_request, field_error, is_name};
use crate::{App, Error, Result};

/// Presets of one user.
const MOST: i64 = 500;

/// Largest text of a table; a larger one belongs to a single batch.
const MAX_TABLE_BYTES: usize = 1024 * 1024;

/// Saves a request under a name.
///
/// # Errors
/// [`Error::Invalid`] for a request or a name that is none, [`Error::Conflict`] when the name is taken or there are 500.
pub async fn create(app: &App, user_id: UserId, name: &str, request: BatchRequest) -> Result<PresetView> {
    let (name, request) = check(name, request).await?;
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    if batch_presets::count(&mut conn, user_id).await? >= MOST {
        return Err(Error::Conflict(format!(
            "you have {MOST} presets already; delete one first"
        )));
    }
    let preset = Preset {
        id: PresetId(app.clock.new_id()),
        user_id,
        name,
        request,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    batch_presets::insert(&mut conn, &preset).await.map_err(taken)?;
    preset.try_into()
}

/// Saves another request, or another name, in the place of what its owner has seen.
///
/// # Errors
/// [`Error::NotFound`] for a preset that is not the user's, [`Error::Outdated`] when it has another version by now, and as for
/// [`create`].
pub async fn update(
    app: &App,
    user_id: UserId,
    id: PresetId,
    seen_version: i64,
    name: &str,
    request: BatchRequest,
) -> Result<PresetView> {
    let found = find(app, user_id, id).await?;
    if found.version != seen_version {
        return Err(Error::Outdated);
    }
    let (name, request) = check(name, request).await?;
    let preset = Preset {
        id,
        user_id,
        name,
        request,
        version: seen_version + 1,
        created_at: found.created_at,
        updated_at: app.clock.now(),
    };
    if !batch_presets::update(&mut *app.db.acquire().await?, &preset)
        .await
        .map_err(taken)?
    {
        return Err(Error::Outdated);
    }
    preset.try_into()
}

/// Deletes a preset; batches that were asked for with it stay.
///
/// # Errors
/// [`Error::NotFound`] for a preset that is not the user's.
pub async fn delete(app: &App, user_id: UserId, id: PresetId) -> Result<()> {
    match batch_presets::delete(&mut *app.db.acquire().await?, user_id, id).await {
        Err(studio_db::Error::AffectedRows { .. }) => Err(Error::NotFound),
        other => Ok(other?),
    }
}

/// The name and the request as they are stored.
async fn check(name: &str, request: BatchRequest) -> Result<(String, serde_json::Value)> {
    let name = name.trim().to_owned();
    if !is_name(&name) {
        return Err(Error::invalid("name", NAME_RULE));
    }
    check_request(&request).map_err(|error| error.within("request"))?;
    if let BatchSpec::Csv(spec) = &request.spec
        && spec.text.len() > MAX_TABLE_BYTES
    {
        return Err(Error::invalid(
            "request.spec.text",
            "the table of a preset must be no larger than 1 MiB",
        ));
    }
    let stored = serde_json::to_value(&request).map_err(Error::internal)?;
    let may_skip = request.skip_broken_rows;
    let problems = tokio::task::spawn_blocking(move || request.spec.check(&Limits::default()));
    let mut problems = problems.await.map_err(Error::internal)?;
    problems.retain(|problem| !may_skip || (problem.row.is_none() && problem.line.is_none()));
    if problems.is_empty() {
        return Ok((name, stored));
    }
    let errors = Error::Invalid(problems.iter().map(field_error).collect());
    Err(errors.within("request"))
}

fn taken(error: studio_db::Error) -> Error {
    match error.constraint() {
        Some("batch_presets_name_once") => Error::Conflict("you have a preset of this name".to_owned()),
        _ => error.into(),
    }
}
