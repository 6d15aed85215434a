//! Webhooks: told once for each event, signed, tried again, given up, and told again.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::accounts::{self, User};
use studio_app::webhooks::{
    self, Delivery, DeliveryStatus, Made, WebhookEvent, WebhookRequest, WebhookSecret, WebhookTrouble,
};
use studio_app::{App, Clock, batches, notifications, queue, tasks};
use studio_fal_sim::SimConfig;
use studio_model::{NotificationKind, PageLimit, WebhookDeliveryId};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_util::sync::CancellationToken;

use crate::batches::{batch, prompts, submit};
use crate::harness::{Studio, request};

/// A request that arrived.
struct Told {
    headers: HeaderMap,
    body: Bytes,
}

impl Told {
    fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// How many of its signatures are by this secret, checked apart from the code that signs.
    fn signed_by(&self, secret: &WebhookSecret) -> usize {
        let key = STANDARD
            .decode(secret.expose().strip_prefix("whsec_").unwrap())
            .unwrap();
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
        mac.update(format!("{}.{}.", self.header("webhook-id"), self.header("webhook-timestamp")).as_bytes());
        mac.update(&self.body);
        let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        self.header("webhook-signature")
            .split(' ')
            .filter(|part| *part == expected)
            .count()
    }
}

/// Somebody's server: it tells what arrives and answers as it is told.
struct Receiver {
    address: SocketAddr,
    status: Arc<AtomicU16>,
    arrived: UnboundedReceiver<Told>,
}

impl Receiver {
    async fn start() -> Self {
        let (sender, arrived) = unbounded_channel();
        let status = Arc::new(AtomicU16::new(204));
        let routes = Router::new().fallback(take).with_state((sender, Arc::clone(&status)));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self {
            address,
            status,
            arrived,
        }
    }

    fn answer(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    async fn next(&mut self) -> Told {
        let next = tokio::time::timeout(Duration::from_secs(20), self.arrived.recv()).await;
        next.expect("nothing arrived").unwrap()
    }
}

async fn take(
    State((sender, status)): State<(UnboundedSender<Told>, Arc<AtomicU16>)>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, &'static str) {
    sender.send(Told { headers, body }).unwrap();
    (StatusCode::from_u16(status.load(Ordering::SeqCst)).unwrap(), "so be it")
}

/// A studio that may reach this machine, and its user.
async fn studio(options: PgPoolOptions, database: PgConnectOptions) -> (Studio, User) {
    let studio = Studio::with(options, database, SimConfig::instant(), |config| {
        config.outbound.networks = vec!["127.0.0.0/8".parse().unwrap()];
        config.outbound.http = true;
    })
    .await;
    let user = accounts::find_user(&studio.app, studio.user).await.unwrap();
    (studio, user)
}

async fn make(app: &App, user: &User, receiver: &Receiver, events: &[WebhookEvent]) -> Made {
    let request = WebhookRequest {
        url: format!("http://{}/hook", receiver.address),
        events: events.to_vec(),
        is_enabled: true,
        ..WebhookRequest::default()
    };
    webhooks::create(app, user, request).await.unwrap()
}

async fn until(
    (app, user): (&App, &User),
    made: &Made,
    id: WebhookDeliveryId,
    enough: impl Fn(&Delivery) -> bool,
) -> Delivery {
    for _ in 0..1000 {
        let found = webhooks::find_delivery(app, user.id, made.webhook.id, id)
            .await
            .unwrap();
        if enough(&found) {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("nothing came of it");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn each_event_is_told_once_and_signed(options: PgPoolOptions, database: PgConnectOptions) {
    let ((studio, user), mut receiver) = (studio(options, database).await, Receiver::start().await);
    let app = &studio.app;
    let made = make(
        app,
        &user,
        &receiver,
        &[WebhookEvent::JobCompleted, WebhookEvent::ImageCreated],
    )
    .await;
    // Two processes share the work.
    let _workers = (studio.worker().await, studio.worker().await);
    let job = studio.submit(request("a lighthouse at dusk")).await;
    let mut told = Vec::new();
    for _ in 0..5 {
        told.push(receiver.next().await);
    }
    let mut kinds: HashMap<String, usize> = HashMap::new();
    for request in &told {
        assert_eq!(request.signed_by(&made.secret), 1, "{:?}", request.headers);
        assert_eq!(request.header("content-type"), "application/json");
        *kinds
            .entry(request.json()["type"].as_str().unwrap().to_owned())
            .or_default() += 1;
    }
    assert_eq!((kinds["job.completed"], kinds["image.created"]), (1, 4));
    let ids: HashSet<&str> = told.iter().map(|request| request.header("webhook-id")).collect();
    assert_eq!(ids.len(), 5);

    let job = studio.ended(job.id).await;
    let end = told
        .iter()
        .map(Told::json)
        .find(|body| body["type"] == "job.completed")
        .unwrap();
    let pictures: Vec<String> = job.images.iter().map(|image| image.id.to_string()).collect();
    assert_eq!(end["data"]["job_id"], job.id.to_string());
    assert_eq!(end["data"]["image_ids"], serde_json::json!(pictures));
    assert_eq!(
        (&end["data"]["batch_id"], &end["data"]["error"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(
        end["data"]["cost_credits"].as_f64().unwrap(),
        job.captured.unwrap().credits()
    );
    assert!(end["timestamp"].as_str().unwrap().ends_with('Z'), "{end}");
    let log = webhooks::list_deliveries(app, studio.user, made.webhook.id, None, None, PageLimit::default());
    assert_eq!(log.await.unwrap().items.len(), 5);
    assert!(receiver.arrived.try_recv().is_err());
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_cancelled_batch_is_told_job_by_job(options: PgPoolOptions, database: PgConnectOptions) {
    let ((studio, user), mut receiver) = (studio(options, database).await, Receiver::start().await);
    let events = [WebhookEvent::JobCancelled, WebhookEvent::BatchCompleted];
    let made = make(&studio.app, &user, &receiver, &events).await;
    let asked = submit(&studio, batch(prompts(3))).await;
    // Rows become jobs, which nobody runs: the queue is paused.
    queue::pause_own(&studio.app, user.id).await.unwrap();
    let _worker = studio.worker().await;
    let jobs = "SELECT count(*) FROM generation_queue WHERE batch_id = $1";
    while sqlx::query_scalar::<_, i64>(jobs)
        .bind(asked.id.0)
        .fetch_one(&studio.app.db)
        .await
        .unwrap()
        < 3
    {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    batches::cancel(&studio.app, studio.user, asked.id).await.unwrap();
    let mut told = Vec::new();
    for _ in 0..4 {
        let request = receiver.next().await;
        assert_eq!(request.signed_by(&made.secret), 1);
        told.push(request.json());
    }
    let (jobs, ends): (Vec<_>, Vec<_>) = told.into_iter().partition(|body| body["type"] == "job.cancelled");
    let of_batch = |body: &&Value| body["data"]["batch_id"] == asked.id.to_string();
    assert_eq!(
        (
            jobs.iter().filter(of_batch).count(),
            ends.iter().filter(of_batch).count()
        ),
        (3, 1)
    );
    assert_eq!(ends[0]["data"]["cancelled"], 3);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_is_not_taken_is_tried_again_until_the_webhook_is_switched_off(
    options: PgPoolOptions,
    database: PgConnectOptions,
) {
    let ((studio, user), mut receiver) = (studio(options, database).await, Receiver::start().await);
    let app = App {
        clock: Clock::standing_at(Utc::now()),
        ..studio.app.clone()
    };
    let made = make(&app, &user, &receiver, &[WebhookEvent::JobCompleted]).await;
    let (id, stop) = (made.webhook.id, CancellationToken::new());
    let (sending, token) = (app.clone(), stop.clone());
    let sender = tokio::spawn(async move { tasks::webhooks::run(&sending, token).await });

    let is_now =
        |at: Option<DateTime<Utc>>| at.is_some_and(|at| at.timestamp_micros() == app.clock.now().timestamp_micros());
    receiver.answer(500);
    let trial = webhooks::send_trial(&app, user.id, id).await.unwrap();
    for attempt in 1..=3 {
        let told = receiver.next().await;
        assert_eq!(
            (told.header("webhook-id"), told.json()["type"].as_str()),
            (&trial.id.to_string()[..], Some("webhook.test"))
        );
        let failed = until((&app, &user), &made, trial.id, |found| {
            found.attempts == attempt && is_now(found.attempted_at)
        })
        .await;
        assert_eq!(
            (failed.status, failed.answer_status, failed.answer.as_deref()),
            (DeliveryStatus::Waiting, Some(500), Some("so be it"))
        );
        // Nothing before its time, which is what the clock goes to; after the third only when a day is nearly over.
        let wait = failed.next_attempt_at - app.clock.now();
        app.clock.advance(if attempt < 3 { wait } else { TimeDelta::hours(20) });
    }
    receiver.next().await;
    let disabled = || async { webhooks::find(&app, user.id, id).await.unwrap() };
    for _ in 0..500 {
        if !disabled().await.is_enabled {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(disabled().await.trouble, Some(WebhookTrouble::Failing));
    let told = notifications::list(&app, user.id, true, None, PageLimit::default())
        .await
        .unwrap()
        .items;
    assert_eq!(
        (told[0].kind, told[0].subject_id),
        (NotificationKind::WebhookDisabled, id.0)
    );
    assert!(
        webhooks::resend(&app, user.id, id, trial.id).await.is_err(),
        "it is off"
    );

    // Its owner mends it, switches it on and exchanges the secret.
    receiver.answer(200);
    let seen = disabled().await.updated_at;
    let request = WebhookRequest {
        url: made.webhook.url.clone(),
        events: made.webhook.events.clone(),
        is_enabled: true,
        ..WebhookRequest::default()
    };
    let mended = webhooks::update(&app, &user, id, seen, request).await.unwrap();
    assert_eq!((mended.trouble, mended.failing_since), (None, None));
    let second = webhooks::rotate_secret(&app, &user, id).await.unwrap();
    webhooks::resend(&app, user.id, id, trial.id).await.unwrap();
    let again = receiver.next().await;
    assert_eq!(again.header("webhook-id"), trial.id.to_string());
    assert_eq!((again.signed_by(&made.secret), again.signed_by(&second.secret)), (1, 1));
    let taken = until((&app, &user), &made, trial.id, |found| {
        found.status == DeliveryStatus::Delivered
    })
    .await;
    assert_eq!((taken.attempts, taken.error), (1, None));
    app.clock.advance(webhooks::PREVIOUS_LIFETIME);
    webhooks::resend(&app, user.id, id, trial.id).await.unwrap();
    let later = receiver.next().await;
    assert_eq!((later.signed_by(&made.secret), later.signed_by(&second.secret)), (0, 1));

    receiver.answer(410);
    webhooks::send_trial(&app, user.id, id).await.unwrap();
    receiver.next().await;
    stop.cancel();
    sender.await.unwrap();
    assert_eq!(
        disabled().await.trouble,
        Some(WebhookTrouble::Gone),
        "it said so itself"
    );
}
