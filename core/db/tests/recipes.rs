//! Pictures that go on to steps: written down once, made into jobs once, whoever tries.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgPool};
use studio_db::recipes::items::{self, ItemKey};
use studio_db::recipes::runs::{self, NewRun};
use studio_db::recipes::{keep, tally};
use studio_model::{ImageId, JobId, MicroDollars, RecipeRunId, UserId};
use uuid::Uuid;

fn now() -> DateTime<Utc> {
    "2026-11-26T18:00:00Z".parse().unwrap()
}

/// A user with a job that has made two pictures, and a run of two steps.
struct Fixture {
    user: UserId,
    job: JobId,
    images: [ImageId; 2],
    run: RecipeRunId,
}

async fn job(conn: &mut PgConnection, user: UserId, run: Option<(RecipeRunId, i16, ImageId)>) -> sqlx::Result<JobId> {
    let id = Uuid::new_v4();
    sqlx::query(
        "INSERT INTO generation_queue (
            id, user_id, operation, prompt, model_id, plugin_digest, parameters, num_images, seed, estimate_microdollars,
            held_microdollars, recipe_run_id, recipe_step, parent_image_id
        ) VALUES ($1, $2, 'image-to-image', 'a fox', 'm', decode(repeat('00', 32), 'hex'), '{}', 1, 0, 0, 0, $3, $4, $5)",
    )
    .bind(id)
    .bind(user.0)
    .bind(run.map(|(run, ..)| run.0))
    .bind(run.map(|(_, step, _)| step))
    .bind(run.map(|(.., source)| source.0))
    .execute(conn)
    .await?;
    Ok(JobId(id))
}

async fn fixture(conn: &mut PgConnection, take: &str) -> Fixture {
    let user = UserId(Uuid::new_v4());
    sqlx::query("INSERT INTO users (id, email, password_hash, name) VALUES ($1, 'ada@example.org', 'none', 'Ada')")
        .bind(user.0)
        .execute(&mut *conn)
        .await
        .unwrap();
    sqlx::query(
        "INSERT INTO plugins (digest, plugin_id, version, name, author, manifest)
        VALUES (decode(repeat('00', 32), 'hex'), 'p', '1', 'P', 'A', '{}')",
    )
    .execute(&mut *conn)
    .await
    .unwrap();
    let job = job(conn, user, None).await.unwrap();
    let images = [ImageId(Uuid::new_v4()), ImageId(Uuid::new_v4())];
    for (index, image) in (0i32..).zip(images) {
        sqlx::query(
            "INSERT INTO images (
                id, user_id, job_id, output_index, object_id, file_path, file_url, thumbnail_url, width, height, file_size, format,
                sha256, average_color, placeholder, is_flagged, prompt, model_id, model_version, parameters
            ) VALUES ($1, $2, $3, $4, $1, 'none', 'none', 'none', 8, 8, 1, 'png', decode(repeat('00', 32), 'hex'), '#000000', '',
                false, 'a fox', 'm', '1', '{}')",
        )
        .bind(image.0)
        .bind(user.0)
        .bind(job.0)
        .bind(index)
        .execute(&mut *conn)
        .await
        .unwrap();
    }
    let run = NewRun {
        id: RecipeRunId(Uuid::new_v4()),
        user_id: user,
        recipe_id: None,
        batch_id: None,
        project_id: None,
        name: "Winter".to_owned(),
        steps: serde_json::json!([{ "take": take }, { "take": "all" }]),
        estimate: MicroDollars::ZERO,
        upper: MicroDollars::ZERO,
        created_at: now(),
    };
    runs::insert(conn, &run).await.unwrap();
    Fixture {
        user,
        job,
        images,
        run: run.id,
    }
}

/// Ends the runs that are done, as the workers do.
async fn end_done(conn: &mut PgConnection) -> u64 {
    let done = keep::lock_done(conn).await.unwrap();
    keep::end_done(conn, &done, now()).await.unwrap()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn pictures_are_passed_on_once(pool: PgPool) {
    let mut conn = pool.acquire().await.unwrap();
    let all = fixture(&mut conn, "all").await;
    let mut pass = async |step: i16| items::pass_on(&mut conn, all.run, step, all.job, now()).await.unwrap();
    assert_eq!((pass(0).await, pass(0).await), (2, 0), "a second time does nothing");
    assert_eq!(
        (pass(1).await, pass(2).await),
        (2, 0),
        "nothing follows on the last step"
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_step_may_take_the_first_picture_only(pool: PgPool) {
    let mut conn = pool.acquire().await.unwrap();
    let first = fixture(&mut conn, "first").await;
    assert_eq!(
        items::pass_on(&mut conn, first.run, 0, first.job, now()).await.unwrap(),
        1
    );
    let waiting = items::list_waiting(&mut conn, first.run, 10).await.unwrap();
    assert_eq!(
        (waiting[0].source, waiting[0].prompt.as_str()),
        (first.images[0], "a fox")
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_cancelled_run_takes_no_more_and_an_ended_one_opens(pool: PgPool) {
    let mut conn = pool.acquire().await.unwrap();
    let Fixture { run, job, user, .. } = fixture(&mut conn, "all").await;
    assert_eq!(end_done(&mut conn).await, 1, "nothing is left to do");
    assert_eq!(items::pass_on(&mut conn, run, 0, job, now()).await.unwrap(), 2);
    let open = runs::find_for_user(&mut conn, user, run).await.unwrap().unwrap();
    assert_eq!(open.ended_at, None, "its pictures opened it");
    assert_eq!(end_done(&mut conn).await, 0, "pictures wait");
    runs::request_cancel(&mut conn, run, now()).await.unwrap();
    assert_eq!(end_done(&mut conn).await, 1);
    assert_eq!(items::pass_on(&mut conn, run, 1, job, now()).await.unwrap(), 0);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn two_workers_make_one_job_of_a_picture(pool: PgPool) {
    let mut conn = pool.acquire().await.unwrap();
    let Fixture { user, run, images, .. } = fixture(&mut conn, "all").await;
    items::insert_chosen(&mut conn, run, &images, now()).await.unwrap();
    let key = ItemKey {
        run_id: run,
        step: 1,
        source: images[0],
    };
    let (mut first, mut second) = (pool.begin().await.unwrap(), pool.begin().await.unwrap());
    assert!(keep::lock_going(&mut first, run).await.unwrap());
    let loser = tokio::spawn(async move {
        // Waits here for the first one.
        assert!(keep::lock_going(&mut second, run).await.unwrap());
        items::lock_waiting(&mut second, key).await.unwrap()
    });
    assert!(items::lock_waiting(&mut first, key).await.unwrap());
    let made = job(&mut first, user, Some((run, 1, images[0]))).await.unwrap();
    items::link(&mut first, key, made).await.unwrap();
    first.commit().await.unwrap();
    assert!(!loser.await.unwrap(), "the picture is taken");

    // And whoever would not look is refused.
    let twice = job(&mut conn, user, Some((run, 1, images[0]))).await.unwrap_err();
    let constraint = twice.as_database_error().unwrap().constraint().unwrap().to_owned();
    assert_eq!(constraint, "generation_queue_recipe_once");
    assert!(items::link(&mut conn, key, made).await.is_err());
    let tally = tally::count(&mut conn, &[run]).await.unwrap()[&(run, 1)];
    assert_eq!((tally.waiting, tally.queued), (1, 1), "{tally:?}");
}
