//! What happens at missed and overlapping due times, and how much later a run starts.

use std::time::Duration;

use chrono::{SubsecRound as _, TimeDelta, Timelike as _, Utc};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::batches;
use studio_app::schedules::{self, Misfire, Overlap, ScheduleRequest};

use super::{count_batches, create, forget_since, minutely, runs, started, states, this_minute, until};
use crate::harness::Studio;

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn after_a_downtime_one_run_stands_for_all(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    // Five due times, the newest of them half an hour ago: none is within the grace.
    let since = this_minute() - TimeDelta::hours(5);
    let request = ScheduleRequest {
        cron: format!("{} * * * *", (since + TimeDelta::minutes(30)).minute()),
        ..minutely()
    };
    let schedule = create(&studio, request).await;
    forget_since(&studio, schedule.id, since).await;
    let _worker = studio.worker().await;
    let runs = until(&studio, schedule.id, |runs| {
        states(runs) == ["skipped_misfire", "succeeded"]
    })
    .await;
    assert_eq!(runs[0].missed, 4);
    assert_eq!(runs[0].due_at, since + TimeDelta::minutes(30));
    assert_eq!(runs[1].due_at, since + TimeDelta::minutes(270));
    assert_eq!(count_batches(&studio).await, 1);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_a_downtime_cost_is_given_up_or_made_up_for_as_asked(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let since = this_minute() - TimeDelta::hours(5);
    let hourly = |misfire| ScheduleRequest {
        cron: format!("{} * * * *", (since + TimeDelta::minutes(30)).minute()),
        misfire,
        ..minutely()
    };
    let skip = create(&studio, hourly(Misfire::Skip)).await;
    let all = create(&studio, hourly(Misfire::All { max: 2 })).await;
    forget_since(&studio, skip.id, since).await;
    forget_since(&studio, all.id, since).await;
    let _worker = studio.worker().await;
    let given_up = until(&studio, skip.id, |runs| states(runs) == ["skipped_misfire"]).await;
    assert_eq!(given_up[0].missed, 5);
    let made_up = until(&studio, all.id, |runs| {
        states(runs) == ["skipped_misfire", "succeeded", "succeeded"]
    })
    .await;
    assert_eq!(made_up[0].missed, 3);
    let due: Vec<_> = made_up[1..].iter().map(|run| run.due_at).collect();
    assert_eq!(due, [210, 270].map(|minutes| since + TimeDelta::minutes(minutes)));
    assert_eq!(count_batches(&studio).await, 2);
    let next = schedules::find(&studio.app, studio.user, skip.id)
        .await
        .unwrap()
        .next_due_at;
    assert_eq!(next, Some(since + TimeDelta::minutes(330)), "the regular ones go on");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn runs_that_may_overlap_run_side_by_side(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let _worker = studio.worker().await;
    hold_everything(&studio).await;
    let schedule = create(&studio, yearly(Overlap::Allow)).await;
    started(&studio, schedule.id).await;
    schedules::run_now(&studio.app, studio.user, schedule.id, None)
        .await
        .unwrap();
    until(&studio, schedule.id, |runs| states(runs) == ["started", "started"]).await;
    assert_eq!(count_batches(&studio).await, 2);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_jitter_delays_each_run_by_its_own_time_on_every_worker(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let _workers = (studio.worker().await, studio.worker().await);
    let due_at = (Utc::now() + TimeDelta::seconds(3)).trunc_subsecs(0);
    let request = ScheduleRequest {
        cron: format!("{} * * * * *", due_at.timestamp() % 60),
        jitter_s: 8,
        ..minutely()
    };
    let schedule = create(&studio, request).await;
    let runs = until(&studio, schedule.id, |runs| states(runs) == ["succeeded"]).await;
    assert_eq!(runs[0].due_at, due_at);
    let promised = studio_schedule::jitter(schedule.id.0.as_u128(), due_at, Duration::from_secs(8));
    let late = (runs[0].fired_at.unwrap() - due_at).to_std().unwrap();
    assert!(
        (promised..promised + Duration::from_secs(2)).contains(&late),
        "{late:?}, not {promised:?}"
    );
    assert_eq!(count_batches(&studio).await, 1);
}

fn yearly(overlap: Overlap) -> ScheduleRequest {
    ScheduleRequest {
        cron: "@yearly".to_owned(),
        overlap,
        ..minutely()
    }
}

/// The jobs of this studio do not begin, so that batches last.
async fn hold_everything(studio: &Studio) {
    sqlx::query("INSERT INTO queue_pauses (id, scope) VALUES (gen_random_uuid(), 'everything')")
        .execute(&studio.app.db)
        .await
        .unwrap();
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn overlapping_runs_are_skipped_queued_or_replace_the_earlier(
    options: PgPoolOptions,
    database: PgConnectOptions,
) {
    let studio = Studio::new(options, database).await;
    let _worker = studio.worker().await;
    hold_everything(&studio).await;

    let skip = create(&studio, yearly(Overlap::Skip)).await;
    started(&studio, skip.id).await;
    schedules::run_now(&studio.app, studio.user, skip.id, None)
        .await
        .unwrap();
    until(&studio, skip.id, |runs| states(runs) == ["started", "skipped_overlap"]).await;

    let replace = create(&studio, yearly(Overlap::CancelPrevious)).await;
    started(&studio, replace.id).await;
    schedules::run_now(&studio.app, studio.user, replace.id, None)
        .await
        .unwrap();
    until(&studio, replace.id, |runs| states(runs) == ["cancelled", "started"]).await;

    let queue = create(&studio, yearly(Overlap::Queue)).await;
    let first = started(&studio, queue.id).await;
    schedules::run_now(&studio.app, studio.user, queue.id, None)
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(states(&runs(&studio, queue.id).await), ["started", "waiting"]);
    batches::cancel(&studio.app, studio.user, first.batch_id.unwrap())
        .await
        .unwrap();
    until(&studio, queue.id, |runs| states(runs) == ["cancelled", "started"]).await;
    studio.check_books().await;
}
