//! A provider that refuses, lies, breaks off and comes late.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::generation;
use studio_fal_sim::{Fault, FaultKind, Stage};
use studio_model::{JobStatus, Phase};

use crate::harness::{Studio, request};
use crate::lifecycle::slow_provider;

/// Runs one job with `faults` and expects it to be done, sent once, paid once.
async fn survives(options: PgPoolOptions, database: PgConnectOptions, faults: Vec<Fault>) -> Studio {
    let studio = Studio::new(options, database).await;
    studio.set_faults(faults);
    let _worker = studio.worker().await;
    let job = studio.submit(request("through thick and thin")).await;
    studio.assert_paid_once(job.id, 4).await;
    studio
}

macro_rules! survives {
    ($($name:ident: $faults:expr;)*) => {$(
        #[sqlx::test(migrator = "studio_db::MIGRATOR")]
        async fn $name(options: PgPoolOptions, database: PgConnectOptions) {
            survives(options, database, $faults).await;
        }
    )*};
}

survives! {
    an_answer_lost_after_the_request_was_taken: vec![Fault::always(FaultKind::AcceptThenDrop {}).times(1)];
    an_answer_lost_and_no_webhook: vec![
        Fault::always(FaultKind::AcceptThenDrop {}).times(1),
        Fault::always(FaultKind::NoWebhook {}),
    ];
    a_submit_answered_503: vec![Fault::always(FaultKind::Http { status: 503, detail: None, retry_after_s: None }).times(1)];
    a_submit_answered_429: vec![Fault::always(FaultKind::RateLimit { retry_after_s: None }).times(1)];
    a_status_that_is_not_json: vec![Fault::always(FaultKind::InvalidJson {}).on(Stage::Status).times(2)];
    a_result_that_is_not_json: vec![Fault::always(FaultKind::InvalidJson {}).on(Stage::Result).times(2)];
    a_result_of_another_content_type:
        vec![Fault::always(FaultKind::WrongContentType { content_type: "text/html".to_owned() }).on(Stage::Result).times(1)];
    a_result_that_is_an_error_in_disguise: vec![Fault::always(FaultKind::ErrorIn200 {}).on(Stage::Result).times(1)];
    a_picture_that_breaks_off: vec![Fault::always(FaultKind::TruncatedImage { keep: 0.5, break_connection: false }).times(1)];
    a_download_that_breaks_off: vec![Fault::always(FaultKind::TruncatedImage { keep: 0.5, break_connection: true }).times(1)];
    a_webhook_that_comes_twice: vec![Fault::always(FaultKind::DuplicateWebhook { deliveries: 3 })];
    a_webhook_that_comes_late: vec![Fault::always(FaultKind::LateWebhook { delay_ms: 500 })];
    a_forged_webhook: vec![Fault::always(FaultKind::BadSignature {})];
    a_request_that_goes_back_to_the_queue: vec![Fault::always(FaultKind::Requeue {}).times(1)];
}

/// Runs one job with `faults` and expects it to fail for good with everything refunded.
async fn fails(options: PgPoolOptions, database: PgConnectOptions, faults: Vec<Fault>, code: &str) {
    let studio = Studio::new(options, database).await;
    studio.set_faults(faults);
    let _worker = studio.worker().await;
    let job = studio.submit(request("in vain")).await;
    let job = studio.assert_refunded(job.id, JobStatus::Failed).await;
    assert_eq!(job.error_code.as_deref(), Some(code), "{:?}", job.error_message);
    assert!(job.can_retry);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_refused_prompt_fails_at_once(options: PgPoolOptions, database: PgConnectOptions) {
    let refused = FaultKind::ModelError {
        error: "content_policy_violation".to_owned(),
    };
    fails(options, database, vec![Fault::always(refused)], "rejected").await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_decompression_bomb_is_never_decoded(options: PgPoolOptions, database: PgConnectOptions) {
    fails(
        options,
        database,
        vec![Fault::always(FaultKind::BombImage { side: 30_000 })],
        "bad_result",
    )
    .await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_model_that_fails_once_is_asked_again(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let broken = FaultKind::PlatformError {
        error: "runner_disconnected".to_owned(),
    };
    studio.set_faults(vec![Fault::always(broken).times(1)]);
    let _worker = studio.worker().await;
    let job = studio.submit(request("second time lucky")).await;
    let job = studio.ended(job.id).await;
    assert_eq!(
        (job.status, job.retry_count),
        (JobStatus::Completed, 1),
        "{:?}",
        job.error_message
    );
    // The first one certainly ended without a result, so a second one may be paid.
    assert_eq!(studio.accepted().len(), 2);
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_plugin_that_is_not_to_be_tried_again_is_not(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let broken = FaultKind::PlatformError {
        error: "runner_disconnected".to_owned(),
    };
    studio.set_faults(vec![Fault::always(broken).times(1)]);
    sqlx::query(
        "INSERT INTO retry_policies (plugin_id, max_retries, first_pause_s, longest_pause_s) VALUES ('fal-flux', 0, 1, 1)",
    )
    .execute(&studio.app.db)
    .await
    .unwrap();
    let _worker = studio.worker().await;
    let job = studio.submit(request("no second time")).await;
    let job = studio.ended(job.id).await;
    assert_eq!((job.status, job.retry_count), (JobStatus::Failed, 0));
    assert_eq!(studio.accepted().len(), 1);
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_call_without_any_trace_is_sent_again_only_after_the_bound(
    options: PgPoolOptions,
    database: PgConnectOptions,
) {
    let studio = Studio::with(options, database, studio_fal_sim::SimConfig::instant(), |config| {
        config.submit_unknown_s = 10;
    })
    .await;
    studio.set_faults(vec![Fault::always(FaultKind::Refuse {}).times(1)]);
    let _worker = studio.worker().await;
    let job = studio.submit(request("lost on the way")).await;
    let unknown = studio.in_phase(job.id, Phase::Unknown).await;
    assert_eq!(unknown.phase, Some(Phase::Unknown));
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(
        studio.accepted().len(),
        0,
        "not sent again while the first may still arrive"
    );
    studio.assert_paid_once(job.id, 4).await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_provider_that_is_not_there_is_waited_for(options: PgPoolOptions, database: PgConnectOptions) {
    // Nobody listens on port 1; a port that was only just free may be another test's simulator by now.
    let studio = Studio::with(options, database, studio_fal_sim::SimConfig::instant(), |config| {
        config.fal.queue_url = "http://127.0.0.1:1/queue".parse().unwrap();
    })
    .await;
    let _worker = studio.worker().await;
    let job = studio.submit(request("anybody there")).await;
    let job = studio
        .until(job.id, |job| {
            job.waiting.as_ref().is_some_and(|waiting| waiting.code == "back_off")
        })
        .await;
    assert_eq!(
        (job.status, job.retry_count),
        (JobStatus::Pending, 0),
        "waiting costs no attempt"
    );
    generation::cancel(&studio.app, studio.user, job.id).await.unwrap();
    studio.assert_refunded(job.id, JobStatus::Cancelled).await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_running_request_is_cancelled_at_the_provider(options: PgPoolOptions, database: PgConnectOptions) {
    let mut sim = slow_provider();
    sim.live.quirks.running_cancel_honoured = true;
    let studio = Studio::with(options, database, sim, |_| ()).await;
    studio.set_faults(vec![Fault::always(FaultKind::NeverFinish {})]);
    let _worker = studio.worker().await;
    let job = studio.submit(request("no, wait")).await;
    studio.in_phase(job.id, Phase::Running).await;
    let job = generation::cancel(&studio.app, studio.user, job.id).await.unwrap();
    assert!(job.is_cancelling && !job.can_cancel);
    studio.assert_refunded(job.id, JobStatus::Cancelled).await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_result_that_arrives_in_spite_of_the_cancel_is_kept(options: PgPoolOptions, database: PgConnectOptions) {
    let mut sim = slow_provider();
    sim.live.quirks.running_cancel_honoured = false;
    let studio = Studio::with(options, database, sim, |_| ()).await;
    let _worker = studio.worker().await;
    let job = studio.submit(request("too late")).await;
    studio.in_phase(job.id, Phase::Running).await;
    generation::cancel(&studio.app, studio.user, job.id).await.unwrap();
    studio.assert_paid_once(job.id, 4).await;
}
