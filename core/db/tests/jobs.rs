//! Jobs, attempts, money and events against a real PostgreSQL.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::PgPool;
use studio_db::attempts::{self, Acceptance, NewAttempt};
use studio_db::budgets::{self, Budget};
use studio_db::events::{self, EventCursor, EventKind};
use studio_db::generation::held::{self, Hold};
use studio_db::generation::{self, NewJob, call, owner};
use studio_db::ledger::{self, Grant, JobMoney};
use studio_db::models::{PluginRecord, upsert_plugin};
use studio_db::{PgConnection, Result};
use studio_model::{AttemptId, AttemptState, BudgetPeriod, JobId, JobStatus, MicroDollars, Phase, UserId};
use uuid::Uuid;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

const DIGEST: [u8; 32] = [7; 32];

/// A user with 1,000 micro-dollars.
async fn user(conn: &mut PgConnection) -> UserId {
    let id = UserId(Uuid::new_v4());
    sqlx::query("INSERT INTO users (id, email, password_hash, name) VALUES ($1, $2, 'none', 'Ada')")
        .bind(id.0)
        .bind(format!("{id}@example.org"))
        .execute(&mut *conn)
        .await
        .unwrap();
    let grant = Grant {
        id: Uuid::new_v4(),
        user_id: id,
        amount: MicroDollars(1000),
        note: "test",
    };
    ledger::grant(conn, &grant, now()).await.unwrap();
    id
}

/// A waiting job that holds 100 micro-dollars.
async fn job(conn: &mut PgConnection, user_id: UserId) -> JobId {
    job_at(conn, user_id, now()).await
}

/// The same, asked for at this time.
async fn job_at(conn: &mut PgConnection, user_id: UserId, at: DateTime<Utc>) -> JobId {
    let plugin = PluginRecord {
        digest: DIGEST,
        plugin_id: "fal-flux".to_owned(),
        version: "1.0.0".to_owned(),
        name: "FLUX".to_owned(),
        author: "us".to_owned(),
        manifest: json!({}),
    };
    upsert_plugin(conn, &plugin).await.unwrap();
    let id = JobId(Uuid::now_v7());
    let job = NewJob {
        id,
        user_id,
        project_id: None,
        operation: "text-to-image".to_owned(),
        prompt: "a test".to_owned(),
        negative_prompt: None,
        model_id: "fal-ai/flux/dev".to_owned(),
        plugin_digest: DIGEST,
        parameters: json!({}),
        num_images: 1,
        seed: 1,
        inputs: json!([]),
        parent_image_id: None,
        priority: 0,
        estimate: MicroDollars(90),
        held: MicroDollars(100),
        recipe: None,
    };
    generation::insert(conn, &job, at).await.unwrap();
    assert!(ledger::hold(conn, &money(user_id, id), job.held, at).await.unwrap());
    id
}

fn money(user_id: UserId, job_id: JobId) -> JobMoney {
    JobMoney {
        id: Uuid::new_v4(),
        user_id,
        job_id,
        round: 0,
    }
}

/// What admission and a claim do.
async fn claim(conn: &mut PgConnection, job_id: JobId) -> Hold {
    let release_no: i32 = sqlx::query_scalar(
        "UPDATE generation_queue SET released_at = now(), release_no = release_no + 1, lease_owner = 'w', lease_until = now()
        WHERE id = $1 RETURNING release_no",
    )
    .bind(job_id.0)
    .fetch_one(conn)
    .await
    .unwrap();
    Hold { job_id, release_no }
}

fn attempt(job_id: JobId) -> NewAttempt {
    NewAttempt {
        id: AttemptId(Uuid::new_v4()),
        job_id,
        round: 0,
        step: 0,
        label: "generate".to_owned(),
        token: Uuid::new_v4(),
        endpoint: "fal-ai/flux/dev".to_owned(),
        input: json!({"prompt": "a test"}),
        plugin_state: Vec::new(),
    }
}

fn acceptance(request_id: &str) -> Acceptance {
    let url = |rest: &str| format!("https://queue.fal.run/fal-ai/flux/requests/{request_id}{rest}");
    Acceptance {
        request_id: request_id.to_owned(),
        status_url: url("/status"),
        response_url: url(""),
        cancel_url: url("/cancel"),
    }
}

fn constraint<T: std::fmt::Debug>(result: Result<T>) -> String {
    result.unwrap_err().constraint().unwrap().to_owned()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_hold_is_settled_once(pool: PgPool) {
    let mut conn = pool.acquire().await.unwrap();
    let user_id = user(&mut conn).await;
    let job_id = job(&mut conn, user_id).await;
    let balance = async |conn: &mut PgConnection| ledger::find_balance(conn, user_id).await.unwrap();
    assert_eq!(balance(&mut conn).await, Some(MicroDollars(900)));
    assert_eq!(ledger::list_imbalances(&mut conn).await.unwrap(), []);

    ledger::capture(
        &mut conn,
        &money(user_id, job_id),
        MicroDollars(100),
        MicroDollars(60),
        now(),
    )
    .await
    .unwrap();
    assert_eq!(balance(&mut conn).await, Some(MicroDollars(940)));
    for again in [
        ledger::capture(
            &mut conn,
            &money(user_id, job_id),
            MicroDollars(100),
            MicroDollars(60),
            now(),
        )
        .await,
        ledger::release(&mut conn, &money(user_id, job_id), MicroDollars(100), now()).await,
    ] {
        assert_eq!(constraint(again), "ledger_transactions_one_settlement");
    }
    assert_eq!(
        constraint(ledger::hold(&mut conn, &money(user_id, job_id), MicroDollars(1), now()).await),
        "ledger_transactions_one_hold"
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_balance_below_zero_cannot_be_written(pool: PgPool) {
    let mut conn = pool.acquire().await.unwrap();
    let user_id = user(&mut conn).await;
    let job_id = job(&mut conn, user_id).await;
    let other = JobMoney {
        round: 1,
        ..money(user_id, job_id)
    };
    assert!(!ledger::hold(&mut conn, &other, MicroDollars(901), now()).await.unwrap());
    let forced = sqlx::query("UPDATE users SET balance_microdollars = -1")
        .execute(&mut *conn)
        .await;
    assert_eq!(
        constraint(forced.map_err(studio_db::Error::from)),
        "users_balance_not_negative"
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn entries_that_do_not_sum_to_zero_are_refused_at_commit(pool: PgPool) {
    let mut tx = pool.begin().await.unwrap();
    let user_id = user(&mut tx).await;
    sqlx::query("UPDATE ledger_entries SET amount_microdollars = 1 WHERE account = 'available'")
        .execute(&mut *tx)
        .await
        .unwrap();
    assert_eq!(
        constraint(tx.commit().await.map_err(studio_db::Error::from)),
        "ledger_entries_balance"
    );
    assert!(
        ledger::find_balance(&mut pool.acquire().await.unwrap(), user_id)
            .await
            .unwrap()
            .is_none()
    );
}

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

/// What a user's only budget counts.
async fn used(conn: &mut PgConnection, user_id: UserId) -> i64 {
    budgets::list(conn, user_id).await.unwrap()[0].used.0
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_budget_counts_what_was_held_in_its_period_and_no_other(pool: PgPool) {
    let mut conn = pool.acquire().await.unwrap();
    let user_id = user(&mut conn).await;
    let today = now() + TimeDelta::days(1);
    let (old, new) = (
        job_at(&mut conn, user_id, now()).await,
        job_at(&mut conn, user_id, today).await,
    );
    let budget = Budget {
        id: Uuid::new_v4(),
        project_id: None,
        period: BudgetPeriod::Day,
        limit: MicroDollars(500),
        is_hard: true,
        period_start: today,
        used: MicroDollars::ZERO,
        updated_at: today,
    };
    budgets::put(&mut conn, user_id, &budget, today).await.unwrap();
    assert_eq!(used(&mut conn, user_id).await, 100, "yesterday's hold is yesterday's");

    let cancel = async |conn: &mut PgConnection, id| {
        owner::cancel_waiting(conn, id, today).await.unwrap();
        ledger::release(conn, &money(user_id, id), MicroDollars(100), today)
            .await
            .unwrap();
    };
    cancel(&mut conn, old).await;
    assert_eq!(used(&mut conn, user_id).await, 100, "and so is what returns of it");
    owner::restart(&mut conn, old, MicroDollars(100), today).await.unwrap();
    let again = JobMoney {
        round: 1,
        ..money(user_id, old)
    };
    assert!(ledger::hold(&mut conn, &again, MicroDollars(100), today).await.unwrap());
    assert_eq!(used(&mut conn, user_id).await, 200, "started again, it is held today");
    cancel(&mut conn, new).await;
    owner::cancel_waiting(&mut conn, old, today).await.unwrap();
    let again = JobMoney {
        id: Uuid::new_v4(),
        ..again
    };
    ledger::release(&mut conn, &again, MicroDollars(100), today)
        .await
        .unwrap();
    assert_eq!(used(&mut conn, user_id).await, 0);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_slow_transactions_events_are_not_skipped(pool: PgPool) {
    let user_id = user(&mut pool.acquire().await.unwrap()).await;
    let add = async |conn: &mut PgConnection, subject: u128| {
        events::insert(conn, user_id, EventKind::Job, Uuid::from_u128(subject))
            .await
            .unwrap();
    };
    let read = async |after: EventCursor| {
        events::list_after(&mut pool.acquire().await.unwrap(), after, Some(user_id), 10)
            .await
            .unwrap()
    };
    let mut slow = pool.begin().await.unwrap();
    add(&mut slow, 1).await;
    add(&mut pool.acquire().await.unwrap(), 2).await;
    // The quick one has the higher number and is committed; reading on from it would lose the slow one.
    assert_eq!(read(EventCursor::default()).await, []);
    slow.commit().await.unwrap();
    // Transactions of other databases of the server may hold the reader back for a moment.
    let seen = loop {
        match read(EventCursor::default()).await {
            seen if seen.len() < 2 => tokio::time::sleep(Duration::from_millis(20)).await,
            seen => break seen,
        }
    };
    assert_eq!(
        seen.iter().map(|event| event.subject_id.as_u128()).collect::<Vec<_>>(),
        [1, 2]
    );
    assert_eq!(read(seen[0].cursor).await, seen[1..]);
    assert!(
        events::exists(&mut pool.acquire().await.unwrap(), seen[1].cursor)
            .await
            .unwrap()
    );
}
