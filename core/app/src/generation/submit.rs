//! Asking for pictures.

use studio_db::events::{self, EventKind};
use studio_db::generation::{self, NewJob};
use studio_db::idempotency::{self, FirstUse, Made};
use studio_db::ledger::{self, JobMoney};
use studio_db::recipes::runs::{self, NewRun};
use studio_model::{JobId, MicroDollars, RecipeInputs, RecipeRunId, UserId};
use studio_plugin_host::Price;

use super::estimate::price;
use super::list::find;
use super::request::{Origin, Prepared, Submit, prepare};
use super::view::JobView;
use crate::fingerprint::fingerprint;
use crate::models::digest_bytes;
use crate::recipes::{self, Purpose};
use crate::{App, Error, FieldError, Result, projects};

/// The stored job.
#[derive(Clone, Debug)]
pub struct Submitted {
    /// The job.
    pub job: JobView,
    /// The same request was made before; this is its job and nothing was held now.
    pub replayed: bool,
}

/// Checks a request, holds its upper price and stores it, all or nothing. Workers hear of it at once.
///
/// # Errors
/// [`Error::Invalid`] with every wrong field, [`Error::InsufficientCredits`], [`Error::BudgetReached`], [`Error::Conflict`] when the idempotency key was used
/// with another request.
pub async fn submit(app: &App, user_id: UserId, submit: Submit) -> Result<Submitted> {
    submit_from(app, user_id, submit, None).await
}

/// As [`submit`], for a request that goes back to a picture.
pub(super) async fn submit_from(
    app: &App,
    user_id: UserId,
    submit: Submit,
    origin: Option<Origin>,
) -> Result<Submitted> {
    let body_hash = match &origin {
        None => fingerprint(&submit)?,
        Some(origin) => fingerprint(&(&submit, origin))?,
    };
    if let Some(replay) = replay(app, user_id, &submit, body_hash).await? {
        return Ok(replay);
    }
    let submit = projects::fill_in(app, user_id, submit).await?;
    let prepared = prepare(app, user_id, &submit, origin.as_ref()).await?;
    let price = price(&prepared.handle, &prepared.job).await?;
    let then = recipes::resolve(app, user_id, &submit.then).await?;
    let mut new_job = new_job(app, user_id, &submit, &prepared, &price)?;
    if let Some(origin) = origin {
        new_job.parent_image_id = Some(origin.parent.0);
    }
    let run = match &then {
        Some(steps) => {
            let images = u64::from(prepared.job.num_images);
            let run = RecipeRunId(app.clock.new_id());
            new_job.recipe = Some((run, 0));
            let purpose = Purpose {
                run,
                user_id,
                batch: None,
                project_id: submit.project_id,
                inputs: RecipeInputs { all: images, first: 1 },
            };
            Some(steps.new_run(purpose, app.clock.now())?)
        }
        None => None,
    };
    for picture in &submit.made {
        app.store.put(&picture.key, picture.bytes.clone()).await?;
    }
    match store(
        app,
        &new_job,
        run.as_ref(),
        submit.idempotency_key.as_deref(),
        body_hash,
    )
    .await
    {
        // The same key, at the same moment: the other request won.
        Err(Error::Conflict(_)) if submit.idempotency_key.is_some() => replay(app, user_id, &submit, body_hash)
            .await?
            .ok_or_else(|| Error::Conflict("the request is being repeated".to_owned())),
        Err(error) => Err(error),
        Ok(()) => {
            app.live.changed();
            Ok(Submitted {
                job: find(app, user_id, new_job.id).await?,
                replayed: false,
            })
        }
    }
}

async fn replay(app: &App, user_id: UserId, submit: &Submit, body_hash: [u8; 32]) -> Result<Option<Submitted>> {
    let Some(key) = &submit.idempotency_key else {
        return Ok(None);
    };
    if key.is_empty() || key.chars().count() > 255 {
        return Err(Error::invalid(
            "Idempotency-Key",
            "the key must have 1 to 255 characters",
        ));
    }
    let first = idempotency::find(&mut *app.db.acquire().await?, user_id, key).await?;
    match first {
        None => Ok(None),
        Some(FirstUse {
            body_hash: first_hash,
            made: Made::Job(job_id),
        }) if first_hash == body_hash => Ok(Some(Submitted {
            job: find(app, user_id, job_id).await?,
            replayed: true,
        })),
        Some(_) => Err(Error::Conflict(
            "this Idempotency-Key was used with another request".to_owned(),
        )),
    }
}

fn new_job(app: &App, user_id: UserId, submit: &Submit, prepared: &Prepared, price: &Price) -> Result<NewJob> {
    let Prepared { handle, job, inputs } = prepared;
    Ok(NewJob {
        id: JobId(app.clock.new_id()),
        user_id,
        project_id: submit.project_id.map(|id| id.0),
        operation: job.operation.as_str().to_owned(),
        prompt: job.prompt.clone(),
        negative_prompt: job.negative_prompt.clone(),
        model_id: job.model_id.clone(),
        plugin_digest: digest_bytes(&handle.plugin().digest)?,
        parameters: job.parameters.clone().into(),
        num_images: i32::try_from(job.num_images).map_err(Error::internal)?,
        seed: i64::try_from(job.seed).map_err(Error::internal)?,
        inputs: serde_json::to_value(inputs).map_err(Error::internal)?,
        parent_image_id: submit.source_image.map(|id| id.0),
        priority: submit.priority,
        estimate: MicroDollars::saturating_from(price.expected_microdollars),
        held: MicroDollars::saturating_from(price.high_microdollars),
        recipe: None,
    })
}

/// Checks and prices a request, and gives the job to be stored.
///
/// # Errors
/// As for [`submit`], apart from money.
pub(crate) async fn prepare_job(app: &App, user_id: UserId, submit: &Submit) -> Result<NewJob> {
    let prepared = prepare(app, user_id, submit, None).await?;
    let price = price(&prepared.handle, &prepared.job).await?;
    new_job(app, user_id, submit, &prepared, &price)
}

/// Adds a waiting job and holds its highest price.
///
/// # Errors
/// [`Error::InsufficientCredits`], [`Error::BudgetReached`]; the transaction must end, or go back to before, without it.
pub(crate) async fn insert_held(app: &App, conn: &mut studio_db::PgConnection, job: &NewJob) -> Result<()> {
    generation::insert(conn, job, app.clock.now()).await?;
    let money = JobMoney {
        id: app.clock.new_id(),
        user_id: job.user_id,
        job_id: job.id,
        round: 0,
    };
    if !ledger::hold(conn, &money, job.held, app.clock.now()).await? {
        let available = ledger::find_balance(conn, job.user_id).await?.unwrap_or_default();
        return Err(Error::InsufficientCredits {
            needed: job.held,
            available,
        });
    }
    Ok(())
}

/// One transaction: the job, the run of the steps that follow on it, its hold, its key and the event.
async fn store(app: &App, job: &NewJob, run: Option<&NewRun>, key: Option<&str>, body_hash: [u8; 32]) -> Result<()> {
    let mut tx = app.db.begin().await?;
    if let Some(project_id) = job.project_id
        && !studio_db::projects::exists_for_user(&mut tx, job.user_id, project_id).await?
    {
        return Err(Error::Invalid(vec![FieldError::new(
            "project_id",
            "you have no such project",
        )]));
    }
    if let Some(run) = run {
        runs::insert(&mut tx, run).await?;
    }
    insert_held(app, &mut tx, job).await?;
    if let Some(key) = key {
        let first = FirstUse {
            body_hash,
            made: Made::Job(job.id),
        };
        idempotency::insert(&mut tx, job.user_id, key, &first)
            .await
            .map_err(|error| match error.constraint() {
                Some("idempotency_keys_pkey") => Error::Conflict("this Idempotency-Key is in use".to_owned()),
                _ => error.into(),
            })?;
    }
    events::insert(&mut tx, job.user_id, EventKind::Job, job.id.0).await?;
    events::insert(&mut tx, job.user_id, EventKind::Balance, job.user_id.0).await?;
    tx.commit().await?;
    Ok(())
}
