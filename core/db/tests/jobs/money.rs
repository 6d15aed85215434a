//! What is held, paid and given back.

use chrono::TimeDelta;
use sqlx::PgPool;
use studio_db::PgConnection;
use studio_db::budgets::{self, Budget};
use studio_db::generation::owner;
use studio_db::ledger::{self, JobMoney};
use studio_model::{BudgetPeriod, MicroDollars, UserId};
use uuid::Uuid;

use crate::{constraint, job, job_at, money, now, user};

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_hold_is_settled_once(pool: PgPool) {
    let mut conn = pool.acquire().await.unwrap();
    let user_id = user(&mut conn).await;
    let job_id = job(&mut conn, user_id).await;
    let balance = async |conn: &mut PgConnection| ledger::find_balance(conn, user_id).await.unwrap();
    assert_eq!(balance(&mut conn).await, Some(MicroDollars(900)));
    assert_eq!(ledger::check::list_imbalances(&mut conn).await.unwrap(), []);

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
