//! Whole lives of jobs a second, with all policy on and a provider that does nothing, beside the queue library alone.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use apalis::prelude::{
    BackendExt as _, BoxDynError, Data, TaskBuilder, WorkerBuilder, WorkerBuilderExt as _, WorkerError,
};
use apalis_postgres::{Config, PostgresStorage};
use futures::FutureExt as _;
use serde_json::{Value, json};
use sqlx::PgPool;
use studio_fal_sim::SimConfig;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::client::Client;
use crate::noop;
use crate::options::Options;
use crate::report::{Figure, Section};
use crate::rig::Rig;

/// Tasks that run at a time, of the library and of the studio.
const CONCURRENCY: usize = 16;
/// Longest wait for one series.
const PATIENCE: Duration = Duration::from_secs(600);
/// Promise of the ratio: lives to the library's tasks.
const RATIO: f64 = 0.5;
/// Promise, in lives a second.
const LIVES: f64 = 300.0;

pub(super) async fn run(options: &Options) -> Result<Section> {
    let mut rig = Rig::start(options, SimConfig::instant()).await?;
    rig.replace_provider(&noop::serve().await?);
    rig.store_in_memory()?;
    let studio = rig.serve().await?;
    let member = studio.client.register("lives").await?;
    // The first ones open connections and files.
    live(&member.client, &rig.db, 200).await?;
    let commits = transactions(&rig.db).await?;
    let took = live(&member.client, &rig.db, options.lives).await?;
    let commits = transactions(&rig.db).await? - commits;
    let lives = per_second(options.lives, took);
    studio.end().await?;
    let raw = per_second(options.lives, drain(&rig.db, options.lives).await?);
    Ok(Section {
        title: "Whole lives a second",
        figures: vec![
            Figure::new("baseline: tasks that do nothing, by the queue library alone", raw, "/s"),
            Figure::new(
                "jobs: hold, admission, plan, submit, follow, store, capture",
                lives,
                "/s",
            )
            .at_least(LIVES),
            Figure::new("… as a share of the baseline", lives / raw, "").at_least(RATIO),
            Figure::new(
                "transactions of the database for one job",
                per_job(commits, options.lives),
                "",
            ),
        ],
        notes: vec![
            format!(
                "{} jobs of one batch, {CONCURRENCY} at a time; the provider answers at once with a picture of 8 by 8 pixels, of \
                 which the studio makes thumbnails, kept in memory. The library fetches one task at a time with {CONCURRENCY} at work, as the \
                 studio has it do.",
                options.lives
            ),
            "The studio, PostgreSQL and the provider share the two cores; commits wait for the disk, except those that docs/JOBS.md names.".to_owned(),
        ],
        ..Section::default()
    })
}

/// Asks for a batch and waits until all of it is done.
async fn live(client: &Client, db: &PgPool, jobs: u32) -> Result<Duration> {
    let prompts: Vec<String> = (0..jobs).map(|number| format!("life {number}")).collect();
    let request = json!({
        "spec": { "source": "prompts", "prompts": prompts },
        "defaults": { "model_id": "fal-ai/flux/schnell", "parameters": { "image_size": "custom", "width": 256, "height": 256 } },
    });
    let begun = Instant::now();
    let (_, answer) = client.send_json("/api/generate/batch", &request).await?;
    let path = format!(
        "/api/batches/{}",
        answer["batch"]["id"].as_str().context("no batch id")?
    );
    loop {
        let fetched = client.get(&path, "identity").await?;
        let batch = serde_json::from_slice::<Value>(&fetched.body)?["batch"].clone();
        if batch["state"] == "ended" {
            ensure!(batch["counts"]["completed"] == jobs, "{batch}");
            break;
        }
        ensure!(begun.elapsed() < PATIENCE, "still {batch}");
        sleep(Duration::from_millis(200)).await;
    }
    // A batch is marked within a second of its last job.
    let last: f64 = sqlx::query_scalar(
        "SELECT extract(epoch FROM max(completed_at) - min(created_at))::float8 FROM generation_queue
        WHERE batch_id = $1::uuid",
    )
    .bind(answer["batch"]["id"].as_str())
    .fetch_one(db)
    .await?;
    Ok(Duration::from_secs_f64(last))
}

/// The library alone: pushes so many tasks and has a worker of the studio's settings take them.
async fn drain(db: &PgPool, tasks: u32) -> Result<Duration> {
    async fn nothing(_: Value, done: Data<Arc<AtomicU32>>) -> std::result::Result<(), BoxDynError> {
        done.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
    const QUEUE: &str = "nothing";
    let pool = sqlx::postgres::PgPoolOptions::new()
        .max_connections(u32::try_from(CONCURRENCY * 2 + 16)?)
        .connect_with((*db.connect_options()).clone())
        .await?;
    let mut tx = pool.begin().await?;
    for first in (0..tasks).step_by(1000) {
        let pushed =
            (first..tasks.min(first + 1000)).map(|number| TaskBuilder::new(number.to_string().into_bytes()).build());
        apalis_postgres::queries::push_tasks(&mut *tx, QUEUE, pushed.collect()).await?;
    }
    tx.commit().await?;
    let (done, stop) = (Arc::new(AtomicU32::new(0)), CancellationToken::new());
    let config = Config::default().queue(QUEUE).batch_size(1);
    let storage = PostgresStorage::<Value>::new(&pool)
        .with_config(config)
        .with_pubsub()
        .poll_with_interval(Duration::from_secs(1));
    let worker = WorkerBuilder::new("nothing")
        .backend(storage)
        .concurrency(CONCURRENCY)
        .data(done.clone())
        .build(nothing);
    let begun = Instant::now();
    let running = tokio::spawn(worker.run_until(stop.clone().cancelled_owned().map(Ok::<(), WorkerError>)));
    while done.load(Ordering::Relaxed) < tasks {
        ensure!(
            begun.elapsed() < PATIENCE,
            "the library did {} tasks",
            done.load(Ordering::Relaxed)
        );
        sleep(Duration::from_millis(20)).await;
    }
    let took = begun.elapsed();
    stop.cancel();
    running.await??;
    Ok(took)
}

async fn transactions(db: &PgPool) -> Result<i64> {
    // The statistics are up to a second old.
    sleep(Duration::from_secs(2)).await;
    let count = sqlx::query_scalar("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()");
    Ok(count.fetch_one(db).await?)
}

fn per_second(count: u32, took: Duration) -> f64 {
    f64::from(count) / took.as_secs_f64()
}

#[expect(clippy::cast_precision_loss, reason = "some hundred thousand transactions")]
fn per_job(commits: i64, jobs: u32) -> f64 {
    commits as f64 / f64::from(jobs)
}
