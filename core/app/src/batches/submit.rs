//! Asking for a batch.

use studio_batch::BatchSpec;
use studio_db::batches::{self, NewBatch};
use studio_db::events::{self, EventKind};
use studio_db::idempotency::{self, FirstUse, Made};
use studio_db::ledger::{self, BatchMoney};
use studio_db::recipes;
use studio_db::schedules::runs;
use studio_model::{BatchId, MicroDollars, RecipeInputs, RecipeRunId, ScheduleRunId, UserId};

use super::find::find;
use super::forecast::{Forecast, Surveyed, survey};
use super::request::{BatchRequest, take_table};
use super::view::BatchView;
use crate::fingerprint::fingerprint;
use crate::recipes::Purpose;
use crate::{App, Error, FieldError, Result};

/// The stored batch.
#[derive(Clone, Debug)]
pub struct SubmittedBatch {
    /// The batch.
    pub batch: BatchView,
    /// The same request was made before; this is its batch and nothing was held now.
    pub replayed: bool,
}

/// Checks a request, holds its upper price (all of it, or that of a window as it moves on) and stores it, all or nothing.
/// Its rows become jobs within moments.
///
/// # Errors
/// [`Error::Invalid`] with what is wrong, by row; [`Error::InsufficientCredits`] when all is to be held and the balance is
/// smaller; [`Error::Conflict`] when the idempotency key was used with another request.
pub async fn submit(app: &App, user_id: UserId, request: BatchRequest) -> Result<SubmittedBatch> {
    submit_child(app, user_id, request, None).await
}

/// The same, for a request that repeats another batch's.
///
/// # Errors
/// As for [`submit`].
pub(super) async fn submit_child(
    app: &App,
    user_id: UserId,
    request: BatchRequest,
    parent: Option<BatchId>,
) -> Result<SubmittedBatch> {
    let body_hash = match parent {
        None => fingerprint(&request)?,
        Some(parent) => fingerprint(&(&request, parent.0))?,
    };
    if let Some(replay) = replay(app, user_id, &request, body_hash).await? {
        return Ok(replay);
    }
    let surveyed = survey(app, user_id, &request).await?;
    refuse_broken(&request, &surveyed)?;
    let id = BatchId(app.clock.new_id());
    match store(
        app,
        user_id,
        id,
        (&request, parent),
        surveyed,
        Origin::Person { body_hash },
    )
    .await
    {
        // The same key, at the same moment: the other request won.
        Err(Error::Conflict(_)) if request.idempotency_key.is_some() => replay(app, user_id, &request, body_hash)
            .await?
            .ok_or_else(|| Error::Conflict("the request is being repeated".to_owned())),
        Err(error) => Err(error),
        Ok(()) => {
            app.live.changed();
            Ok(SubmittedBatch {
                batch: find(app, user_id, id).await?,
                replayed: false,
            })
        }
    }
}

/// Checks a request as asking for it does, and forecasts it. Nothing is held.
///
/// # Errors
/// [`Error::Invalid`] with what is wrong, by row.
pub(crate) async fn check(app: &App, user_id: UserId, request: &BatchRequest) -> Result<Forecast> {
    let surveyed = survey(app, user_id, request).await?;
    refuse_broken(request, &surveyed)?;
    Ok(surveyed.forecast)
}

/// What makes a batch, and must happen with it or not at all.
pub(super) enum Origin {
    /// Somebody asks, with a body of this hash.
    Person { body_hash: [u8; 32] },
    /// A due time of a schedule.
    Run(ScheduleRunId),
}

async fn replay(
    app: &App,
    user_id: UserId,
    request: &BatchRequest,
    body_hash: [u8; 32],
) -> Result<Option<SubmittedBatch>> {
    let Some(id) = find_key(app, user_id, request.idempotency_key.as_deref(), body_hash).await? else {
        return Ok(None);
    };
    Ok(Some(SubmittedBatch {
        batch: find(app, user_id, id).await?,
        replayed: true,
    }))
}

/// The batch of the request that a key was used with before.
///
/// # Errors
/// [`Error::Invalid`] for a key that is none, [`Error::Conflict`] when it was another request.
pub(super) async fn find_key(
    app: &App,
    user_id: UserId,
    key: Option<&str>,
    body_hash: [u8; 32],
) -> Result<Option<BatchId>> {
    let Some(key) = key else {
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
            made: Made::Batch(id),
        }) if first_hash == body_hash => Ok(Some(id)),
        Some(_) => Err(Error::Conflict(
            "this Idempotency-Key was used with another request".to_owned(),
        )),
    }
}

/// Wrong rows refuse the batch, unless they are to be left out and some are right.
pub(super) fn refuse_broken(request: &BatchRequest, surveyed: &Surveyed) -> Result<()> {
    let forecast = &surveyed.forecast;
    if forecast.broken_rows == 0 || (request.skip_broken_rows && forecast.broken_rows < forecast.rows) {
        return Ok(());
    }
    let error = |error: &super::RowError| {
        let place = match error.line {
            Some(line) => format!("line {line}"),
            None => format!("row {}", error.row),
        };
        FieldError::new(
            format!("rows[{}].{}", error.row, error.field),
            format!("{place}: {}", error.message),
        )
    };
    Err(Error::Invalid(forecast.errors.iter().map(error).collect()))
}

/// One transaction: the batch, the run of the steps that follow, its hold, its key or run, and the events.
pub(super) async fn store(
    app: &App,
    user_id: UserId,
    id: BatchId,
    (request, parent): (&BatchRequest, Option<BatchId>),
    surveyed: Surveyed,
    origin: Origin,
) -> Result<()> {
    let Surveyed {
        forecast,
        mut stored,
        resolver,
        then,
        seed,
    } = surveyed;
    let now = app.clock.now();
    let digests = forecast
        .models
        .keys()
        .filter_map(|model| Some((model.clone(), resolver.handle(model)?.plugin().digest.clone().into())));
    let held = match request.window_jobs {
        None => forecast.high,
        Some(_) => MicroDollars::ZERO,
    };
    let table_text = take_table(&mut stored.spec);
    let batch = NewBatch {
        id,
        user_id,
        project_id: request.project_id.map(|id| id.0),
        name: name(request, &forecast),
        request: serde_json::to_value(&stored).map_err(Error::internal)?,
        table_text,
        models: digests.collect::<serde_json::Map<_, _>>().into(),
        axes: serde_json::to_value(&forecast.axes).map_err(Error::internal)?,
        seed: seed.into(),
        priority: request.priority,
        row_count: i32::try_from(forecast.rows).map_err(Error::internal)?,
        broken_rows: i32::try_from(forecast.broken_rows).map_err(Error::internal)?,
        window_jobs: request.window_jobs,
        estimate: forecast.expected,
        upper: forecast.high,
        held,
        parent_batch_id: parent,
        created_at: now,
    };

    let run = then.map(|then| {
        let purpose = Purpose {
            run: RecipeRunId(app.clock.new_id()),
            user_id,
            batch: Some((id, &batch.name)),
            project_id: request.project_id,
            inputs: RecipeInputs {
                all: forecast.images,
                first: u64::from(forecast.rows - forecast.broken_rows),
            },
        };
        then.new_run(purpose, now)
    });
    let run = run.transpose()?;

    let mut tx = app.db.begin().await?;
    if let Some(project_id) = batch.project_id
        && !studio_db::projects::exists_for_user(&mut tx, user_id, project_id).await?
    {
        return Err(Error::invalid("project_id", "you have no such project"));
    }
    batches::insert(&mut tx, &batch).await?;
    if let Some(run) = &run {
        recipes::runs::insert(&mut tx, run).await?;
    }
    if held > MicroDollars::ZERO {
        let money = BatchMoney {
            id: app.clock.new_id(),
            user_id,
            batch_id: id,
        };
        if !ledger::hold_for_batch(&mut tx, &money, held, now).await? {
            let available = ledger::find_balance(&mut tx, user_id).await?.unwrap_or_default();
            return Err(Error::InsufficientCredits {
                needed: held,
                available,
            });
        }
        events::insert(&mut tx, user_id, EventKind::Balance, user_id.0).await?;
    }
    match (origin, &request.idempotency_key) {
        (Origin::Person { body_hash }, Some(key)) => remember(&mut tx, user_id, key, id, body_hash).await?,
        (Origin::Person { .. }, None) => (),
        (Origin::Run(run), _) => {
            if !runs::start(&mut tx, run, id, now).await? {
                return Err(Error::Conflict("this run does not wait any more".to_owned()));
            }
        }
    }
    events::insert(&mut tx, user_id, EventKind::Batch, id.0).await?;
    tx.commit().await?;
    Ok(())
}

async fn remember(
    conn: &mut studio_db::PgConnection,
    user_id: UserId,
    key: &str,
    id: BatchId,
    body_hash: [u8; 32],
) -> Result<()> {
    let first = FirstUse {
        body_hash,
        made: Made::Batch(id),
    };
    idempotency::insert(conn, user_id, key, &first)
        .await
        .map_err(|error| match error.constraint() {
            Some("idempotency_keys_pkey") => Error::Conflict("this Idempotency-Key is in use".to_owned()),
            _ => error.into(),
        })
}

/// The name it was given, else the beginning of its template or first prompt.
fn name(request: &BatchRequest, forecast: &Forecast) -> String {
    if let Some(name) = &request.name {
        return name.trim().to_owned();
    }
    let text = match &request.spec {
        BatchSpec::Template(spec) => spec.template.trim(),
        BatchSpec::Prompts(_) | BatchSpec::Csv(_) => forecast.first_rows.first().map_or("", |row| row.prompt.trim()),
    };
    let mut chars = text.chars();
    let mut name: String = chars.by_ref().take(80).collect();
    if chars.next().is_some() {
        name.push('…');
    }
    if name.is_empty() { "Batch".to_owned() } else { name }
}
