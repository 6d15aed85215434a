//! The end of an account, by a worker that dies again and again.

use std::pin::pin;
use std::task::Poll;

use bytes::Bytes;
use chrono::{TimeDelta, Utc};
use futures::StreamExt as _;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::App;
use studio_app::credits::check_ledger;
use studio_app::tasks::housekeeping::{Chore, run_due};
use studio_db::leaving::{self, Deletion};
use studio_model::{JobStatus, UserId};
use studio_storage::{KeyPrefix, ObjectKey, OriginalFormat};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::harness::{Studio, request};

/// Runs until it has waited so often, and no further: as a kill would, it stops between any two instructions.
async fn killed_after<F: Future>(waits: usize, future: F) -> Option<F::Output> {
    let (mut future, mut left) = (pin!(future), waits);
    std::future::poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

async fn upload(app: &App, user_id: UserId) {
    let (sha256, format) = ([7; 32], OriginalFormat::Png);
    let key = ObjectKey::Upload {
        user_id,
        sha256,
        format,
    };
    app.store.put(&key, Bytes::from_static(b"pixels")).await.unwrap();
}

/// Somebody else, one of whose pictures has the same file as one of the leaver's.
async fn sharer(app: &App) -> UserId {
    let bob = UserId(Uuid::new_v4());
    sqlx::query("INSERT INTO users (id, email, password_hash, name) VALUES ($1, 'bob@example.org', 'none', 'Bob')")
        .bind(bob.0)
        .execute(&app.db)
        .await
        .unwrap();
    sqlx::query(
        "INSERT INTO images (
            id, user_id, object_id, output_index, file_path, file_url, thumbnail_url, width, height, file_size, format, sha256,
            average_color, placeholder, prompt, model_id, model_version, parameters
        ) SELECT gen_random_uuid(), $1, object_id, output_index, file_path, file_url, thumbnail_url, width, height, file_size, format,
            sha256, average_color, placeholder, prompt, model_id, model_version, parameters
        FROM images WHERE output_index = 1",
    )
    .bind(bob.0)
    .execute(&app.db)
    .await
    .unwrap();
    bob
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn all_goes_and_the_books_agree_wherever_the_worker_dies(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let (app, go) = (&studio.app, CancellationToken::new());
    let worker = studio.worker().await;
    let done = studio.submit(request("paid")).await;
    assert_eq!(studio.ended(done.id).await.status, JobStatus::Completed);
    worker.stop().await;
    studio.submit(request("waits, and is cancelled")).await;
    let of_each = studio.objects().await / 4;
    let bob = sharer(app).await;
    upload(app, studio.user).await;
    upload(app, bob).await;
    let mut conn = app.db.acquire().await.unwrap();
    let wish = Deletion {
        requested_at: Utc::now() - TimeDelta::days(15),
        due_at: Utc::now() - TimeDelta::days(1),
    };
    assert!(leaving::request(&mut conn, studio.user, wish).await.unwrap());
    assert!(
        !leaving::request(&mut conn, studio.user, wish).await.unwrap(),
        "the first wish counts"
    );

    let (mut kills, mut waits) = (0, 5);
    loop {
        let due = "UPDATE housekeeping_runs SET due_at = now(), lease_owner = NULL, lease_until = NULL WHERE name = 'leaving-accounts'";
        sqlx::query(due).execute(&mut *conn).await.unwrap();
        let run = killed_after(waits, run_due(app, Chore::LeavingAccounts, &go)).await;
        let report = check_ledger(app).await.unwrap();
        assert!(report.is_clean(), "after {waits}: {report}");
        if let Some(run) = run {
            run.unwrap();
            break;
        }
        assert!(waits < 5_000, "it gets nowhere");
        (kills, waits) = (kills + 1, waits + 5);
    }
    assert!(kills > 10, "{kills}");
    assert!(!leaving::take_back(&mut conn, studio.user).await.unwrap());

    let left: Vec<String> = sqlx::query_scalar("SELECT email FROM users")
        .fetch_all(&mut *conn)
        .await
        .unwrap();
    assert_eq!(left, ["bob@example.org"]);
    let objects: Vec<_> = app.store.list(KeyPrefix::All).collect().await;
    assert_eq!(objects.len(), of_each + 1, "Bob's picture and his upload: {objects:?}");
    let (spent, nobodys, mails): (i64, i64, i64) = sqlx::query_as(
        "SELECT (SELECT sum(amount_microdollars) FROM ledger_entries WHERE account = 'spent')::bigint,
            (SELECT count(*) FROM ledger_transactions WHERE user_id IS NULL), (SELECT count(*) FROM mails)",
    )
    .fetch_one(&mut *conn)
    .await
    .unwrap();
    assert!(
        spent > 0 && nobodys == 6,
        "grant, two holds, capture, release, expiry: {nobodys}, {spent}"
    );
    assert_eq!(mails, 1, "that it is done");
}
