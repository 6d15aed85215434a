//! Asking for a picture's like: the same request with another seed (a variation) or with some values changed (a remix).
//!
//! Both repeat the job that made the picture, its source pictures included; the new pictures have the picture as their parent.

use serde_json::{Map, Value};
use studio_db::generation as rows;
use studio_model::{ImageId, ProjectId, UserId};

use super::request::{Origin, Submit, plugin_job};
use super::submit::{Submitted, submit_from};
use crate::{App, Error, Result};

/// Most variations of one request.
const MAX_VARIATIONS: i64 = 4;

/// A request for variations.
#[derive(Clone, Debug)]
pub struct Vary {
    /// Pictures, 1 to 4 and to what the model allows.
    pub count: i64,
    /// -100 to 100.
    pub priority: i32,
    /// Makes a repeated request find the first one's job.
    pub idempotency_key: Option<String>,
}

/// A request for a remix; what is left out is as it was.
#[derive(Clone, Debug)]
pub struct Remix {
    /// Another prompt.
    pub prompt: Option<String>,
    /// Another negative prompt; an empty one takes the old one away.
    pub negative_prompt: Option<String>,
    /// Another model of the same operation. The old parameters do not go with it.
    pub model_id: Option<String>,
    /// Parameters that change.
    pub parameters: Map<String, Value>,
    /// Pictures, 1 to what the model allows.
    pub num_images: i64,
    /// Another seed; without one it is the old one, so that only the changes are seen.
    pub seed: Option<u64>,
    /// Another project.
    pub project_id: Option<ProjectId>,
    /// -100 to 100.
    pub priority: i32,
    /// Makes a repeated request find the first one's job.
    pub idempotency_key: Option<String>,
}

/// Asks for pictures of the same prompt and parameters with a new seed.
///
/// # Errors
/// [`Error::NotFound`] for a picture that is not the user's; [`Error::Conflict`] when it is no longer known how the picture was made;
/// [`Error::Invalid`] with the field `count`; all that [`super::submit`] says.
pub async fn vary(app: &App, user_id: UserId, image: ImageId, request: Vary) -> Result<Submitted> {
    let (old, origin) = repeat(app, user_id, image).await?;
    if !(1..=MAX_VARIATIONS).contains(&request.count) {
        let message = format!("count must be between 1 and {MAX_VARIATIONS}");
        return Err(Error::invalid("count", message));
    }
    let submit = Submit {
        num_images: request.count,
        seed: None,
        priority: request.priority,
        idempotency_key: request.idempotency_key,
        ..old
    };
    submit_from(app, user_id, submit, Some(origin))
        .await
        .map_err(|error| match error {
            Error::Invalid(mut problems) => {
                for problem in &mut problems {
                    if problem.field == "num_images" {
                        "count".clone_into(&mut problem.field);
                    }
                }
                Error::Invalid(problems)
            }
            other => other,
        })
}

/// Asks for the picture again with some values changed.
///
/// # Errors
/// As for [`vary`], with the fields of the remix.
pub async fn remix(app: &App, user_id: UserId, image: ImageId, request: Remix) -> Result<Submitted> {
    let (old, origin) = repeat(app, user_id, image).await?;
    let is_other_model = request.model_id.as_ref().is_some_and(|id| *id != old.model_id);
    let mut parameters = if is_other_model { Map::new() } else { old.parameters };
    parameters.extend(request.parameters);
    let negative_prompt = match request.negative_prompt {
        Some(text) => Some(text).filter(|text| !text.is_empty()),
        None => old.negative_prompt,
    };
    let submit = Submit {
        model_id: request.model_id.unwrap_or(old.model_id),
        prompt: request.prompt.unwrap_or(old.prompt),
        negative_prompt,
        parameters,
        num_images: request.num_images,
        seed: request.seed.or(old.seed),
        project_id: request.project_id.or(old.project_id),
        priority: request.priority,
        idempotency_key: request.idempotency_key,
        ..old
    };
    submit_from(app, user_id, submit, Some(origin)).await
}

/// The request that made the picture, and what it goes back to.
async fn repeat(app: &App, user_id: UserId, id: ImageId) -> Result<(Submit, Origin)> {
    let mut conn = app.db.acquire().await?;
    let image = studio_db::images::find_for_user(&mut conn, user_id, id).await?;
    let image = image.ok_or(Error::NotFound)?;
    let unknown = || Error::Conflict("it is no longer known how this picture was made".to_owned());
    let job_id = image.job_id.ok_or_else(unknown)?;
    let row = rows::find_for_user(&mut conn, user_id, job_id).await?;
    let (job, inputs) = plugin_job(&row.ok_or_else(unknown)?)?;
    let submit = Submit {
        negative_prompt: job.negative_prompt,
        parameters: job.parameters,
        seed: Some(job.seed),
        project_id: image.project_id.map(ProjectId),
        ..Submit::new(job.operation, job.model_id, job.prompt)
    };
    Ok((submit, Origin { parent: id, inputs }))
}
