//! Calls to the provider, and what a worker that lost its job cannot do.

use sqlx::PgPool;
use studio_db::attempts;
use studio_db::generation::{self, call, held, owner};
use studio_model::{AttemptState, JobStatus, MicroDollars, Phase};

use crate::{acceptance, attempt, claim, constraint, job, now, user};

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_second_call_is_refused_while_the_first_may_live(pool: PgPool) {
    let mut conn = pool.acquire().await.unwrap();
    let user_id = user(&mut conn).await;
    let job_id = job(&mut conn, user_id).await;
    let hold = claim(&mut conn, job_id).await;
    let first = attempt(job_id);
    assert!(call::commit(&mut conn, hold, &[], &first).await.unwrap());
    for state in [AttemptState::Intended, AttemptState::Unknown, AttemptState::Accepted] {
        match state {
            AttemptState::Unknown => attempts::set_unknown(&mut conn, first.id, "lost", None).await.unwrap(),
            AttemptState::Accepted => drop(
                attempts::set_accepted(&mut conn, first.id, &acceptance("r1"))
                    .await
                    .unwrap(),
            ),
            _ => (),
        }
        let second = call::commit(&mut conn, hold, &[], &attempt(job_id)).await;
        assert_eq!(constraint(second), "generation_attempts_one_open", "{state}");
    }
    attempts::set_ended(&mut conn, first.id, AttemptState::Failed, "broken")
        .await
        .unwrap();
    assert!(call::commit(&mut conn, hold, &[], &attempt(job_id)).await.unwrap());
    assert_eq!(
        attempts::find_last(&mut conn, job_id, 0).await.unwrap().unwrap().number,
        2
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn one_request_belongs_to_one_attempt(pool: PgPool) {
    let mut conn = pool.acquire().await.unwrap();
    let user_id = user(&mut conn).await;
    let (a, b) = (
        attempt(job(&mut conn, user_id).await),
        attempt(job(&mut conn, user_id).await),
    );
    let (of_a, of_b) = (claim(&mut conn, a.job_id).await, claim(&mut conn, b.job_id).await);
    assert!(call::commit(&mut conn, of_a, &[], &a).await.unwrap());
    assert!(call::commit(&mut conn, of_b, &[], &b).await.unwrap());
    let taken = call::accept(&mut conn, of_a, a.id, &acceptance("same"), Some(3))
        .await
        .unwrap();
    assert!(taken.is_held);
    assert_eq!(taken.attempt.acceptance, Some(acceptance("same")));
    let job = generation::find(&mut conn, a.job_id).await.unwrap().unwrap();
    assert_eq!((job.phase, job.provider_position), (Some(Phase::Submitted), Some(3)));
    // The same answer again, by a webhook: fine.
    attempts::set_accepted(&mut conn, a.id, &acceptance("same"))
        .await
        .unwrap();
    assert_eq!(
        constraint(call::accept(&mut conn, of_b, b.id, &acceptance("same"), None).await),
        "generation_attempts_request_id"
    );
    let job = generation::find(&mut conn, b.job_id).await.unwrap().unwrap();
    assert_eq!(job.phase, Some(Phase::Submitting), "refused as a whole");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn an_accepted_request_is_kept_by_whoever_made_the_call(pool: PgPool) {
    let mut conn = pool.acquire().await.unwrap();
    let user_id = user(&mut conn).await;
    let job_id = job(&mut conn, user_id).await;
    let old = claim(&mut conn, job_id).await;
    let sent = attempt(job_id);
    assert!(call::commit(&mut conn, old, &[], &sent).await.unwrap());
    let new = claim(&mut conn, job_id).await;
    let taken = call::accept(&mut conn, old, sent.id, &acceptance("r1"), None)
        .await
        .unwrap();
    assert!(!taken.is_held);
    assert_eq!(taken.attempt.state, AttemptState::Accepted);
    let job = generation::find(&mut conn, job_id).await.unwrap().unwrap();
    assert_eq!((job.phase, job.fal_request_id), (Some(Phase::Submitting), None));
    // A call that has ended moves nobody.
    attempts::set_ended(&mut conn, sent.id, AttemptState::Failed, "broken")
        .await
        .unwrap();
    let late = call::accept(&mut conn, new, sent.id, &acceptance("r1"), None).await;
    assert!(matches!(late, Err(studio_db::Error::AffectedRows { .. })), "{late:?}");
    let job = generation::find(&mut conn, job_id).await.unwrap().unwrap();
    assert_eq!(job.phase, Some(Phase::Submitting));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_worker_that_lost_the_job_changes_nothing(pool: PgPool) {
    let mut conn = pool.acquire().await.unwrap();
    let user_id = user(&mut conn).await;
    let job_id = job(&mut conn, user_id).await;
    let old = claim(&mut conn, job_id).await;
    assert!(held::set_phase(&mut conn, old, Phase::Planning).await.unwrap());
    let new = claim(&mut conn, job_id).await;
    assert!(!held::lock(&mut conn, old).await.unwrap());
    assert!(!held::set_phase(&mut conn, old, Phase::Submitting).await.unwrap());
    let sent = attempt(job_id);
    assert!(!call::commit(&mut conn, old, &[], &sent).await.unwrap());
    assert!(attempts::find_last(&mut conn, job_id, 0).await.unwrap().is_none());
    assert!(!held::complete(&mut conn, old, MicroDollars(1), &[]).await.unwrap());
    assert!(!held::fail(&mut conn, old, "x", "y").await.unwrap());
    assert!(!held::cancel(&mut conn, old).await.unwrap());
    assert!(held::fail(&mut conn, new, "x", "y").await.unwrap());
    let job = generation::find(&mut conn, job_id).await.unwrap().unwrap();
    assert_eq!(
        (job.status, job.released_at, job.held),
        (JobStatus::Failed, None, MicroDollars::ZERO)
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn arrows_that_the_diagram_lacks_are_refused(pool: PgPool) {
    let mut conn = pool.acquire().await.unwrap();
    let user_id = user(&mut conn).await;
    let job_id = job(&mut conn, user_id).await;
    let hold = claim(&mut conn, job_id).await;
    assert_eq!(
        constraint(held::set_phase(&mut conn, hold, Phase::Running).await),
        "generation_queue_arrows"
    );
    assert_eq!(
        constraint(held::complete(&mut conn, hold, MicroDollars(1), &[]).await),
        "generation_queue_arrows"
    );
    assert!(owner::restart(&mut conn, job_id, MicroDollars(1), now()).await.is_err());
}
