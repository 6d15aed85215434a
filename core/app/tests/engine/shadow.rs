//! A version tried on jobs that really ran: nothing is called, nothing is paid, and what it would have done is told.

use std::path::Path;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::accounts::{User, find_user};
use studio_app::plugins::{self, ShadowOutcome};

use crate::harness::{Studio, request};

fn flux() -> Vec<u8> {
    let dir = std::env::var("PLUGINS_DIR").unwrap();
    std::fs::read(Path::new(&dir).join("fal-flux.wasm")).unwrap()
}

/// The plugin with another word for its call, in the place of the old one.
fn relabelled() -> Vec<u8> {
    let (mut bytes, old) = (flux(), b"generateimage_size.width");
    let at = bytes.windows(old.len()).position(|window| window == old).unwrap();
    bytes[at..at + 8].copy_from_slice(b"redesign");
    bytes
}

async fn administrator(studio: &Studio) -> User {
    sqlx::query("UPDATE users SET role = 'admin'")
        .execute(&studio.app.db)
        .await
        .unwrap();
    find_user(&studio.app, studio.user).await.unwrap()
}

async fn upload(studio: &Studio, admin: &User, bytes: Vec<u8>) -> String {
    let uploaded = plugins::upload(&studio.app, admin, bytes.into()).await.unwrap();
    uploaded.version.digest
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_version_is_tried_on_finished_jobs_without_a_call_or_a_cost(
    options: PgPoolOptions,
    database: PgConnectOptions,
) {
    let studio = Studio::new(options, database).await;
    let admin = administrator(&studio).await;
    let worker = studio.worker().await;
    for number in 0..3 {
        let job = studio.submit(request(&format!("a lighthouse, number {number}"))).await;
        studio.ended(job.id).await;
    }
    worker.stop().await;
    let (calls, balance) = (studio.accepted().len(), studio.balance().await);

    let same = upload(&studio, &admin, [flux(), vec![0, 5, 3, b'n', b'e', b'w', 1]].concat()).await;
    let run = plugins::shadow(&studio.app, &admin, "fal-flux", &same, 200)
        .await
        .unwrap();
    assert_eq!((run.same, run.differed, run.failed), (3, 0, 0), "{run:#?}");

    let other = upload(&studio, &admin, relabelled()).await;
    let run = plugins::shadow(&studio.app, &admin, "fal-flux", &other, 2)
        .await
        .unwrap();
    assert_eq!((run.same, run.differed, run.failed), (0, 2, 0), "{run:#?}");
    let ShadowOutcome::Different { what, before, after } = &run.jobs[0].outcome else {
        panic!("{run:#?}");
    };
    assert_eq!(what, "call");
    assert_eq!(
        (&before["label"], &after["label"]),
        (&"generate".into(), &"redesign".into())
    );
    assert_eq!(before["input"], after["input"]);
    let kept = plugins::find_shadow(&studio.app, &admin, "fal-flux", &other)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(kept.jobs, run.jobs);

    assert_eq!((studio.accepted().len(), studio.balance().await), (calls, balance));
    studio.check_books().await;

    // Jobs of a version that is on offer no more are not its successor's.
    plugins::promote(&studio.app, &admin, "fal-flux", &other).await.unwrap();
    let run = plugins::shadow(&studio.app, &admin, "fal-flux", &same, 200)
        .await
        .unwrap();
    assert_eq!(run.jobs, []);
}
