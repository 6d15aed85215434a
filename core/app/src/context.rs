//! What every use case works with.

use std::sync::Arc;

use sqlx::PgPool;
use studio_db::PoolSettings;
use studio_fal_client::webhook::JwksCache;
use studio_fal_client::{FalClient, FalConfig};
use studio_model::PurchaseId;
use studio_outbound::Outbound;
use studio_payments::Payments;
use studio_plugin_host::{HostConfig, PluginHost};
use studio_storage::{ObjectStore, S3Config, S3Timeouts, StorageConfig};
use tokio::sync::Semaphore;
use url::Url;
use uuid::Uuid;

use crate::events::Live;
use crate::{Clock, Config, Error, FalSettings, Result, StorageSettings, models, purchases};

/// What the studio calls itself where users send it.
const USER_AGENT: &str = concat!("ai-image-studio/", env!("CARGO_PKG_VERSION"));

/// Exports of batches that one process sends at a time.
const EXPORTS: usize = 8;

/// The running studio. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The configuration.
    pub config: Arc<Config>,
    /// The database.
    pub db: PgPool,
    /// Where pictures are kept.
    pub store: Arc<dyn ObjectStore>,
    /// The model plugins.
    pub plugins: Arc<PluginHost>,
    /// The provider.
    pub fal: FalClient,
    /// Requests whose addresses users gave.
    pub outbound: Outbound,
    /// Where credits are paid, if they are sold.
    pub payments: Option<Arc<dyn Payments>>,
    /// The provider's public keys for webhooks.
    pub webhook_keys: Arc<JwksCache>,
    /// The time.
    pub clock: Clock,
    /// How changes reach pages and workers.
    pub live: Live,
    /// Turns for forecasts of batches, which keep a processor busy for a while.
    pub forecasts: Arc<Semaphore>,
    /// Turns for exports of batches, each of which keeps a thread until it is downloaded.
    pub exports: Arc<Semaphore>,
}

impl App {
    /// Puts the parts together. The database and the provider are not contacted yet; plugins are loaded.
    ///
    /// # Errors
    /// When a part cannot work with its configuration.
    pub async fn open(config: Config) -> anyhow::Result<Self> {
        // The engine has others, see `run_workers`.
        let connections = config.worker_concurrency + 12;
        let settings = PoolSettings {
            max_connections: connections.min(200),
            ..PoolSettings::default()
        };
        let db = studio_db::connect(&config.database_url, settings)?;
        let store = storage_config(&config.storage).open()?;
        let host = HostConfig {
            endpoint_owners: config.plugin_endpoint_owners.clone(),
            ..HostConfig::new(&config.plugins_dir, &config.plugin_cache_dir)
        };
        let plugins = PluginHost::open(host).await?;
        let fal = FalClient::new(fal_config(&config.fal)?)?;
        let outbound = Outbound::new(config.outbound.clone(), USER_AGENT)?;
        let payments = config.payments.as_ref().map(purchases::open_service).transpose()?;
        Ok(Self {
            config: Arc::new(config),
            db,
            store,
            payments,
            plugins: Arc::new(plugins),
            webhook_keys: Arc::new(JwksCache::new(fal.clone())),
            fal,
            outbound,
            clock: Clock::system(),
            live: Live::default(),
            forecasts: Arc::new(Semaphore::new(forecast_turns())),
            exports: Arc::new(Semaphore::new(EXPORTS)),
        })
    }

    /// Brings the schema up to date and the model list in line with the plugins.
    ///
    /// # Errors
    /// When the database is away or refuses.
    pub async fn prepare(&self) -> Result<()> {
        // Tells a database that is away from one that refuses.
        studio_db::ping(&self.db).await?;
        studio_db::migrate(&self.db).await?;
        studio_jobs::setup(&self.db).await.map_err(Error::internal)?;
        models::sync(self).await
    }

    /// Takes the schema back to an older version; 0 empties it. Nothing else may run on the database meanwhile.
    ///
    /// # Errors
    /// When the database is away, or there is no such version.
    pub async fn revert_schema(&self, version: i64) -> Result<()> {
        studio_db::ping(&self.db).await?;
        Ok(studio_db::revert(&self.db, version).await?)
    }

    /// Whether the parts that requests need answer.
    ///
    /// # Errors
    /// [`Error::Unavailable`] naming the part that does not.
    pub async fn check(&self) -> Result<()> {
        studio_db::ping(&self.db).await?;
        Ok(self.store.check().await?)
    }

    /// Where the provider announces the end of the call with this token.
    pub(crate) fn webhook_url(&self, token: Uuid) -> Option<Url> {
        let mut url = self.config.fal.webhook_url.clone()?;
        url.path_segments_mut()
            .ok()?
            .pop_if_empty()
            .extend(["webhooks", "fal", &token.to_string()]);
        Some(url)
    }

    /// The page of a purchase, to which its buyer returns.
    pub(crate) fn purchase_url(&self, id: PurchaseId) -> Url {
        let mut url = self.config.app_url.clone();
        url.path_segments_mut()
            .expect("an http address has a path")
            .pop_if_empty()
            .extend(["credits", "purchases", &id.to_string()]);
        url
    }
}

/// Half of the processors, at least one: the others serve everybody else.
fn forecast_turns() -> usize {
    std::thread::available_parallelism().map_or(1, |processors| (processors.get() / 2).max(1))
}

fn storage_config(settings: &StorageSettings) -> StorageConfig {
    match settings {
        StorageSettings::Local { path } => StorageConfig::Local { path: path.clone() },
        StorageSettings::S3 {
            bucket,
            region,
            endpoint,
            access_key,
            secret_key,
        } => StorageConfig::S3(Box::new(S3Config {
            bucket: bucket.clone(),
            region: region.clone(),
            endpoint: endpoint.clone(),
            public_endpoint: None,
            access_key: access_key.clone(),
            secret_key: secret_key.expose().to_owned(),
            timeouts: S3Timeouts::default(),
        })),
    }
}

fn fal_config(settings: &FalSettings) -> anyhow::Result<FalConfig> {
    let key = studio_fal_client::Secret::new(settings.key.expose())?;
    Ok(FalConfig {
        queue_url: settings.queue_url.clone(),
        run_url: settings.run_url.clone(),
        rest_url: settings.rest_url.clone(),
        api_url: settings.api_url.clone(),
        ..FalConfig::new(key)
    })
}
