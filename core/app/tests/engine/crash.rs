//! Workers killed at every phase boundary.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::generation;
use studio_fal_sim::{Fault, FaultKind, Stage};
use studio_model::{JobStatus, Phase};

use crate::harness::{Studio, request};
use crate::lifecycle::slow_provider;

/// Kills the worker as soon as the job is seen in `phase`, starts another and expects one request, one payment, all pictures.
async fn killed_in(options: PgPoolOptions, database: PgConnectOptions, phase: Phase, faults: Vec<Fault>) {
    let studio = Studio::with(options, database, slow_provider(), |_| ()).await;
    studio.set_faults(faults);
    let first = studio.worker().await;
    let job = studio.submit(request("nine lives")).await;
    let seen = studio.in_phase(job.id, phase).await;
    first.kill();
    assert_eq!(seen.phase, Some(phase), "the job was never seen there");
    studio.lapse_leases().await;
    let _second = studio.worker().await;
    studio.assert_paid_once(job.id, 4).await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn killed_while_submitting(options: PgPoolOptions, database: PgConnectOptions) {
    let slow = Fault::always(FaultKind::Slow {
        delay_ms: 1500,
        accept_first: true,
    })
    .on(Stage::Submit)
    .times(1);
    killed_in(options, database, Phase::Submitting, vec![slow]).await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn killed_while_it_is_not_known_what_became_of_the_call(options: PgPoolOptions, database: PgConnectOptions) {
    let faults = vec![
        Fault::always(FaultKind::AcceptThenDrop {}).times(1),
        Fault::always(FaultKind::LateWebhook { delay_ms: 4000 }),
    ];
    killed_in(options, database, Phase::Unknown, faults).await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn killed_while_in_the_providers_queue(options: PgPoolOptions, database: PgConnectOptions) {
    killed_in(options, database, Phase::Submitted, Vec::new()).await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn killed_while_the_provider_works(options: PgPoolOptions, database: PgConnectOptions) {
    killed_in(options, database, Phase::Running, Vec::new()).await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn killed_while_the_result_is_stored(options: PgPoolOptions, database: PgConnectOptions) {
    let slow = Fault::always(FaultKind::Slow {
        delay_ms: 800,
        accept_first: true,
    })
    .on(Stage::File)
    .times(2);
    killed_in(options, database, Phase::Ingesting, vec![slow]).await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_job_that_kills_its_workers_is_given_up(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let job = studio.submit(request("poison")).await;
    sqlx::query("UPDATE generation_queue SET crash_count = 5")
        .execute(&studio.app.db)
        .await
        .unwrap();
    let _worker = studio.worker().await;
    let job = studio.assert_refunded(job.id, JobStatus::Failed).await;
    assert_eq!(job.error_code.as_deref(), Some("crashed"));
    assert_eq!(studio.accepted().len(), 0);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_job_that_is_paid_for_outlives_many_workers(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::with(options, database, slow_provider(), |_| ()).await;
    let first = studio.worker().await;
    let job = studio.submit(request("in bad company")).await;
    studio.in_phase(job.id, Phase::Submitted).await;
    first.kill();
    studio.lapse_leases().await;
    sqlx::query("UPDATE generation_queue SET crash_count = 6")
        .execute(&studio.app.db)
        .await
        .unwrap();
    let _second = studio.worker().await;
    studio.assert_paid_once(job.id, 4).await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_job_given_up_in_the_middle_can_be_started_again(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::with(options, database, slow_provider(), |_| ()).await;
    let first = studio.worker().await;
    let job = studio.submit(request("poison in the middle")).await;
    studio.in_phase(job.id, Phase::Submitted).await;
    first.kill();
    // As the rescue leaves it, without the pause that it makes by then.
    sqlx::query(
        "UPDATE generation_queue SET crash_count = 25, released_at = NULL, lease_owner = NULL, lease_until = NULL",
    )
    .execute(&studio.app.db)
    .await
    .unwrap();
    let _second = studio.worker().await;
    studio.assert_refunded(job.id, JobStatus::Failed).await;
    let open: i64 = sqlx::query_scalar("SELECT count(*) FROM generation_attempts WHERE ended_at IS NULL")
        .fetch_one(&studio.app.db)
        .await
        .unwrap();
    assert_eq!(open, 0, "the call ends with the job");
    generation::retry(&studio.app, studio.user, job.id).await.unwrap();
    let job = studio.ended(job.id).await;
    assert_eq!((job.status, job.images.len()), (JobStatus::Completed, 4), "{job:#?}");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_result_that_waited_through_a_long_outage_is_fetched(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::with(options, database, slow_provider(), |_| ()).await;
    let first = studio.worker().await;
    let job = studio.submit(request("sleeping beauty")).await;
    studio.in_phase(job.id, Phase::Submitted).await;
    first.kill();
    while studio.accepted()[0].ended_at.is_none() {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    sqlx::query("UPDATE generation_attempts SET accepted_at = now() - interval '3 hours', created_at = now() - interval '3 hours'")
        .execute(&studio.app.db)
        .await
        .unwrap();
    // Here the lease runs out by itself.
    let _second = studio.worker().await;
    studio.assert_paid_once(job.id, 4).await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_call_that_ended_without_a_decision_does_not_hold_the_job(
    options: PgPoolOptions,
    database: PgConnectOptions,
) {
    let studio = Studio::with(options, database, slow_provider(), |_| ()).await;
    let first = studio.worker().await;
    let job = studio.submit(request("half a decision")).await;
    studio.in_phase(job.id, Phase::Submitted).await;
    first.kill();
    studio.lapse_leases().await;
    sqlx::query("UPDATE generation_attempts SET state = 'failed', error = 'by hand', ended_at = now()")
        .execute(&studio.app.db)
        .await
        .unwrap();
    let _second = studio.worker().await;
    let job = studio.ended(job.id).await;
    assert_eq!((job.status, job.images.len()), (JobStatus::Completed, 4), "{job:#?}");
}
