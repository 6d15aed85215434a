//! What is said about a job's end, and what it is measured from.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::queue::{self, NoForecast};
use studio_app::{generation, models};
use studio_fal_sim::{Fault, FaultKind, Latency, SimConfig};
use studio_model::JobStatus;

use crate::harness::{Studio, request};

const MODEL: &str = "fal-ai/flux/schnell";

/// Each request takes a quarter of a second.
fn steady_provider() -> SimConfig {
    let mut sim = SimConfig::instant();
    sim.live.time_scale = 1.0;
    sim.live.queue_ms = 0;
    let latency = Latency {
        base_ms: 250,
        step_ms: 0,
        image_ms: 0,
    };
    sim.live.latency.insert("*".to_owned(), latency);
    sim
}

async fn run_one(studio: &Studio) -> JobStatus {
    let mut small = request("again and again");
    small.num_images = 1;
    let job = studio.submit(small).await;
    studio.ended(job.id).await.status
}

async fn measure(studio: &Studio) -> u64 {
    let mut conn = studio.app.db.acquire().await.unwrap();
    studio_db::timings::measure(&mut conn).await.unwrap()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_model_is_measured_from_five_jobs_on(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::with(options, database, steady_provider(), |_| ()).await;
    let worker = studio.worker().await;
    for _ in 0..4 {
        assert_eq!(run_one(&studio).await, JobStatus::Completed);
    }
    assert_eq!(measure(&studio).await, 1, "one model has run");
    assert_eq!(models::find(&studio.app, MODEL).await.unwrap().measured, None);

    assert_eq!(run_one(&studio).await, JobStatus::Completed);
    let refused = FaultKind::ModelError {
        error: "content_policy_violation".to_owned(),
    };
    studio.set_faults(vec![Fault::always(refused)]);
    assert_eq!(run_one(&studio).await, JobStatus::Failed);
    worker.stop().await;
    let unwanted = studio.submit(request("unwanted")).await;
    generation::cancel(&studio.app, studio.user, unwanted.id).await.unwrap();

    measure(&studio).await;
    let measured = models::find(&studio.app, MODEL).await.unwrap().measured.unwrap();
    assert_eq!(measured.runs, 6, "a cancelled job does not count");
    assert!((measured.success_rate - 5.0 / 6.0).abs() < 1e-9, "{measured:?}");
    let (p50, p95) = (measured.p50_s.unwrap(), measured.p95_s.unwrap());
    assert!(0.25 <= p50 && p50 <= p95 && p95 < 10.0, "{measured:?}");
    let listed = models::list(&studio.app).await.unwrap();
    assert!(listed.iter().any(|model| model.measured == Some(measured)));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_job_ends_when_it_is_expected(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::with(options, database, steady_provider(), |_| ()).await;
    let worker = studio.worker().await;
    for _ in 0..5 {
        run_one(&studio).await;
    }
    worker.stop().await;
    measure(&studio).await;
    let job = studio.submit(request("with an end in sight")).await;
    let expected = job.expected.unwrap();
    let measured = models::find(&studio.app, MODEL).await.unwrap().measured.unwrap();
    assert!(
        (expected.remaining.from.as_secs_f64() - measured.p50_s.unwrap()).abs() < 0.01,
        "it is next and all places are free: {expected:?} {measured:?}"
    );
    assert!(expected.from < expected.to, "{expected:?}");
    let _worker = studio.worker().await;
    let running = studio.until(job.id, |job| job.started_at.is_some()).await;
    assert!(running.status.is_ended() || running.expected.is_ok(), "{running:?}");
    let ended = studio.ended(job.id).await;
    assert_eq!(ended.expected, Err(NoForecast::Over));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_stands_further_back_ends_later(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::with(options, database, steady_provider(), |config| config.job_slots = 2).await;
    let mut ends = Vec::new();
    for number in 0..6 {
        let job = studio.submit(request(&format!("number {number}"))).await;
        ends.push(job.expected.unwrap().remaining);
    }
    assert_eq!(ends[0], ends[1], "two begin at once");
    assert!(ends[1].to < ends[2].to && ends[2].from < ends[5].from, "{ends:?}");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn nothing_is_expected_of_a_paused_job(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let job = studio.submit(request("later")).await;
    assert!(job.expected.is_ok(), "the plugin says how long it takes: {job:?}");
    let paused = queue::pause_job(&studio.app, studio.user, job.id).await.unwrap();
    assert_eq!(paused.expected, Err(NoForecast::Paused));
    queue::resume_job(&studio.app, studio.user, job.id).await.unwrap();
    queue::pause_own(&studio.app, studio.user).await.unwrap();
    let waiting = generation::find(&studio.app, studio.user, job.id).await.unwrap();
    assert_eq!(waiting.expected, Err(NoForecast::Paused));
}
