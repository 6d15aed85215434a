//! Schedules: each due time fires once whoever looks, runs overlap as their owner wants, and failures stop by themselves.

mod rules;

use std::time::{Duration, Instant};

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::batches::{self, BatchRequest, RowDefaults};
use studio_app::generation::Operation;
use studio_app::recipes::{self, RecipeRequest, Step, Take, Then};
use studio_app::schedules::{self, Misfire, Overlap, RunView, ScheduleRequest, ScheduleView};
use studio_model::{MicroDollars, PageLimit, ScheduleId};

use crate::harness::{START_BALANCE, Studio};

/// One small picture of the fast model, at the beginning of each minute.
fn minutely() -> ScheduleRequest {
    let parameters = json!({ "image_size": "square" });
    ScheduleRequest {
        name: "a fox a minute".to_owned(),
        cron: "* * * * *".to_owned(),
        zone: "UTC".to_owned(),
        request: BatchRequest {
            name: None,
            spec: serde_json::from_value(json!({ "source": "prompts", "prompts": ["a fox"] })).unwrap(),
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
        },
        overlap: Overlap::Allow,
        misfire: Misfire::Once,
        jitter_s: 0,
        budget: None,
        pause_after: 3,
    }
}

async fn create(studio: &Studio, request: ScheduleRequest) -> ScheduleView {
    schedules::create(&studio.app, studio.user, request).await.unwrap()
}

/// The beginning of this minute.
fn this_minute() -> DateTime<Utc> {
    let now = Utc::now().trunc_subsecs(0);
    now - TimeDelta::seconds(now.timestamp() % 60)
}

/// As if nobody had looked since `since`.
async fn forget_since(studio: &Studio, id: ScheduleId, since: DateTime<Utc>) {
    sqlx::query("UPDATE schedules SET planned_until = $2, next_due_at = $2 + interval '1 second' WHERE id = $1")
        .bind(id.0)
        .bind(since)
        .execute(&studio.app.db)
        .await
        .unwrap();
}

async fn runs(studio: &Studio, id: ScheduleId) -> Vec<RunView> {
    let page = schedules::list_runs(&studio.app, studio.user, id, None, PageLimit::default());
    let mut runs = page.await.unwrap().items;
    runs.reverse();
    runs
}

fn states(runs: &[RunView]) -> Vec<&str> {
    runs.iter().map(|run| run.state.as_str()).collect()
}

/// Waits until the runs are as they should be, at most half a minute.
async fn until(studio: &Studio, id: ScheduleId, enough: impl Fn(&[RunView]) -> bool) -> Vec<RunView> {
    let start = Instant::now();
    loop {
        let runs = runs(studio, id).await;
        if enough(&runs) {
            return runs;
        }
        assert!(start.elapsed() < Duration::from_secs(30), "still {runs:#?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn count_batches(studio: &Studio) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM batches")
        .fetch_one(&studio.app.db)
        .await
        .unwrap()
}

/// A run by hand that has started.
async fn started(studio: &Studio, id: ScheduleId) -> RunView {
    schedules::run_now(&studio.app, studio.user, id, None).await.unwrap();
    let runs = until(studio, id, |runs| states(runs) == ["started"]).await;
    runs[0].clone()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn each_due_time_fires_once_with_two_workers(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let _workers = (studio.worker().await, studio.worker().await);
    // A line with seconds, so that the next minute need not be waited for; both workers see the due time come.
    let due_at = (Utc::now() + TimeDelta::seconds(8)).trunc_subsecs(0);
    let request = ScheduleRequest {
        cron: format!("{} * * * * *", due_at.timestamp() % 60),
        ..minutely()
    };
    let schedule = create(&studio, request).await;
    assert_eq!(schedule.next_due_at, Some(due_at));
    let runs = until(&studio, schedule.id, |runs| states(runs) == ["succeeded"]).await;
    assert_eq!(runs[0].due_at, due_at);
    let late = runs[0].fired_at.unwrap() - due_at;
    assert!((TimeDelta::zero()..TimeDelta::seconds(1)).contains(&late), "{late}");
    assert_eq!(count_batches(&studio).await, 1);
    assert_eq!(studio.accepted().len(), 1);
    studio.check_books().await;
    let schedule = schedules::find(&studio.app, studio.user, schedule.id).await.unwrap();
    assert_eq!(schedule.next_due_at, Some(due_at + TimeDelta::minutes(1)));
    assert_eq!(schedule.updated_at, schedule.created_at, "firing is no change");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_run_left_without_a_batch_is_taken_up_again(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let schedule = create(&studio, minutely()).await;
    // What a worker leaves that dies between the run and its batch.
    let asked = schedules::run_now(&studio.app, studio.user, schedule.id, None)
        .await
        .unwrap();
    assert_eq!((asked.run.state.as_str(), count_batches(&studio).await), ("waiting", 0));
    let _workers = (studio.worker().await, studio.worker().await);
    let runs = until(&studio, schedule.id, |runs| states(&runs[..1]) == ["succeeded"]).await;
    assert_eq!(runs[0].id, asked.run.id);
    let of_run: i64 = sqlx::query_scalar("SELECT count(*) FROM batches WHERE id = $1")
        .bind(runs[0].batch_id.unwrap().0)
        .fetch_one(&studio.app.db)
        .await
        .unwrap();
    assert_eq!(of_run, 1);
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_worker_killed_while_many_runs_start_makes_none_twice(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let request = ScheduleRequest {
        misfire: Misfire::All { max: 12 },
        ..minutely()
    };
    let schedule = create(&studio, request).await;
    forget_since(&studio, schedule.id, this_minute() - TimeDelta::minutes(30)).await;
    let fired = |runs: &[RunView]| runs.iter().filter(|run| run.batch_id.is_some()).count();
    let killed = studio.worker().await;
    until(&studio, schedule.id, |runs| fired(runs) >= 1).await;
    killed.kill();
    let _worker = studio.worker().await;
    let runs = until(&studio, schedule.id, |runs| {
        fired(runs) >= 12 && runs.iter().all(|run| run.state != "waiting")
    })
    .await;
    let fired = i64::try_from(fired(&runs)).unwrap();
    assert_eq!(count_batches(&studio).await, fired, "{runs:#?}");
    assert!(fired <= 16, "twelve made up for, and those on time: {fired}");
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn runs_above_the_budget_spend_nothing_and_pause_the_schedule(
    options: PgPoolOptions,
    database: PgConnectOptions,
) {
    let studio = Studio::new(options, database).await;
    let _worker = studio.worker().await;
    let request = ScheduleRequest {
        cron: "@yearly".to_owned(),
        budget: Some(MicroDollars(1)),
        pause_after: 2,
        ..minutely()
    };
    let schedule = create(&studio, request).await;
    for _ in 0..2 {
        schedules::run_now(&studio.app, studio.user, schedule.id, None)
            .await
            .unwrap();
    }
    let runs = until(&studio, schedule.id, |runs| {
        states(runs) == ["over_budget", "over_budget"]
    })
    .await;
    assert!(runs[0].message.as_deref().unwrap().contains("budget"), "{runs:#?}");
    assert_eq!(
        (studio.balance().await, count_batches(&studio).await),
        (START_BALANCE, 0)
    );
    let paused = schedules::find(&studio.app, studio.user, schedule.id).await.unwrap();
    assert_eq!(
        (
            paused.pause_reason.as_deref(),
            paused.consecutive_failures,
            paused.next_due_at
        ),
        (Some("failures"), 2, None)
    );
    let resumed = schedules::resume(&studio.app, studio.user, schedule.id).await.unwrap();
    assert_eq!((resumed.pause_reason, resumed.consecutive_failures), (None, 0));
    assert!(resumed.next_due_at.is_some());
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_run_that_cannot_be_paid_is_recorded(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let mut request = ScheduleRequest {
        cron: "@yearly".to_owned(),
        ..minutely()
    };
    let prompts: Vec<String> = (0..2000).map(|row| format!("fox {row}")).collect();
    request.request.spec = serde_json::from_value(json!({ "source": "prompts", "prompts": prompts })).unwrap();
    let schedule = create(&studio, request).await;
    schedules::run_now(&studio.app, studio.user, schedule.id, None)
        .await
        .unwrap();
    let _worker = studio.worker().await;
    until(&studio, schedule.id, |runs| states(runs) == ["no_credits"]).await;
    assert_eq!(
        (studio.balance().await, count_batches(&studio).await),
        (START_BALANCE, 0)
    );
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn nothing_fires_for_an_account_that_is_switched_off(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let schedule = create(&studio, minutely()).await;
    schedules::run_now(&studio.app, studio.user, schedule.id, None)
        .await
        .unwrap();
    forget_since(&studio, schedule.id, this_minute() - TimeDelta::minutes(5)).await;
    sqlx::query("UPDATE users SET is_active = false")
        .execute(&studio.app.db)
        .await
        .unwrap();
    let _worker = studio.worker().await;
    until(&studio, schedule.id, |runs| states(runs) == ["skipped_paused"]).await;
    let paused = schedules::find(&studio.app, studio.user, schedule.id).await.unwrap();
    assert_eq!(paused.pause_reason.as_deref(), Some("owner_inactive"));
    assert_eq!(
        (studio.balance().await, count_batches(&studio).await),
        (START_BALANCE, 0)
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_run_takes_its_recipe_along_and_is_refused_without_it(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let step = Step {
        operation: Operation::ImageToImage,
        model_id: "fal-ai/flux/dev/image-to-image".to_owned(),
        prompt: None,
        negative_prompt: None,
        parameters: serde_json::Map::new(),
        num_images: 1,
        seed: None,
        take: Take::All,
    };
    let recipe = RecipeRequest {
        name: "Once more".to_owned(),
        steps: vec![step],
    };
    let recipe = recipes::create(&studio.app, studio.user, recipe).await.unwrap().id;
    let mut request = minutely();
    // Nothing is due by itself.
    request.cron = "0 0 29 2 *".to_owned();
    let plain = batches::forecast(&studio.app, studio.user, &request.request)
        .await
        .unwrap();
    request.request.then.recipe_id = Some(recipe);
    // Enough for the rows alone.
    request.budget = Some(plain.high);
    let schedule = create(&studio, request.clone()).await;
    let _worker = studio.worker().await;
    let run = || schedules::run_now(&studio.app, studio.user, schedule.id, None);
    run().await.unwrap();
    until(&studio, schedule.id, |runs| states(runs) == ["over_budget"]).await;

    request.budget = None;
    let schedule = schedules::update(&studio.app, studio.user, schedule.id, schedule.updated_at, request).await;
    let schedule = schedule.unwrap();
    run().await.unwrap();
    let runs = until(&studio, schedule.id, |runs| {
        states(runs) == ["over_budget", "succeeded"]
    })
    .await;
    assert_eq!(studio.accepted().len(), 2, "the row, and the step that followed");
    let batch = batches::find(&studio.app, studio.user, runs[1].batch_id.unwrap())
        .await
        .unwrap();
    assert!(batch.recipe_run.is_some());

    recipes::delete(&studio.app, studio.user, recipe).await.unwrap();
    run().await.unwrap();
    let runs = until(&studio, schedule.id, |runs| {
        runs.len() == 3 && runs[2].ended_at.is_some()
    })
    .await;
    assert_eq!(states(&runs)[2], "refused");
    assert!(
        runs[2].message.as_deref().unwrap().contains("no such recipe"),
        "{runs:#?}"
    );
    studio.check_books().await;
}
