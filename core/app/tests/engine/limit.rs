//! A provider that bears fewer jobs at a time than there are slots.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::generation::JobView;
use studio_app::provider::{self, ProviderState, ProviderView};
use studio_fal_sim::{Fault, FaultKind, SimConfig, Stage};
use studio_model::JobStatus;

use crate::harness::{Studio, request};

/// Refuses what goes beyond `limit` requests, each of which takes `base_ms`.
fn provider_that_bears(limit: usize, base_ms: u64) -> SimConfig {
    let mut sim = SimConfig::instant();
    sim.live.time_scale = 1.0;
    sim.live.queue_ms = 0;
    sim.live.concurrency_limit = limit;
    sim.live.quirks.queue_refuses_above_limit = true;
    let latency = studio_fal_sim::Latency {
        base_ms,
        step_ms: 0,
        image_ms: 0,
    };
    sim.live.latency.insert("*".to_owned(), latency);
    sim
}

async fn submit(studio: &Studio, count: usize) -> Vec<JobView> {
    let mut jobs = Vec::with_capacity(count);
    for number in 0..count {
        let mut small = request(&format!("picture {number}"));
        small.num_images = 1;
        jobs.push(studio.submit(small).await);
    }
    jobs
}

async fn all_complete(studio: &Studio, jobs: &[JobView]) {
    for job in jobs {
        let job = studio.ended(job.id).await;
        assert_eq!(job.status, JobStatus::Completed, "{:?}", job.error_message);
        assert_eq!(job.retry_count, 0, "a refusal for too many is not the job's fault");
    }
    assert_eq!(studio.accepted().len(), jobs.len(), "each was sent once");
    studio.check_books().await;
}

async fn refusals(studio: &Studio) -> i64 {
    let refused = sqlx::query_scalar("SELECT count(*) FROM generation_attempts WHERE state = 'refused'");
    refused.fetch_one(&studio.app.db).await.unwrap()
}

async fn until(studio: &Studio, enough: impl Fn(&ProviderView) -> bool) -> ProviderView {
    for _ in 0..600 {
        let account = provider::measure(&studio.app).await.unwrap();
        if enough(&account) {
            return account;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("still {:?}", provider::measure(&studio.app).await)
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn two_processes_find_what_the_provider_bears(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::with(options, database, provider_that_bears(3, 300), |_| ()).await;
    let jobs = submit(&studio, 36).await;
    let (_one, _other) = (studio.worker().await, studio.worker().await);
    let lowered = until(&studio, |account| account.state == ProviderState::Lowered).await;
    assert!(lowered.limit <= 8 && lowered.lowered_at.is_some(), "{lowered:?}");
    all_complete(&studio, &jobs).await;
    let refused = refusals(&studio).await;
    // The first burst of 16 finds 3 places; afterwards one or two in each round are refused while the limit is felt for.
    assert!((10..=30).contains(&refused), "{refused} refusals for 36 jobs");
    assert!(provider::measure(&studio.app).await.unwrap().raised_at.is_some());
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_limit_rises_again_to_the_maximum(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::with(options, database, provider_that_bears(100, 20), |config| {
        config.job_slots = 4;
    })
    .await;
    studio.set_faults(vec![
        Fault::always(FaultKind::RateLimit { retry_after_s: None }).times(4),
    ]);
    let _worker = studio.worker().await;
    let jobs = submit(&studio, 4).await;
    let lowered = until(&studio, |account| account.state == ProviderState::Lowered).await;
    assert!(lowered.limit <= 2, "{lowered:?}");
    all_complete(&studio, &jobs).await;
    // One more place for each full window, at most one a second.
    for _ in 0..4 {
        all_of(&studio, submit(&studio, 4).await).await;
        tokio::time::sleep(Duration::from_millis(1100)).await;
    }
    let open = until(&studio, |account| account.state == ProviderState::Open).await;
    assert_eq!((open.limit, open.max_running), (4, 4));
}

async fn all_of(studio: &Studio, jobs: Vec<JobView>) {
    for job in jobs {
        assert_eq!(studio.ended(job.id).await.status, JobStatus::Completed);
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_rest_that_the_provider_asks_for_is_kept(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::with(options, database, SimConfig::instant(), |_| ()).await;
    let busy = FaultKind::RateLimit { retry_after_s: Some(3) };
    studio.set_faults(vec![Fault::always(busy).on(Stage::Submit).times(1)]);
    let _worker = studio.worker().await;
    let first = submit(&studio, 1).await;
    let held = until(&studio, |account| account.state == ProviderState::Held).await;
    let second = submit(&studio, 1).await;
    let waiting = studio
        .until(second[0].id, |job| job.waiting.is_some())
        .await
        .waiting
        .unwrap();
    assert_eq!(
        (waiting.code, waiting.until),
        ("provider_limit", held.held_until),
        "{waiting:?}"
    );
    let ended = studio.ended(second[0].id).await;
    assert!(ended.started_at > held.held_until, "{ended:?}");
    all_of(&studio, first).await;
    assert_eq!((studio.accepted().len(), refusals(&studio).await), (2, 1));
}
