//! Running batches again: as a new one, and what failed of one in place.

use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::batches::{self, BatchState, RowFilter, Stopped};
use studio_app::{Error, generation, queue};
use studio_fal_sim::{Fault, FaultKind};
use studio_model::{JobStatus, MicroDollars, PageLimit};

use crate::batches::{batch, ended, give, prompts, submit, until};
use crate::harness::Studio;

fn refused() -> Fault {
    Fault::always(FaultKind::ModelError {
        error: "content_policy_violation".to_owned(),
    })
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_failed_runs_again_in_place(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    studio.set_faults(vec![refused().times(3)]);
    let _worker = studio.worker().await;
    let asked = submit(&studio, batch(prompts(5))).await;
    let first = ended(&studio, asked.id).await;
    assert_eq!((first.completed, first.failed), (2, 3), "{first:#?}");

    let again = batches::rerun_failed(&studio.app, studio.user, asked.id, Some("again"))
        .await
        .unwrap();
    assert_eq!((again.restarted, again.skipped, again.stopped), (3, 0, None));
    assert_eq!((again.batch.state, again.batch.ended_at), (BatchState::Running, None));
    let second = ended(&studio, asked.id).await;
    assert_eq!((second.completed, second.failed), (5, 0), "{second:#?}");
    assert_eq!(
        studio.balance().await.0 + second.captured.0,
        crate::harness::START_BALANCE.0
    );
    studio.check_books().await;

    let replayed = batches::rerun_failed(&studio.app, studio.user, asked.id, Some("again"))
        .await
        .unwrap();
    assert!(replayed.replayed);
    assert_eq!(replayed.restarted, 0);
    let nothing = batches::rerun_failed(&studio.app, studio.user, asked.id, None).await;
    assert!(matches!(nothing, Err(Error::Conflict(_))), "{nothing:?}");
    let misused = batches::rerun_all(&studio.app, studio.user, asked.id, Some("again".to_owned())).await;
    assert!(matches!(misused, Err(Error::Conflict(_))), "{misused:?}");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn it_stops_where_the_credits_end(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    studio.set_faults(vec![refused()]);
    let worker = studio.worker().await;
    let asked = submit(&studio, batch(prompts(4))).await;
    let failed = ended(&studio, asked.id).await;
    worker.stop().await;
    let price = failed.upper.0 / 4;
    sqlx::query("UPDATE users SET balance_microdollars = 0")
        .execute(&studio.app.db)
        .await
        .unwrap();
    sqlx::query("DELETE FROM ledger_transactions")
        .execute(&studio.app.db)
        .await
        .unwrap();
    let broke = batches::rerun_failed(&studio.app, studio.user, asked.id, Some("key")).await;
    assert!(matches!(broke, Err(Error::InsufficientCredits { .. })), "{broke:?}");
    let untouched = batches::find(&studio.app, studio.user, asked.id).await.unwrap();
    assert_eq!((untouched.state, untouched.failed), (BatchState::Ended, 4));

    give(&studio, price * 5 / 2).await;
    let partly = batches::rerun_failed(&studio.app, studio.user, asked.id, Some("key"))
        .await
        .unwrap();
    let expected = Stopped::NoCredits {
        needed: MicroDollars(price),
        available: MicroDollars(price / 2),
    };
    assert_eq!((partly.restarted, partly.stopped), (2, Some(expected)));
    assert_eq!((partly.batch.queued, partly.batch.failed), (2, 2));
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_job_of_a_cancelled_batch_runs_again_and_no_other_row(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let mut request = batch(prompts(20));
    request.window_jobs = Some(3);
    let asked = submit(&studio, request).await;
    // Rows become jobs, and none of them starts.
    queue::pause_own(&studio.app, studio.user).await.unwrap();
    let _worker = studio.worker().await;
    until(&studio, asked.id, |batch| batch.loaded_rows == 3).await;
    batches::cancel(&studio.app, studio.user, asked.id).await.unwrap();
    let done = ended(&studio, asked.id).await;
    assert_eq!((done.cancelled, done.completed), (20, 0));
    queue::resume_own(&studio.app, studio.user).await.unwrap();
    let all = RowFilter::default();
    let jobs = batches::list_rows(&studio.app, studio.user, asked.id, &all, None, PageLimit::default())
        .await
        .unwrap();
    assert_eq!(jobs.len(), 3);
    let job = &jobs[0];
    assert_eq!(job.status, JobStatus::Cancelled);
    generation::retry(&studio.app, studio.user, job.id).await.unwrap();
    assert_eq!(studio.ended(job.id).await.status, JobStatus::Completed);
    let again = ended(&studio, asked.id).await;
    assert_eq!(
        (again.completed, again.cancelled, again.queued),
        (1, 19, 0),
        "{again:#?}"
    );
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_whole_runs_again_as_a_child(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let spec = json!({ "source": "csv", "text": "prompt,seed\nfox,5\nowl,6\n" });
    let mut request = batch(spec);
    request.priority = 7;
    let asked = submit(&studio, request).await;
    let key = Some("once more".to_owned());
    let child = batches::rerun_all(&studio.app, studio.user, asked.id, key.clone())
        .await
        .unwrap();
    assert!(!child.replayed);
    assert_eq!(child.batch.parent_batch_id, Some(asked.id));
    assert_eq!(
        (&child.batch.name, child.batch.rows, child.batch.priority),
        (&asked.name, 2, 7)
    );
    let replay = batches::rerun_all(&studio.app, studio.user, asked.id, key)
        .await
        .unwrap();
    assert!(replay.replayed);
    assert_eq!(replay.batch.id, child.batch.id);
    let _worker = studio.worker().await;
    assert_eq!(ended(&studio, child.batch.id).await.completed, 2);
    studio.check_books().await;
}
