//! Batches: rows become jobs once, money is held and returned, whatever happens meanwhile.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::batches::{self, BatchRequest, BatchState, BatchView, RowDefaults, RowFilter};
use studio_app::recipes::Then;
use studio_db::ledger::{self, Grant};
use studio_model::{BatchId, JobStatus, MicroDollars, PageLimit};

use crate::harness::{START_BALANCE, Studio, request};

/// One small picture of the fast model for each row.
pub(crate) fn batch(spec: Value) -> BatchRequest {
    let parameters = json!({ "image_size": "square" });
    BatchRequest {
        name: None,
        spec: serde_json::from_value(spec).unwrap(),
        defaults: RowDefaults {
            model_id: Some("fal-ai/flux/schnell".to_owned()),
            parameters: parameters.as_object().unwrap().clone(),
            ..RowDefaults::default()
        },
        project_id: None,
        priority: 0,
        window_jobs: None,
        skip_broken_rows: false,
        then: Then::default(),
        idempotency_key: None,
    }
}

pub(crate) fn prompts(count: usize) -> Value {
    let prompts: Vec<String> = (0..count).map(|number| format!("row {number}")).collect();
    json!({ "source": "prompts", "prompts": prompts })
}

pub(crate) async fn submit(studio: &Studio, request: BatchRequest) -> BatchView {
    let submitted = batches::submit(&studio.app, studio.user, request).await.unwrap();
    assert!(!submitted.replayed);
    submitted.batch
}

pub(crate) async fn until(studio: &Studio, id: BatchId, enough: impl Fn(&BatchView) -> bool) -> BatchView {
    let start = Instant::now();
    loop {
        let batch = batches::find(&studio.app, studio.user, id).await.unwrap();
        if enough(&batch) {
            return batch;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "still {batch:#?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

pub(crate) async fn ended(studio: &Studio, id: BatchId) -> BatchView {
    until(studio, id, |batch| batch.state == BatchState::Ended).await
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_grid_of_rows_runs_to_its_end(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let spec = json!({
        "source": "template", "template": "a {{ color }} fox", "lists": { "color": ["red", "white"] },
        "axes": { "seeds": [7, 8] }
    });
    let asked = submit(&studio, batch(spec)).await;
    assert_eq!(
        (asked.rows, asked.queued, asked.name.as_str()),
        (4, 4, "a {{ color }} fox")
    );
    assert_eq!(studio.balance().await, MicroDollars(START_BALANCE.0 - asked.upper.0));
    studio.check_books().await;

    let _worker = studio.worker().await;
    let done = ended(&studio, asked.id).await;
    assert_eq!(
        (done.completed, done.queued, done.running, done.failed),
        (4, 0, 0, 0),
        "{done:#?}"
    );
    assert_eq!(done.held, MicroDollars::ZERO);
    assert_eq!(studio.balance().await, MicroDollars(START_BALANCE.0 - done.captured.0));
    assert_eq!(studio.accepted().len(), 4);
    studio.check_books().await;

    let all = RowFilter::default();
    let rows = batches::list_rows(&studio.app, studio.user, asked.id, &all, None, PageLimit::default())
        .await
        .unwrap();
    let seen: Vec<(u32, &str, u64)> = rows
        .iter()
        .map(|job| (job.batch.unwrap().1, job.prompt.as_str(), job.seed))
        .collect();
    let expected = [
        (0, "a red fox", 7),
        (1, "a red fox", 8),
        (2, "a white fox", 7),
        (3, "a white fox", 8),
    ];
    assert_eq!(seen, expected);
    assert!(rows.iter().all(|job| job.images.len() == 1));
    let white = RowFilter {
        axis: Some(("color".to_owned(), "white".to_owned())),
        ..RowFilter::default()
    };
    let rows = batches::list_rows(
        &studio.app,
        studio.user,
        asked.id,
        &white,
        Some(2),
        PageLimit::default(),
    )
    .await
    .unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].axes, json!({ "color": "white", "seed": "8" }));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn rows_become_jobs_once_however_often_their_worker_dies(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let request = batch(prompts(5000));
    give(&studio, 100_000_000).await;
    let asked = submit(&studio, request).await;
    // Nothing runs, so that only loading is seen.
    batches::pause(&studio.app, studio.user, asked.id).await.unwrap();
    for _ in 0..4 {
        let worker = studio.worker().await;
        tokio::time::sleep(Duration::from_millis(700)).await;
        worker.kill();
    }
    let _worker = studio.worker().await;
    let loaded = until(&studio, asked.id, |batch| batch.loaded_rows == batch.rows).await;
    assert_eq!((loaded.queued, loaded.state), (5000, BatchState::Paused));
    let (jobs, rows, seeds): (i64, i64, i64) =
        sqlx::query_as("SELECT count(*), count(DISTINCT batch_row), count(DISTINCT seed) FROM generation_queue")
            .fetch_one(&studio.app.db)
            .await
            .unwrap();
    assert_eq!((jobs, rows), (5000, 5000));
    assert!(seeds > 4990, "rows that ask for no seed get different ones: {seeds}");
    studio.check_books().await;

    let cancelled = batches::cancel(&studio.app, studio.user, asked.id).await.unwrap();
    assert_eq!(cancelled.state, BatchState::Cancelling);
    let done = ended(&studio, asked.id).await;
    assert_eq!((done.cancelled, done.held), (5000, MicroDollars::ZERO));
    assert_eq!(studio.balance().await, MicroDollars(START_BALANCE.0 + 100_000_000));
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn cancelling_before_any_row_is_a_job_returns_everything(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let asked = submit(&studio, batch(prompts(20))).await;
    batches::cancel(&studio.app, studio.user, asked.id).await.unwrap();
    assert_eq!(studio.balance().await, START_BALANCE);
    let _worker = studio.worker().await;
    let done = ended(&studio, asked.id).await;
    assert_eq!((done.cancelled, done.completed), (20, 0));
    assert_eq!(studio.accepted().len(), 0);
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_paused_batch_starts_nothing_and_keeps_nobody(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let asked = submit(&studio, batch(prompts(30))).await;
    batches::pause(&studio.app, studio.user, asked.id).await.unwrap();
    let _worker = studio.worker().await;
    until(&studio, asked.id, |batch| batch.loaded_rows == 30).await;
    let other = studio.submit(request("beside it")).await;
    assert_eq!(studio.ended(other.id).await.status, JobStatus::Completed);
    assert_eq!(studio.accepted().len(), 1, "only the other one was sent");
    let first = RowFilter::default();
    let rows = batches::list_rows(&studio.app, studio.user, asked.id, &first, None, PageLimit::default())
        .await
        .unwrap();
    assert_eq!(rows[0].waiting.as_ref().unwrap().code, "batch_paused");
    batches::resume(&studio.app, studio.user, asked.id).await.unwrap();
    assert_eq!(ended(&studio, asked.id).await.completed, 30);
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_window_holds_no_more_than_its_jobs(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let mut request = batch(prompts(25));
    request.window_jobs = Some(5);
    let asked = submit(&studio, request).await;
    assert_eq!(studio.balance().await, START_BALANCE, "nothing is held yet");
    batches::pause(&studio.app, studio.user, asked.id).await.unwrap();
    let _worker = studio.worker().await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let paused = batches::find(&studio.app, studio.user, asked.id).await.unwrap();
    assert_eq!(
        (paused.loaded_rows, paused.held),
        (0, MicroDollars::ZERO),
        "a paused window does not move"
    );
    batches::resume(&studio.app, studio.user, asked.id).await.unwrap();
    let done = until(&studio, asked.id, |batch| {
        assert!(batch.held.0 <= batch.upper.0 / 5, "{batch:#?}");
        batch.state == BatchState::Ended
    })
    .await;
    assert_eq!(done.completed, 25);
    assert_eq!(studio.balance().await, MicroDollars(START_BALANCE.0 - done.captured.0));
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_window_waits_for_credits_and_says_so(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let mut request = batch(prompts(8));
    request.window_jobs = Some(100);
    let price = batches::forecast(&studio.app, studio.user, &request)
        .await
        .unwrap()
        .high
        .0
        / 8;
    // Enough for three rows and a half.
    sqlx::query("UPDATE users SET balance_microdollars = 0")
        .execute(&studio.app.db)
        .await
        .unwrap();
    sqlx::query("DELETE FROM ledger_transactions")
        .execute(&studio.app.db)
        .await
        .unwrap();
    give(&studio, price * 7 / 2).await;
    let asked = submit(&studio, request).await;
    let _worker = studio.worker().await;
    let stalled = until(&studio, asked.id, |batch| {
        batch.waiting.is_some() && batch.completed == 3
    })
    .await;
    assert_eq!(stalled.waiting.as_ref().unwrap().code, "no_credits");
    assert_eq!((stalled.state, stalled.queued), (BatchState::Running, 5));
    give(&studio, price * 5).await;
    let done = ended(&studio, asked.id).await;
    assert_eq!((done.completed, &done.waiting), (8, &None));
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_batch_that_is_too_dear_is_refused_whole(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let error = batches::submit(&studio.app, studio.user, batch(prompts(5000)))
        .await
        .unwrap_err();
    assert!(
        matches!(error, studio_app::Error::InsufficientCredits { .. }),
        "{error:?}"
    );
    let batches: i64 = sqlx::query_scalar("SELECT count(*) FROM batches")
        .fetch_one(&studio.app.db)
        .await
        .unwrap();
    assert_eq!(batches, 0);
    assert_eq!(studio.balance().await, START_BALANCE);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_is_asked_for_in_the_browser_overtakes_a_batch(options: PgPoolOptions, database: PgConnectOptions) {
    let mut sim = studio_fal_sim::SimConfig::instant();
    sim.live.concurrency_limit = 2;
    let studio = Studio::with(options, database, sim, |config| config.job_slots = 2).await;
    let mut request = batch(prompts(60));
    request.priority = 100;
    let asked = submit(&studio, request).await;
    let _worker = studio.worker().await;
    until(&studio, asked.id, |batch| batch.completed >= 2).await;
    let quick = studio.submit(crate::harness::request("quick")).await;
    studio.ended(quick.id).await;
    let batch = batches::find(&studio.app, studio.user, asked.id).await.unwrap();
    assert!(batch.queued > 0, "the batch is still at it: {batch:#?}");
}

pub(crate) async fn give(studio: &Studio, amount: i64) {
    let grant = Grant {
        id: studio.app.clock.new_id(),
        user_id: studio.user,
        amount: MicroDollars(amount),
        note: "test",
    };
    let mut conn = studio.app.db.acquire().await.unwrap();
    ledger::grant(&mut conn, &grant, studio.app.clock.now()).await.unwrap();
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_window_waits_for_its_budget_and_says_so(options: PgPoolOptions, database: PgConnectOptions) {
    use studio_app::budgets::{self, BudgetPeriod};

    let studio = Studio::new(options, database).await;
    let mut request = batch(prompts(8));
    request.window_jobs = Some(100);
    let forecast = batches::forecast(&studio.app, studio.user, &request).await.unwrap();
    let price = forecast.high.credits() / 8.0;
    let set = |credits| budgets::put(&studio.app, studio.user, None, BudgetPeriod::Day, credits, true);
    // Enough for three rows and a half.
    set(price * 3.5).await.unwrap();
    let asked = submit(&studio, request).await;
    let _worker = studio.worker().await;
    let stalled = until(&studio, asked.id, |batch| {
        batch.waiting.is_some() && batch.completed == 3
    })
    .await;
    assert_eq!(stalled.waiting.as_ref().unwrap().code, "budget_reached");
    set(price * 100.0).await.unwrap();
    let done = ended(&studio, asked.id).await;
    assert_eq!(done.completed, 8);
    let budget = budgets::list(&studio.app, studio.user).await.unwrap().remove(0);
    assert_eq!(budget.used, done.captured, "what was held and not needed is taken off");
    studio.check_books().await;
}
