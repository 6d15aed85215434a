//! Chores: what goes, what stays, and who does it.

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::generation::{self, Canvas, Edit, Extent, Extents, Outpaint};
use studio_app::images;
use studio_app::tasks::housekeeping::{Chore, run_due};
use studio_app::{App, Clock};
use studio_db::housekeeping::{self, Run};
use studio_model::{ImageId, JobId, JobStatus};
use studio_storage::{ObjectKey, OriginalFormat};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::harness::{Studio, request};

async fn run(app: &App, chore: Chore) -> Option<u64> {
    housekeeping::make_due(&mut app.db.acquire().await.unwrap(), chore.name())
        .await
        .unwrap();
    run_due(app, chore, &CancellationToken::new()).await.unwrap()
}

async fn stored(app: &App, chore: Chore) -> Run {
    let runs = housekeeping::list(&mut app.db.acquire().await.unwrap()).await.unwrap();
    runs.into_iter().find(|run| run.name == chore.name()).unwrap()
}

async fn execute(app: &App, statement: &'static str) -> u64 {
    sqlx::query(statement).execute(&app.db).await.unwrap().rows_affected()
}

async fn count(app: &App, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(&app.db).await.unwrap()
}

/// The studio as it will be.
fn later(app: &App, days: i64) -> App {
    App {
        clock: Clock::standing_at(Utc::now() + TimeDelta::days(days)),
        ..app.clone()
    }
}

async fn set_ended_at(app: &App, id: JobId, ended_at: DateTime<Utc>) {
    sqlx::query("UPDATE generation_queue SET completed_at = $2 WHERE id = $1")
        .bind(id.0)
        .bind(ended_at)
        .execute(&app.db)
        .await
        .unwrap();
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn every_chore_has_its_row_and_is_done_once_at_a_time(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let (app, go) = (&studio.app, CancellationToken::new());
    let runs = housekeeping::list(&mut app.db.acquire().await.unwrap()).await.unwrap();
    let mut names = Chore::ALL.map(Chore::name);
    names.sort_unstable();
    assert_eq!(runs.iter().map(|run| &run.name[..]).collect::<Vec<_>>(), names);
    for chore in Chore::ALL {
        let nodes = futures::future::join_all((0..4).map(|_| run_due(app, chore, &go))).await;
        let done: Vec<u64> = nodes.into_iter().filter_map(|node| node.unwrap()).collect();
        assert_eq!(done, [0], "{chore:?}");
        let run = stored(app, chore).await;
        assert_eq!((run.removed, run.error, run.is_running), (Some(0), None, false));
        let every = TimeDelta::from_std(chore.every()).unwrap();
        assert_eq!(run.due_at, run.started_at.unwrap() + every, "{chore:?}");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_run_survives_its_process(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let (app, chore, dead) = (&studio.app, Chore::Events, Uuid::new_v4());
    let mut conn = app.db.acquire().await.unwrap();
    let lease = std::time::Duration::from_secs(300);
    assert!(housekeeping::claim(&mut conn, chore.name(), dead, lease).await.unwrap());
    assert_eq!(run(app, chore).await, None, "another process is at it");
    execute(
        app,
        "UPDATE housekeeping_runs SET lease_until = now() - interval '1 s' WHERE name = 'events'",
    )
    .await;
    assert_eq!(run(app, chore).await, Some(0), "it was silent for too long");
    assert!(!housekeeping::renew(&mut conn, chore.name(), dead, lease).await.unwrap());

    let stopped = CancellationToken::new();
    stopped.cancel();
    housekeeping::make_due(&mut conn, chore.name()).await.unwrap();
    assert_eq!(run_due(app, chore, &stopped).await.unwrap(), None);
    assert!(!stored(app, chore).await.is_running);
    let go = CancellationToken::new();
    assert_eq!(run_due(app, chore, &go).await.unwrap(), Some(0), "it is still due");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn old_rows_go_and_younger_ones_stay(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let app = &studio.app;
    // More than one step of them.
    execute(
        app,
        "INSERT INTO events (user_id, kind, subject_id, created_at)
        SELECT id, 'job', id, now() - interval '25 hours' FROM users, generate_series(1, 4100)",
    )
    .await;
    let events = count(app, "SELECT count(*) FROM events").await;
    assert_eq!(run(app, Chore::Events).await, Some(4100));
    assert_eq!(count(app, "SELECT count(*) FROM events").await, events - 4100);

    studio.submit(request("a key")).await;
    execute(
        app,
        "INSERT INTO idempotency_keys (user_id, key, body_hash, job_id, created_at)
        SELECT user_id, hours::text, sha256('body'), id, now() - make_interval(hours => hours)
        FROM generation_queue, generate_series(46, 50) AS hours",
    )
    .await;
    assert_eq!(run(app, Chore::IdempotencyKeys).await, Some(3), "48, 49 and 50 hours");

    execute(
        app,
        "INSERT INTO sessions (id, user_id, token, expires_at, last_seen_at)
        SELECT gen_random_uuid(), users.id, sha256(kind::bytea), now() + ends * interval '1 day', now() - seen * interval '1 day'
        FROM users, (VALUES ('alive', 1, 13), ('over', -1, 0), ('idle', 1, 15)) AS session (kind, ends, seen)",
    )
    .await;
    assert_eq!(run(app, Chore::Sessions).await, Some(2));
    assert_eq!(
        count(app, "SELECT count(*) FROM sessions WHERE token = sha256('alive')").await,
        1
    );

    execute(
        app,
        "INSERT INTO undo_steps (id, user_id, kind, changes, created_at, expires_at)
        SELECT gen_random_uuid(), users.id, 'trash', '[{}]', now() - interval '2 hours', now() + ends * interval '1 min'
        FROM users, (VALUES (-1), (-60), (1)) AS step (ends)",
    )
    .await;
    assert_eq!(run(app, Chore::UndoSteps).await, Some(2));
    assert_eq!(count(app, "SELECT count(*) FROM undo_steps").await, 1);

    execute(
        app,
        "INSERT INTO login_failures (subject, failures, last_at, locked_until) VALUES
            ('ip:young', 3, now(), NULL),
            ('ip:locked', 9, now() - interval '2 hours', now() + interval '1 min'),
            ('ip:old', 9, now() - interval '2 hours', now() - interval '1 hour')",
    )
    .await;
    assert_eq!(run(app, Chore::LoginFailures).await, Some(1));
    assert_eq!(
        count(app, "SELECT count(*) FROM login_failures WHERE subject = 'ip:old'").await,
        0
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn calls_and_executions_of_old_jobs_go(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let app = &studio.app;
    let worker = studio.worker().await;
    for prompt in ["old", "young"] {
        let job = studio.submit(request(prompt)).await;
        assert_eq!(studio.ended(job.id).await.status, JobStatus::Completed);
    }
    worker.stop().await;
    execute(
        app,
        "UPDATE generation_attempts SET ended_at = ended_at - interval '91 days'",
    )
    .await;
    assert_eq!(run(app, Chore::Attempts).await, Some(0), "their jobs have just ended");
    execute(
        app,
        "UPDATE generation_queue SET completed_at = completed_at - interval '91 days' WHERE prompt = 'old'",
    )
    .await;
    assert_eq!(run(app, Chore::Attempts).await, Some(1));
    let left = "SELECT count(*) FROM generation_attempts JOIN generation_queue AS job ON job.id = job_id WHERE prompt = 'young'";
    assert_eq!(count(app, left).await, 1);

    assert_eq!(run(app, Chore::Executions).await, Some(0));
    let old = execute(
        app,
        "UPDATE apalis.jobs SET done_at = now() - interval '61 min' WHERE status = 'Done'",
    )
    .await;
    assert!(old >= 2);
    assert_eq!(run(app, Chore::Executions).await, Some(old));
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn only_objects_of_nobody_go(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let worker = studio.worker().await;
    let job = studio.submit(request("kept for ever")).await;
    assert_eq!(studio.ended(job.id).await.status, JobStatus::Completed);
    worker.stop().await;
    let of_pictures = studio.objects().await;

    let app = &studio.app;
    let put = async |job_id| {
        let key = ObjectKey::Original {
            job_id,
            index: 9,
            format: OriginalFormat::Png,
        };
        app.store.put(&key, Bytes::from_static(b"pixels")).await.unwrap();
        key
    };
    let waiting = put(studio.submit(request("waiting")).await.id).await;
    let cancelled = studio.submit(request("cancelled")).await.id;
    generation::cancel(app, studio.user, cancelled).await.unwrap();
    set_ended_at(app, cancelled, Utc::now() - TimeDelta::days(6)).await;
    let cancelled_key = put(cancelled).await;
    let nobodys = put(JobId(Uuid::new_v4())).await;
    let beside_a_picture = put(job.id).await;

    assert_eq!(run(app, Chore::OrphanedObjects).await, Some(0), "all are young");
    let app = &later(app, 8);
    assert_eq!(
        run(app, Chore::OrphanedObjects).await,
        Some(1),
        "only what no job knows is known to be an orphan"
    );
    assert!(app.store.head(&nobodys).await.unwrap().is_none());

    set_ended_at(app, cancelled, Utc::now() - TimeDelta::days(8)).await;
    execute(
        app,
        "UPDATE generation_queue SET completed_at = now() - interval '8 days' WHERE status = 'completed'",
    )
    .await;
    assert_eq!(run(app, Chore::OrphanedObjects).await, Some(2));
    for gone in [cancelled_key, beside_a_picture] {
        assert!(app.store.head(&gone).await.unwrap().is_none(), "{gone}");
    }
    assert!(app.store.head(&waiting).await.unwrap().is_some());
    assert_eq!(studio.objects().await, of_pictures + 1);
    studio.check_books().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn uploads_of_refused_requests_go_and_those_of_jobs_stay(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let worker = studio.worker().await;
    let job = studio.submit(request("to be repainted")).await;
    assert_eq!(studio.ended(job.id).await.status, JobStatus::Completed);
    worker.stop().await;
    let app = &studio.app;
    let image: Uuid = sqlx::query_scalar("SELECT id FROM images")
        .fetch_one(&app.db)
        .await
        .unwrap();
    let extend = async |right, num_images| {
        let wish = Outpaint {
            edit: Edit {
                prompt: "more of it".to_owned(),
                model_id: None,
                negative_prompt: None,
                parameters: serde_json::Map::new(),
                num_images,
                seed: Some(1),
                project_id: None,
                priority: 0,
                idempotency_key: None,
            },
            canvas: Canvas::Sides(Extents {
                left: Extent::Pixels(0),
                right: Extent::Pixels(right),
                top: Extent::Pixels(0),
                bottom: Extent::Pixels(0),
            }),
        };
        generation::outpaint(app, studio.user, ImageId(image), wish).await
    };
    let before = studio.objects().await;
    extend(64, 1).await.unwrap();
    let with_a_job = studio.objects().await;
    assert_eq!(with_a_job, before + 2, "the canvas and the mask");
    execute(app, "UPDATE users SET balance_microdollars = 0").await;
    let refused = extend(32, 4).await.unwrap_err();
    assert!(
        matches!(refused, studio_app::Error::InsufficientCredits { .. }),
        "{refused:?}"
    );
    assert_eq!(studio.objects().await, with_a_job + 2);

    assert_eq!(run(app, Chore::OrphanedObjects).await, Some(0), "all are young");
    assert_eq!(run(&later(app, 8), Chore::OrphanedObjects).await, Some(2));
    assert_eq!(studio.objects().await, with_a_job);
    assert_eq!(run(&later(app, 8), Chore::OrphanedObjects).await, Some(0));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn pictures_leave_the_trash_for_good_after_their_time(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let worker = studio.worker().await;
    for prompt in ["thrown away", "kept"] {
        let job = studio.submit(request(prompt)).await;
        assert_eq!(studio.ended(job.id).await.status, JobStatus::Completed);
    }
    worker.stop().await;
    let app = &studio.app;
    let (objects, pictures) = (studio.objects().await, count(app, "SELECT count(*) FROM images").await);
    let of_each = objects / usize::try_from(pictures).unwrap();
    let id: Uuid = sqlx::query_scalar("SELECT id FROM images WHERE prompt = 'thrown away' LIMIT 1")
        .fetch_one(&app.db)
        .await
        .unwrap();
    images::move_to_trash(app, studio.user, ImageId(id)).await.unwrap();

    assert_eq!(
        run(&later(app, 29), Chore::TrashedImages).await,
        Some(0),
        "30 days are not over"
    );
    assert_eq!(run(&later(app, 31), Chore::TrashedImages).await, Some(1));
    assert_eq!(count(app, "SELECT count(*) FROM images").await, pictures - 1);
    assert!(of_each > 1, "an original and thumbnails");
    assert_eq!(studio.objects().await, objects - of_each);
    assert_eq!(run(&later(app, 31), Chore::TrashedImages).await, Some(0));
    studio.check_books().await;
}
