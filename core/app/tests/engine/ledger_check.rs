//! `studio check ledger`: books that agree, and books that were broken on purpose.

use sqlx::AssertSqlSafe;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::credits;
use studio_db::ledger::check::Finding;

use crate::harness::{Studio, request};

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn books_agree_until_somebody_breaks_them(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let worker = studio.worker().await;
    let done = studio.submit(request("an owl")).await;
    studio.ended(done.id).await;
    worker.stop().await;
    let waiting = studio.submit(request("a fox")).await;
    let report = credits::check_ledger(&studio.app).await.unwrap();
    assert!(report.is_clean(), "{report}");
    assert_eq!((report.extent.users, report.extent.transactions), (1, 4));

    let (done, waiting) = (done.id.to_string(), waiting.id.to_string());
    type Expected = fn(&Finding) -> bool;
    let breakages: [(String, Expected); 5] = [
        (
            "UPDATE ledger_entries SET amount_microdollars = amount_microdollars + 1 WHERE account = 'spent'"
                .to_owned(),
            |found| matches!(found, Finding::Transaction { sum: 1, .. }),
        ),
        (
            "UPDATE users SET balance_microdollars = balance_microdollars + 5".to_owned(),
            |found| matches!(found, Finding::Balance { balance, available, .. } if balance - available == 5),
        ),
        (
            format!("UPDATE generation_queue SET held_microdollars = held_microdollars + 3 WHERE id = '{waiting}'"),
            |found| matches!(found, Finding::Held { held, by_jobs, .. } if by_jobs - held == 3),
        ),
        (
            format!("DELETE FROM ledger_transactions WHERE kind = 'capture' AND job_id = '{done}'"),
            |found| matches!(found, Finding::Unsettled { .. }),
        ),
        (
            format!("UPDATE ledger_transactions SET job_id = '{waiting}' WHERE kind = 'capture' AND job_id = '{done}'"),
            |found| matches!(found, Finding::SettledAlive { .. }),
        ),
    ];
    for (breakage, expected) in breakages {
        let mut broken = studio.app.db.acquire().await.unwrap();
        // The schema itself refuses all of it.
        sqlx::query("SET session_replication_role = replica")
            .execute(&mut *broken)
            .await
            .unwrap();
        sqlx::query("BEGIN").execute(&mut *broken).await.unwrap();
        let done = sqlx::query(AssertSqlSafe(breakage.clone()))
            .execute(&mut *broken)
            .await
            .unwrap();
        assert!(done.rows_affected() > 0, "{breakage}");
        let found = [
            studio_db::ledger::check::list_transactions(&mut broken).await.unwrap(),
            studio_db::ledger::check::list_users(&mut broken).await.unwrap(),
            studio_db::ledger::check::list_rounds(&mut broken).await.unwrap(),
        ]
        .concat();
        assert!(found.iter().any(expected), "{breakage}: {found:?}");
        sqlx::query("ROLLBACK").execute(&mut *broken).await.unwrap();
        sqlx::query("SET session_replication_role = origin")
            .execute(&mut *broken)
            .await
            .unwrap();
    }
    assert!(credits::check_ledger(&studio.app).await.unwrap().is_clean());
}
