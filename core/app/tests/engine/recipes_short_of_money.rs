//! Runs of recipes that cannot pay: they wait, say why, and go on.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::recipes::Take;
use studio_model::MicroDollars;

use crate::harness::Studio;
use crate::recipes::{counts, ended, give, pictures, recipe, run, step, until};

/// Leaves so much to spend.
async fn leave(studio: &Studio, amount: i64) {
    // Spent through the ledger, so that the books still balance.
    let spare = studio.balance().await.0 - amount;
    let mut tx = studio.app.db.begin().await.unwrap();
    let id = studio.app.clock.new_id();
    sqlx::query("INSERT INTO ledger_transactions (id, user_id, kind, note) VALUES ($1, $2, 'expiry', 'test')")
        .bind(id)
        .bind(studio.user.0)
        .execute(&mut *tx)
        .await
        .unwrap();
    sqlx::query(
        "INSERT INTO ledger_entries (transaction_id, account, user_id, amount_microdollars)
        VALUES ($1, 'funding', $2, $3), ($1, 'available', $2, -$3)",
    )
    .bind(id)
    .bind(studio.user.0)
    .bind(spare)
    .execute(&mut *tx)
    .await
    .unwrap();
    sqlx::query("UPDATE users SET balance_microdollars = balance_microdollars - $2 WHERE id = $1")
        .bind(studio.user.0)
        .bind(spare)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_run_waits_for_credits_and_says_so(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let worker = studio.worker().await;
    let sources = pictures(&studio, 2).await;
    worker.stop().await;
    let recipe = recipe(&studio, vec![step(1, Take::All), step(1, Take::All)]).await;
    let asked = run(&studio, recipe, sources).await;
    let one = asked.upper.0 / 4;
    leave(&studio, one + one / 2).await;
    let _worker = studio.worker().await;
    let short = until(&studio, asked.id, |run| run.waiting.is_some()).await;
    assert_eq!(short.waiting.as_ref().unwrap().code, "no_credits", "{short:#?}");
    assert!(studio.balance().await >= MicroDollars::ZERO);
    studio.check_books().await;
    give(&studio, asked.upper.0).await;
    let done = ended(&studio, asked.id).await;
    assert_eq!(counts(&done), [(2, 0, 0, 0), (2, 0, 0, 0)], "{done:#?}");
    assert!(done.waiting.is_none());
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_run_waits_for_its_budget_and_says_so(options: PgPoolOptions, database: PgConnectOptions) {
    use studio_app::budgets::{self, BudgetPeriod};

    let studio = Studio::new(options, database).await;
    let worker = studio.worker().await;
    let sources = pictures(&studio, 3).await;
    worker.stop().await;
    let recipe = recipe(&studio, vec![step(1, Take::All)]).await;
    let asked = run(&studio, recipe, sources).await;
    let set = |credits| budgets::put(&studio.app, studio.user, None, BudgetPeriod::Day, credits, true);
    let used = set(1000.0).await.unwrap().used;
    set(used.credits() + asked.upper.credits() / 2.0).await.unwrap();
    let _worker = studio.worker().await;
    let short = until(&studio, asked.id, |run| run.waiting.is_some()).await;
    assert_eq!(short.waiting.as_ref().unwrap().code, "budget_reached", "{short:#?}");
    set(1000.0).await.unwrap();
    let done = ended(&studio, asked.id).await;
    assert_eq!(counts(&done), [(3, 0, 0, 0)], "{done:#?}");
    let budget = budgets::list(&studio.app, studio.user).await.unwrap().remove(0);
    assert_eq!(
        budget.used,
        MicroDollars(used.0 + done.captured.0),
        "a refused hold was taken off again"
    );
    studio.check_books().await;
}
