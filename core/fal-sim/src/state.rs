//! The one shared state behind every route.

use std::{
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock},
    time::{Duration, Instant},
};

use chrono::Utc;
use ed25519_dalek::SigningKey;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::sync::{Semaphore, watch};
use tokio_util::sync::CancellationToken;

use crate::{
    auth::Tokens,
    cdn::Uploads,
    config::{LiveConfig, SimConfig},
    endpoint::EndpointId,
    error::SimError,
    faults::FaultBook,
    files::FileStore,
    jobs::{Job, JobBook, Order, Phase},
    journal::{Event, Journal},
};

/// Shared handle; cheap to clone.
pub(crate) type Sim = Arc<Shared>;

/// Used for returned URLs when neither configuration nor a bound address says better.
const FALLBACK_URL: &str = "http://127.0.0.1:3017";

/// Everything the simulator knows.
pub(crate) struct Shared {
    pub(crate) config: SimConfig,
    pub(crate) files: FileStore,
    pub(crate) uploads: Uploads,
    pub(crate) tokens: Tokens,
    pub(crate) signing_key: SigningKey,
    pub(crate) http: reqwest::Client,
    pub(crate) renders: Arc<Semaphore>,
    /// Cancelled when the simulator stops.
    pub(crate) stop: CancellationToken,
    pub(crate) started: Instant,
    live: RwLock<LiveConfig>,
    public_url: OnceLock<String>,
    jobs: Mutex<JobBook>,
    faults: Mutex<FaultBook>,
    dice: Mutex<ChaCha8Rng>,
    journal: Option<Journal>,
}

impl Shared {
    /// Builds the state, reading the journal when there is a state folder.
    pub(crate) fn open(config: SimConfig) -> Result<Sim, SimError> {
        config.live.check().map_err(SimError::Config)?;
        let (journal, events) = Journal::open(config.state_dir.as_deref())?;
        let public_url = OnceLock::new();
        if let Some(url) = &config.public_url {
            public_url.get_or_init(|| url.trim_end_matches('/').to_owned());
        }
        let sim = Arc::new(Self {
            files: FileStore::new(config.state_dir.as_deref(), config.max_file_bytes),
            uploads: Uploads::default(),
            tokens: Tokens::default(),
            signing_key: crate::webhooks::signing_key(config.seed),
            http: http_client()?,
            renders: Arc::new(Semaphore::new(config.parallel_renders.max(1))),
            stop: CancellationToken::new(),
            started: Instant::now(),
            live: RwLock::new(config.live.clone()),
            public_url,
            jobs: Mutex::default(),
            faults: Mutex::default(),
            dice: Mutex::new(ChaCha8Rng::seed_from_u64(config.seed)),
            journal,
            config,
        });
        crate::journal::replay(&sim, events);
        Ok(sim)
    }

    /// The settings of this moment.
    pub(crate) fn live(&self) -> LiveConfig {
        self.live.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_live(&self, live: LiveConfig) {
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = live;
    }

    pub(crate) fn jobs(&self) -> MutexGuard<'_, JobBook> {
        lock(&self.jobs)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, FaultBook> {
        lock(&self.faults)
    }

    /// A number in `0.0..1.0` from the seeded dice.
    pub(crate) fn roll(&self) -> f64 {
        lock(&self.dice).random()
    }

    /// A picture seed. Up to 63 bits, so above what JavaScript numbers hold exactly, like the provider's.
    pub(crate) fn random_seed(&self) -> u64 {
        lock(&self.dice).random::<u64>() >> 1
    }

    /// Starts the dice over.
    pub(crate) fn reseed(&self) {
        *lock(&self.dice) = ChaCha8Rng::seed_from_u64(self.config.seed);
    }

    /// Prefix of every URL handed out, without a trailing slash.
    pub(crate) fn public_url(&self) -> &str {
        self.public_url.get().map_or(FALLBACK_URL, String::as_str)
    }

    /// Sets the prefix unless configuration has.
    pub(crate) fn set_public_url(&self, url: &str) {
        self.public_url.get_or_init(|| url.to_owned());
    }

    /// Writes an event to the journal, if there is one.
    pub(crate) fn record(&self, event: &Event<'_>) {
        if let Some(journal) = &self.journal {
            journal.append(event);
        }
    }

    /// Empties the journal, if there is one.
    pub(crate) fn forget_journal(&self) {
        if let Some(journal) = &self.journal {
            journal.truncate();
        }
    }

    /// A simulated duration after scaling.
    pub(crate) fn scaled(&self, milliseconds: u64) -> Duration {
        let scale = self.live.read().unwrap_or_else(PoisonError::into_inner).time_scale;
        Duration::from_secs_f64(milliseconds as f64 / 1000.0 * scale)
    }

    /// A job entry for an order.
    pub(crate) fn job(&self, order: Order, endpoint: EndpointId, phase: Phase) -> Job {
        Job {
            started_at: (phase == Phase::Running).then(Utc::now),
            starts: u32::from(phase == Phase::Running),
            phase,
            order,
            endpoint,
            outcome: None,
            logs: Vec::new(),
            webhook_attempts: 0,
            webhook_status: None,
            cancel: CancellationToken::new(),
            stop: self.stop.child_token(),
            changed: watch::Sender::new(()),
        }
    }
}

/// The client for webhooks and for fetching input pictures. It never follows redirects for webhooks' sake.
fn http_client() -> Result<reqwest::Client, SimError> {
    // Fails only when a provider is installed already, which is just as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .user_agent("fal-sim")
        .build()
        .map_err(SimError::HttpClient)
}

/// Locks and carries on after a panic elsewhere: the data is replaced whole or not at all.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
