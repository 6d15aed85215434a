//! Steps that follow on batches: forecast, paused, cancelled and ended with them.

use std::time::{Duration, Instant};

use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::batches::{self, BatchRequest, BatchState, RowDefaults};
use studio_app::recipes::{self, RunState, RunView, Take, Then};
use studio_model::{BatchId, MicroDollars};

use crate::harness::{START_BALANCE, Studio};
use crate::lifecycle::slow_provider;
use crate::recipes::{counts, step, until};

fn batch(rows: usize) -> BatchRequest {
    let prompts: Vec<String> = (0..rows).map(|number| format!("row {number}")).collect();
    BatchRequest {
        name: Some("Rows in winter".to_owned()),
        spec: serde_json::from_value(json!({ "source": "prompts", "prompts": prompts })).unwrap(),
        defaults: RowDefaults {
            model_id: Some("fal-ai/flux/schnell".to_owned()),
            parameters: json!({ "image_size": "square" }).as_object().unwrap().clone(),
            ..RowDefaults::default()
        },
        project_id: None,
        priority: 0,
        window_jobs: None,
        skip_broken_rows: false,
        then: Then {
            recipe_id: None,
            steps: Some(vec![step(1, Take::All), step(1, Take::All)]),
        },
        idempotency_key: None,
    }
}

async fn batch_ended(studio: &Studio, id: BatchId) -> batches::BatchView {
    let start = Instant::now();
    loop {
        let batch = batches::find(&studio.app, studio.user, id).await.unwrap();
        if batch.state == BatchState::Ended {
            return batch;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "still {batch:#?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_batch_has_ended_when_its_steps_have(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let forecast = batches::forecast(&studio.app, studio.user, &batch(3)).await.unwrap();
    let jobs: Vec<u64> = forecast.steps.iter().map(|step| step.jobs).collect();
    assert_eq!(jobs, [3, 3]);
    assert!(forecast.total().high > forecast.high && forecast.total().low > forecast.low);

    let asked = batches::submit(&studio.app, studio.user, batch(3)).await.unwrap().batch;
    assert_eq!(
        studio.balance().await,
        MicroDollars(START_BALANCE.0 - forecast.high.0),
        "rows only"
    );
    let kept: i32 = sqlx::query_scalar("SELECT jsonb_array_length(request #> '{then,steps}') FROM batches")
        .fetch_one(&studio.app.db)
        .await
        .unwrap();
    assert_eq!(kept, 2, "the request is kept whole");
    let _worker = studio.worker().await;
    let done = batch_ended(&studio, asked.id).await;
    assert_eq!((done.rows, done.completed, done.queued), (3, 3, 0), "{done:#?}");
    let run = recipes::find_run(&studio.app, studio.user, done.recipe_run.unwrap())
        .await
        .unwrap();
    assert_eq!(
        (run.state, run.batch_id, run.name.as_str()),
        (RunState::Ended, Some(asked.id), "Rows in winter")
    );
    assert_eq!(counts(&run), [(3, 0, 0, 0), (3, 0, 0, 0)]);
    assert_eq!(
        studio.balance().await,
        MicroDollars(START_BALANCE.0 - done.captured.0 - run.captured.0)
    );
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_batch_takes_its_steps_along_when_it_is_paused_and_cancelled(
    options: PgPoolOptions,
    database: PgConnectOptions,
) {
    let studio = Studio::with(options, database, slow_provider(), |config| config.job_slots = 2).await;
    let _worker = studio.worker().await;
    let asked = batches::submit(&studio.app, studio.user, batch(6)).await.unwrap().batch;
    let id = asked.recipe_run.unwrap();
    until(&studio, id, |run| {
        run.steps[0].tally.queued + run.steps[0].tally.running > 0
    })
    .await;
    batches::pause(&studio.app, studio.user, asked.id).await.unwrap();
    let quiet = |run: &RunView| run.steps.iter().all(|step| step.tally.running == 0);
    let start = Instant::now();
    loop {
        let batch = batches::find(&studio.app, studio.user, asked.id).await.unwrap();
        let run = recipes::find_run(&studio.app, studio.user, id).await.unwrap();
        if batch.running == 0 && quiet(&run) {
            break;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "{batch:#?} {run:#?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let calls = studio.accepted().len();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(studio.accepted().len(), calls, "neither rows nor steps start");
    let run = recipes::find_run(&studio.app, studio.user, id).await.unwrap();
    assert_eq!(run.waiting.unwrap().code, "batch_paused");

    batches::cancel(&studio.app, studio.user, asked.id).await.unwrap();
    let done = batch_ended(&studio, asked.id).await;
    let run = recipes::find_run(&studio.app, studio.user, id).await.unwrap();
    assert_eq!(
        (run.state, run.held, done.held),
        (RunState::Cancelled, MicroDollars::ZERO, MicroDollars::ZERO)
    );
    assert_eq!(
        studio.balance().await,
        MicroDollars(START_BALANCE.0 - done.captured.0 - run.captured.0)
    );
    studio.check_books().await;
}
