//! Admission, claims, rescue and stopping, with an executor that does what the test says.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use sqlx::PgPool;
use studio_jobs::{Claim, Engine, EngineSettings, Executor, Slots, Wake};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Reports each job it gets, waits for permission, then ends it.
struct Recorder {
    pool: PgPool,
    started: mpsc::UnboundedSender<Claim>,
    permits: Arc<Semaphore>,
    panics: bool,
}

#[async_trait]
impl Executor for Recorder {
    async fn run(&self, claim: Claim, stop: CancellationToken) {
        self.started.send(claim).unwrap();
        assert!(!self.panics, "as the test wants");
        tokio::select! {
            permit = self.permits.acquire() => permit.unwrap().forget(),
            () = stop.cancelled() => {
                let hand_back = "UPDATE generation_queue SET released_at = NULL, lease_owner = NULL, lease_until = NULL
                    WHERE id = $1 AND release_no = $2";
                sqlx::query(hand_back).bind(claim.job_id).bind(claim.release_no).execute(&self.pool).await.unwrap();
                return;
            }
        }
        let end = "UPDATE generation_queue SET status = 'cancelled', held_microdollars = 0, completed_at = now(),
            released_at = NULL, lease_owner = NULL, lease_until = NULL WHERE id = $1 AND release_no = $2";
        sqlx::query(end)
            .bind(claim.job_id)
            .bind(claim.release_no)
            .execute(&self.pool)
            .await
            .unwrap();
    }
}

struct Process {
    started: mpsc::UnboundedReceiver<Claim>,
    permits: Arc<Semaphore>,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl Process {
    fn start(pool: &PgPool, slots: u32) -> Self {
        Self::with(pool, slots, false)
    }

    fn with(pool: &PgPool, slots: u32, panics: bool) -> Self {
        let (sender, started) = mpsc::unbounded_channel();
        let (permits, stop) = (Arc::new(Semaphore::new(0)), CancellationToken::new());
        let settings = EngineSettings {
            owner: Uuid::new_v4().to_string(),
            concurrency: 16,
            slots: Slots(slots),
        };
        let executor = Arc::new(Recorder {
            pool: pool.clone(),
            started: sender,
            permits: permits.clone(),
            panics,
        });
        let engine = Engine::new(pool.clone(), settings, executor, Wake::new());
        let running = tokio::spawn(engine.run(stop.clone()));
        Self {
            started,
            permits,
            stop,
            running,
        }
    }

    async fn next(&mut self) -> Uuid {
        let claim = tokio::time::timeout(Duration::from_secs(30), self.started.recv())
            .await
            .expect("a job was expected");
        claim.unwrap().job_id
    }

    async fn nothing_more(&mut self) {
        let more = tokio::time::timeout(Duration::from_millis(1500), self.started.recv()).await;
        assert!(more.is_err(), "{more:?}");
    }

    async fn stop(self) {
        self.stop.cancel();
        self.running.await.unwrap();
    }
}

async fn user(pool: &PgPool) -> Uuid {
    studio_jobs::setup(pool).await.unwrap();
    sqlx::query("INSERT INTO plugins (digest, plugin_id, version, name, author, manifest) VALUES (sha256('x'), 'p', '1', 'P', 'us', '{}')")
        .execute(pool)
        .await
        .unwrap();
    another_user(pool).await
}

async fn another_user(pool: &PgPool) -> Uuid {
    let id = Uuid::new_v4();
    sqlx::query(
        "INSERT INTO users (id, email, password_hash, name) VALUES ($1, $1::text || '@example.org', 'none', 'Ada')",
    )
    .bind(id)
    .execute(pool)
    .await
    .unwrap();
    id
}

async fn job(pool: &PgPool, user: Uuid, priority: i32) -> Uuid {
    job_of_model(pool, user, priority, "m").await
}

async fn job_of_model(pool: &PgPool, user: Uuid, priority: i32, model_id: &str) -> Uuid {
    let id = Uuid::now_v7();
    sqlx::query(
        "INSERT INTO generation_queue (id, user_id, operation, prompt, model_id, plugin_digest, parameters, num_images, seed,
            priority, estimate_microdollars, held_microdollars)
        VALUES ($1, $2, 'text-to-image', 'x', $4, sha256('x'), '{}', 1, 0, $3, 0, 0)",
    )
    .bind(id)
    .bind(user)
    .bind(priority)
    .bind(model_id)
    .execute(pool)
    .await
    .unwrap();
    id
}

async fn execute(pool: &PgPool, statement: &'static str) {
    sqlx::query(statement).execute(pool).await.unwrap();
}

async fn crashes(pool: &PgPool, id: Uuid) -> i32 {
    sqlx::query_scalar("SELECT crash_count FROM generation_queue WHERE id = $1")
        .bind(id)
        .fetch_one(pool)
        .await
        .unwrap()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_most_urgent_job_goes_first_then_the_oldest(pool: PgPool) {
    let user = user(&pool).await;
    let (old, new, urgent) = (
        job(&pool, user, 0).await,
        job(&pool, user, 0).await,
        job(&pool, user, 5).await,
    );
    let mut process = Process::start(&pool, 1);
    for expected in [urgent, old, new] {
        assert_eq!(process.next().await, expected);
        process.permits.add_permits(1);
    }
    process.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn no_more_jobs_run_than_there_are_slots_in_all_processes(pool: PgPool) {
    let user = user(&pool).await;
    for _ in 0..6 {
        job(&pool, user, 0).await;
    }
    let (mut first, second) = (Process::start(&pool, 3), Process::start(&pool, 3));
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(first.started.len() + second.started.len(), 3);
    first.permits.add_permits(10);
    second.permits.add_permits(10);
    let start = Instant::now();
    while first.started.len() + second.started.len() < 6 {
        assert!(start.elapsed() < Duration::from_secs(30));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    first.nothing_more_than(6 - second.started.len()).await;
    first.stop().await;
    second.stop().await;
}

impl Process {
    /// Takes `count` starts, then expects no more.
    async fn nothing_more_than(&mut self, count: usize) {
        for _ in 0..count {
            self.next().await;
        }
        self.nothing_more().await;
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn background_work_leaves_room_for_people(pool: PgPool) {
    let user = user(&pool).await;
    for _ in 0..8 {
        job(&pool, user, -10).await;
    }
    let mut process = Process::start(&pool, 4);
    process.nothing_more_than(3).await;
    let person = job(&pool, user, 0).await;
    assert_eq!(process.next().await, person);
    process.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_job_is_not_released_before_its_time(pool: PgPool) {
    let user = user(&pool).await;
    let id = job(&pool, user, 0).await;
    sqlx::query("UPDATE generation_queue SET next_attempt_at = now() + interval '2 s'")
        .execute(&pool)
        .await
        .unwrap();
    let start = Instant::now();
    let mut process = Process::start(&pool, 4);
    assert_eq!(process.next().await, id);
    assert!(start.elapsed() >= Duration::from_millis(1900), "{:?}", start.elapsed());
    process.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_job_of_a_silent_worker_is_given_to_another_and_counts_as_a_crash(pool: PgPool) {
    let user = user(&pool).await;
    let id = job(&pool, user, 0).await;
    let dead =
        "UPDATE generation_queue SET released_at = now(), release_no = 1, lease_owner = 'gone', lease_until = now()";
    sqlx::query(dead).execute(&pool).await.unwrap();
    let mut process = Process::start(&pool, 4);
    assert_eq!(process.next().await, id);
    assert_eq!(crashes(&pool, id).await, 1);
    process.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_panic_is_a_crash_of_one_job_only(pool: PgPool) {
    let user = user(&pool).await;
    let id = job(&pool, user, 0).await;
    let mut process = Process::with(&pool, 4, true);
    assert_eq!(process.next().await, id);
    // Tried again after a second; the worker lives on.
    assert_eq!(process.next().await, id);
    assert!(crashes(&pool, id).await >= 1);
    process.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_stop_waits_until_jobs_are_handed_back(pool: PgPool) {
    let user = user(&pool).await;
    let id = job(&pool, user, 0).await;
    let mut first = Process::start(&pool, 4);
    assert_eq!(first.next().await, id);
    first.stop().await;
    let mut second = Process::start(&pool, 4);
    assert_eq!(second.next().await, id);
    assert_eq!(crashes(&pool, id).await, 0);
    second.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_doubled_task_does_nothing(pool: PgPool) {
    let user = user(&pool).await;
    let id = job(&pool, user, 0).await;
    let mut process = Process::start(&pool, 4);
    assert_eq!(process.next().await, id);
    // What the library does with the tasks of a worker that it takes for dead.
    let doubled = "INSERT INTO apalis.jobs (job, id, job_type, status, attempts, max_attempts, run_at, priority)
        SELECT job, overlay(id placing '00' from 25), job_type, 'Pending', 0, max_attempts, now(), priority FROM apalis.jobs";
    sqlx::query(doubled).execute(&pool).await.unwrap();
    process.nothing_more().await;
    process.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_user_who_comes_later_does_not_wait_behind_a_long_queue(pool: PgPool) {
    let (ada, bob) = (user(&pool).await, another_user(&pool).await);
    for _ in 0..50 {
        job(&pool, ada, 0).await;
    }
    let late = job(&pool, bob, 0).await;
    let mut process = Process::start(&pool, 2);
    let first = [process.next().await, process.next().await];
    assert!(first.contains(&late), "one slot of two is the other user's");
    process.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_is_paused_waits_and_the_rest_goes_on(pool: PgPool) {
    let (ada, bob) = (user(&pool).await, another_user(&pool).await);
    let held_back = job(&pool, ada, 0).await;
    let of_the_model = job_of_model(&pool, ada, 0, "paused").await;
    let of_bob = job(&pool, bob, 0).await;
    let free = job(&pool, ada, 0).await;
    sqlx::query("UPDATE generation_queue SET is_paused = true WHERE id = $1")
        .bind(held_back)
        .execute(&pool)
        .await
        .unwrap();
    execute(
        &pool,
        "INSERT INTO queue_pauses (id, scope, model_id) VALUES (gen_random_uuid(), 'model', 'paused')",
    )
    .await;
    sqlx::query("INSERT INTO queue_pauses (id, scope, user_id) VALUES (gen_random_uuid(), 'user', $1)")
        .bind(bob)
        .execute(&pool)
        .await
        .unwrap();
    let mut process = Process::start(&pool, 8);
    assert_eq!(process.next().await, free);
    process.nothing_more().await;

    execute(&pool, "DELETE FROM queue_pauses").await;
    execute(&pool, "UPDATE generation_queue SET is_paused = false").await;
    let mut resumed = [process.next().await, process.next().await, process.next().await];
    let mut expected = [held_back, of_the_model, of_bob];
    resumed.sort();
    expected.sort();
    assert_eq!(resumed, expected);
    process.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_pause_of_everything_holds_every_waiting_job_back(pool: PgPool) {
    let user = user(&pool).await;
    execute(
        &pool,
        "INSERT INTO queue_pauses (id, scope) VALUES (gen_random_uuid(), 'everything')",
    )
    .await;
    job(&pool, user, 0).await;
    job(&pool, user, -1).await;
    let mut process = Process::start(&pool, 4);
    process.nothing_more().await;
    process.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn limits_hold_for_a_model_over_all_its_users(pool: PgPool) {
    let (ada, bob) = (user(&pool).await, another_user(&pool).await);
    for user in [ada, bob, ada, bob] {
        job(&pool, user, 0).await;
    }
    execute(
        &pool,
        "INSERT INTO queue_limits (id, scope, model_id, max_running) VALUES (gen_random_uuid(), 'model', 'm', 3)",
    )
    .await;
    let mut process = Process::start(&pool, 8);
    process.nothing_more_than(3).await;
    process.permits.add_permits(1);
    process.next().await;
    process.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn background_work_is_never_starved_by_people(pool: PgPool) {
    let user = user(&pool).await;
    let background = job(&pool, user, -10).await;
    for _ in 0..20 {
        job(&pool, user, 0).await;
    }
    let mut process = Process::start(&pool, 8);
    let mut started = Vec::new();
    for _ in 0..8 {
        started.push(process.next().await);
    }
    assert!(started.contains(&background), "an eighth of the slots is kept for it");
    process.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn with_a_single_slot_users_still_take_turns(pool: PgPool) {
    let (ada, bob) = (user(&pool).await, another_user(&pool).await);
    for _ in 0..10 {
        job(&pool, ada, 0).await;
    }
    let of_bob = job(&pool, bob, 0).await;
    let mut process = Process::start(&pool, 1);
    process.next().await;
    process.permits.add_permits(1);
    assert_eq!(process.next().await, of_bob, "the slot goes to who had no turn yet");
    process.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_slot_that_the_background_cannot_use_goes_to_people(pool: PgPool) {
    let user = user(&pool).await;
    execute(
        &pool,
        "INSERT INTO queue_limits (id, scope, model_id, max_running) VALUES (gen_random_uuid(), 'model', 'full', 1)",
    )
    .await;
    job_of_model(&pool, user, 0, "full").await;
    let mut process = Process::start(&pool, 8);
    process.next().await;
    job_of_model(&pool, user, -10, "full").await;
    for _ in 0..7 {
        job(&pool, user, 0).await;
    }
    process.nothing_more_than(7).await;
    process.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn no_more_jobs_go_to_the_provider_than_its_account_bears(pool: PgPool) {
    let user = user(&pool).await;
    for _ in 0..3 {
        job(&pool, user, 0).await;
    }
    execute(&pool, "UPDATE provider_accounts SET running_limit = 2").await;
    let mut process = Process::start(&pool, 8);
    let first = process.next().await;
    process.next().await;
    process.nothing_more().await;
    // Its pictures are being stored: it is no longer there.
    sqlx::query("UPDATE generation_queue SET status = 'processing', phase = 'planning' WHERE id = $1")
        .bind(first)
        .execute(&pool)
        .await
        .unwrap();
    sqlx::query("UPDATE generation_queue SET phase = 'ingesting', fal_request_id = 'x' WHERE id = $1")
        .bind(first)
        .execute(&pool)
        .await
        .unwrap();
    process.next().await;
    process.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn nothing_new_goes_to_a_provider_that_asked_for_a_rest(pool: PgPool) {
    let user = user(&pool).await;
    let waiting = job(&pool, user, 0).await;
    execute(
        &pool,
        "UPDATE provider_accounts SET held_until = now() + interval '3 s'",
    )
    .await;
    let mut process = Process::start(&pool, 8);
    process.nothing_more().await;
    assert_eq!(process.next().await, waiting);
    process.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn background_work_leaves_room_within_the_accounts_limit_too(pool: PgPool) {
    let user = user(&pool).await;
    for _ in 0..8 {
        job(&pool, user, -10).await;
    }
    execute(&pool, "UPDATE provider_accounts SET max_running = 4").await;
    let mut process = Process::start(&pool, 16);
    process.nothing_more_than(3).await;
    let person = job(&pool, user, 0).await;
    assert_eq!(process.next().await, person);
    process.stop().await;
}
