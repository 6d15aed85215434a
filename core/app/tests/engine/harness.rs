//! A studio without a web server: use cases, one worker that can be killed, and the provider.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::generation::{self, JobView, Operation, Submit};
use studio_app::{App, Clock, Config, events::Live};
use studio_db::ledger::{self, Grant};
use studio_fal_client::webhook::JwksCache;
use studio_fal_client::{FalClient, FalConfig};
use studio_fal_sim::{Fault, LedgerEntry, RunningSim, SimConfig, Simulator};
use studio_model::{JobId, JobStatus, MicroDollars, Phase, UserId};
use studio_outbound::Outbound;
use studio_plugin_host::{HostConfig, PluginHost};
use studio_storage::{KeyPrefix, MemoryStore, ObjectStore as _};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// The credits of the test user, in micro-dollars.
pub(crate) const START_BALANCE: MicroDollars = MicroDollars(1_000_000);

pub(crate) struct Studio {
    pub(crate) app: App,
    pub(crate) user: UserId,
    pub(crate) sim: RunningSim,
    pub(crate) store: Arc<MemoryStore>,
    database: PgConnectOptions,
}

/// A worker with a runtime of its own: dropping the runtime stops it between any two instructions, as a kill does.
pub(crate) struct Worker {
    runtime: Option<Runtime>,
    running: JoinHandle<()>,
    stop: CancellationToken,
}

impl Studio {
    /// A studio whose provider works without waiting.
    pub(crate) async fn new(options: PgPoolOptions, database: PgConnectOptions) -> Self {
        Self::with(options, database, SimConfig::instant(), |_| ()).await
    }

    pub(crate) async fn with(
        options: PgPoolOptions,
        database: PgConnectOptions,
        sim: SimConfig,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let db = options
            .max_connections(10)
            .connect_with(database.clone())
            .await
            .unwrap();
        studio_jobs::setup(&db).await.unwrap();
        let sim = Simulator::spawn(sim, "127.0.0.1:0".parse().unwrap()).await.unwrap();
        let webhooks = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut config = config(&sim, webhooks.local_addr().unwrap());
        change(&mut config);
        let store = Arc::new(MemoryStore::default());
        let app = app(config, db, store.clone(), shared_cache()).await;
        serve_webhooks(webhooks, app.clone());
        studio_app::models::sync(&app).await.unwrap();
        let user = user(&app).await;
        Self {
            app,
            user,
            sim,
            store,
            database,
        }
    }

    pub(crate) fn set_faults(&self, faults: Vec<Fault>) {
        self.sim.set_faults(faults).unwrap();
    }

    /// What the provider has accepted.
    pub(crate) fn accepted(&self) -> Vec<LedgerEntry> {
        self.sim.ledger()
    }

    /// Starts a worker process, as far as the studio can tell.
    pub(crate) async fn worker(&self) -> Worker {
        self.worker_with((*self.app.config).clone(), shared_cache()).await
    }

    /// On another machine: with a plugin folder and a cache of its own.
    pub(crate) async fn worker_with(&self, config: Config, cache: PathBuf) -> Worker {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let stop = CancellationToken::new();
        let (store, database) = (self.store.clone(), self.database.clone());
        let token = stop.clone();
        let running = runtime.spawn(async move {
            let db = PgPoolOptions::new()
                .max_connections(20)
                .connect_with(database)
                .await
                .unwrap();
            let app = app(config, db, store, cache).await;
            let background = studio_app::run_background(&app, token.clone());
            let (worked, ()) = tokio::join!(studio_app::run_workers(&app, token.clone()), background);
            worked.unwrap();
        });
        Worker {
            runtime: Some(runtime),
            running,
            stop,
        }
    }

    pub(crate) async fn submit(&self, request: Submit) -> JobView {
        generation::submit(&self.app, self.user, request).await.unwrap().job
    }

    /// Waits until the job ends, at most a minute.
    pub(crate) async fn ended(&self, id: JobId) -> JobView {
        self.until(id, |job| job.status.is_ended()).await
    }

    pub(crate) async fn in_phase(&self, id: JobId, phase: Phase) -> JobView {
        self.until(id, |job| job.phase == Some(phase) || job.status.is_ended())
            .await
    }

    pub(crate) async fn until(&self, id: JobId, enough: impl Fn(&JobView) -> bool) -> JobView {
        let start = Instant::now();
        loop {
            let job = generation::find(&self.app, self.user, id).await.unwrap();
            if enough(&job) {
                return job;
            }
            assert!(start.elapsed() < Duration::from_secs(60), "still {job:#?}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    pub(crate) async fn balance(&self) -> MicroDollars {
        let mut conn = self.app.db.acquire().await.unwrap();
        ledger::find_balance(&mut conn, self.user).await.unwrap().unwrap()
    }

    /// The promises that hold for every job at any time: books that balance, one end, one price, no picture without its files.
    pub(crate) async fn check_books(&self) {
        let mut conn = self.app.db.acquire().await.unwrap();
        assert_eq!(ledger::check::list_imbalances(&mut conn).await.unwrap(), []);
        let (rounds, usages): (i64, i64) = sqlx::query_as(
            "SELECT (SELECT COALESCE(sum(CASE WHEN completed_at IS NULL THEN round ELSE round + 1 END), 0)::bigint FROM generation_queue),
                (SELECT count(*) FROM usage_logs)",
        )
        .fetch_one(&mut *conn)
        .await
        .unwrap();
        assert_eq!(rounds, usages, "one usage row for each ended round of each job");
        let paths: Vec<String> = sqlx::query_scalar("SELECT file_path FROM images")
            .fetch_all(&mut *conn)
            .await
            .unwrap();
        for path in paths {
            let key = studio_storage::ObjectKey::parse(&path).unwrap();
            assert!(self.store.head(&key).await.unwrap().is_some(), "{path}");
        }
    }

    /// The job ended well: its pictures are stored, it was sent once and paid once.
    pub(crate) async fn assert_paid_once(&self, id: JobId, images: usize) {
        let job = self.ended(id).await;
        assert_eq!(
            job.status,
            JobStatus::Completed,
            "{:?} {:?}",
            job.error_code,
            job.error_message
        );
        assert_eq!(job.images.len(), images);
        assert_eq!(self.accepted().len(), 1, "{:#?}", self.accepted());
        assert_eq!(
            self.balance().await,
            MicroDollars(START_BALANCE.0 - job.captured.unwrap().0)
        );
        self.check_books().await;
    }

    /// The job ended without pictures and everything held is back.
    pub(crate) async fn assert_refunded(&self, id: JobId, status: JobStatus) -> JobView {
        let job = self.ended(id).await;
        assert_eq!(job.status, status, "{:?} {:?}", job.error_code, job.error_message);
        assert_eq!(self.balance().await, START_BALANCE);
        assert!(job.images.is_empty());
        self.check_books().await;
        job
    }

    /// As if the time had passed that a dead worker keeps its jobs for. No worker may be alive.
    pub(crate) async fn lapse_leases(&self) {
        sqlx::query("UPDATE generation_queue SET lease_until = now() - interval '1 s' WHERE lease_owner IS NOT NULL")
            .execute(&self.app.db)
            .await
            .unwrap();
    }

    pub(crate) async fn objects(&self) -> usize {
        use futures::StreamExt as _;
        self.store.list(KeyPrefix::All).count().await
    }
}

impl Worker {
    /// Stops it without any warning.
    pub(crate) fn kill(mut self) {
        self.runtime.take().unwrap().shutdown_background();
    }

    /// Asks it to stop and waits until it has.
    pub(crate) async fn stop(mut self) {
        self.stop.cancel();
        (&mut self.running).await.unwrap();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Four small pictures of the fast model.
pub(crate) fn request(prompt: &str) -> Submit {
    let parameters = serde_json::json!({ "image_size": "square" });
    Submit {
        parameters: parameters.as_object().unwrap().clone(),
        num_images: 4,
        ..Submit::new(
            Operation::TextToImage,
            "fal-ai/flux/schnell".to_owned(),
            prompt.to_owned(),
        )
    }
}

fn config(sim: &RunningSim, webhooks: SocketAddr) -> Config {
    let plugins =
        std::env::var("PLUGINS_DIR").expect("PLUGINS_DIR is not set: run `cargo xtask test`, which builds the plugins");
    let base = sim.base_url();
    Config::from_lookup(|name| {
        Some(match name {
            "DATABASE_URL" => "postgres://given/by-the-test".to_owned(),
            "AUTH_SECRET" => "a secret that is only good for tests".to_owned(),
            "APP_URL" => format!("http://{webhooks}"),
            "FAL_QUEUE_URL" => format!("{base}/queue"),
            "FAL_RUN_URL" => format!("{base}/run"),
            "FAL_REST_URL" => format!("{base}/rest"),
            "FAL_API_URL" => format!("{base}/api/v1"),
            "PLUGINS_DIR" => plugins.clone(),
            _ => return None,
        })
    })
    .unwrap()
}

/// Where tests keep compiled plugins between runs.
fn shared_cache() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("plugin-cache")
}

pub(crate) async fn app(config: Config, db: PgPool, store: Arc<MemoryStore>, cache: PathBuf) -> App {
    let plugins = PluginHost::open(HostConfig::new(&config.plugins_dir, cache))
        .await
        .unwrap();
    let key = studio_fal_client::Secret::new(config.fal.key.expose()).unwrap();
    let fal = FalClient::new(FalConfig {
        queue_url: config.fal.queue_url.clone(),
        run_url: config.fal.run_url.clone(),
        rest_url: config.fal.rest_url.clone(),
        api_url: config.fal.api_url.clone(),
        ..FalConfig::new(key)
    })
    .unwrap();
    let outbound = config.outbound.clone();
    App {
        config: Arc::new(config),
        db,
        store,
        plugins: Arc::new(plugins),
        outbound: Outbound::new(outbound, "test").unwrap(),
        payments: None,
        webhook_keys: Arc::new(JwksCache::new(fal.clone())),
        fal,
        clock: Clock::system(),
        live: Live::default(),
        forecasts: Arc::new(tokio::sync::Semaphore::new(1)),
        exports: Arc::new(tokio::sync::Semaphore::new(2)),
    }
}

fn serve_webhooks(listener: TcpListener, app: App) {
    async fn take(State(app): State<App>, Path(token): Path<Uuid>, headers: HeaderMap, body: Bytes) -> StatusCode {
        match generation::webhook(&app, token, &headers, &body).await {
            Ok(()) => StatusCode::NO_CONTENT,
            Err(_) => StatusCode::UNAUTHORIZED,
        }
    }
    let router = axum::Router::new()
        .route("/webhooks/fal/{token}", post(take))
        .with_state(app);
    tokio::spawn(async move { axum::serve(listener, router).await });
}

async fn user(app: &App) -> UserId {
    let (id, mut conn) = (UserId(app.clock.new_id()), app.db.acquire().await.unwrap());
    sqlx::query("INSERT INTO users (id, email, password_hash, name) VALUES ($1, 'ada@example.org', 'none', 'Ada')")
        .bind(id.0)
        .execute(&mut *conn)
        .await
        .unwrap();
    let grant = Grant {
        id: app.clock.new_id(),
        user_id: id,
        amount: START_BALANCE,
        note: "test",
    };
    ledger::grant(&mut conn, &grant, app.clock.now()).await.unwrap();
    id
}
