//! Changing what a waiting job asks for.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use studio_db::attempts;
use studio_db::events::{self, EventKind};
use studio_db::generation::owner::{self, NewRequest};
use studio_db::ledger::{self, JobMoney};
use studio_model::{JobId, MicroDollars, UserId};
use studio_plugin_host::{JobRequest, Price};

use super::estimate::price;
use super::list::find;
use super::request::{Prepared, find_model, plugin_job};
use super::view::JobView;
use crate::models::digest_bytes;
use crate::queue::lock_waiting;
use crate::{App, Error, FieldError, Result};

/// What a waiting job is to ask for instead. Its operation, source picture and project stay.
#[derive(Clone, Debug)]
pub struct Revision {
    /// The model's public id.
    pub model_id: String,
    /// The prompt.
    pub prompt: String,
    /// What not to show.
    pub negative_prompt: Option<String>,
    /// The model's own parameters; missing ones take their defaults.
    pub parameters: Map<String, Value>,
    /// Pictures, 1 to what the model allows.
    pub num_images: i64,
    /// 0 to 2^32 - 1; none keeps the one that it has.
    pub seed: Option<u64>,
}

/// Replaces what a waiting job asks for. It is checked and priced anew, by the present version of the model's plugin; what is set
/// aside grows or shrinks by the difference. Its place in the queue stays.
///
/// # Errors
/// [`Error::NotFound`] for a job that is not the user's, [`Error::Outdated`] when it changed after `version`,
/// [`Error::Conflict`] for one that has begun or ended, [`Error::Invalid`] with every wrong field,
/// [`Error::InsufficientCredits`], [`Error::BudgetReached`].
pub async fn revise(
    app: &App,
    user_id: UserId,
    id: JobId,
    version: DateTime<Utc>,
    revision: Revision,
) -> Result<JobView> {
    let job = studio_db::generation::find_for_user(&mut *app.db.acquire().await?, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    let (asked, inputs) = plugin_job(&job)?;
    let handle = find_model(app, &revision.model_id).await?;
    let request = JobRequest {
        operation: asked.operation,
        prompt: revision.prompt,
        negative_prompt: revision.negative_prompt,
        parameters: revision.parameters,
        num_images: revision.num_images,
        seed: revision.seed.unwrap_or(asked.seed),
        inputs: inputs.iter().map(super::StoredInput::as_request).collect(),
    };
    let job = handle.validate(&request).map_err(|errors| {
        let errors = errors.into_iter();
        Error::Invalid(
            errors
                .map(|error| FieldError::new(error.field, error.message))
                .collect(),
        )
    })?;
    let price = price(&handle, &job).await?;
    store(app, (user_id, id, version), &Prepared { handle, job, inputs }, &price).await?;
    app.live.changed();
    find(app, user_id, id).await
}

/// One transaction: the job's new values, the difference of its hold and the events.
async fn store(
    app: &App,
    (user_id, id, version): (UserId, JobId, DateTime<Utc>),
    prepared: &Prepared,
    price: &Price,
) -> Result<()> {
    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    let job = lock_waiting(&mut tx, user_id, id).await?;
    if job.updated_at != version {
        return Err(Error::Outdated);
    }
    // Between two calls of a plan the plugin's state belongs to the values that it was made with.
    if attempts::find_last(&mut tx, id, job.round).await?.is_some() {
        return Err(Error::Conflict(
            "the job was at the provider already; cancel it and ask again".to_owned(),
        ));
    }
    let Prepared { handle, job: asked, .. } = prepared;
    let held = MicroDollars::saturating_from(price.high_microdollars);
    let request = NewRequest {
        prompt: &asked.prompt,
        negative_prompt: asked.negative_prompt.as_deref(),
        model_id: &asked.model_id,
        plugin_digest: digest_bytes(&handle.plugin().digest)?,
        parameters: &asked.parameters.clone().into(),
        num_images: i32::try_from(asked.num_images).map_err(Error::internal)?,
        seed: i64::try_from(asked.seed).map_err(Error::internal)?,
        estimate: MicroDollars::saturating_from(price.expected_microdollars),
        held,
    };
    owner::replace_request(&mut tx, id, &request, now).await?;
    let money = JobMoney {
        id: app.clock.new_id(),
        user_id,
        job_id: id,
        round: job.round,
    };
    if !ledger::adjust(&mut tx, &money, job.held, held, now).await? {
        let available = ledger::find_balance(&mut tx, user_id).await?.unwrap_or_default();
        return Err(Error::InsufficientCredits {
            needed: MicroDollars(held.0 - job.held.0),
            available,
        });
    }
    events::insert(&mut tx, user_id, EventKind::Job, id.0).await?;
    events::insert(&mut tx, user_id, EventKind::Balance, user_id.0).await?;
    tx.commit().await?;
    Ok(())
}
