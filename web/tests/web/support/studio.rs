//! The real application on in-memory storage, with a clock that stands still.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use chrono::Utc;
use sqlx::PgPool;
use studio_app::events::Live;
use studio_app::mail::OutboxMail;
use studio_app::{App, Clock, Config};
use studio_fal_client::webhook::JwksCache;
use studio_fal_client::{FalClient, FalConfig};
use studio_model::{PageLimit, UserId};
use studio_outbound::Outbound;
use studio_plugin_host::{HostConfig, PluginHost};
use studio_storage::MemoryStore;
use studio_web::AppState;
use tokio_util::sync::CancellationToken;

use super::Browser;

/// Where browsers of these tests believe the studio to be.
pub(crate) const ORIGIN: &str = "http://studio.test:3007";

/// A studio without a listener: requests go straight into its router. Its provider is away.
pub(crate) struct TestApp {
    pub(crate) app: App,
    pub(crate) router: Router,
}

impl TestApp {
    pub(crate) async fn new(db: PgPool) -> Self {
        Self::with(db, &[]).await
    }

    /// With some variables set to other values than these tests' usual ones.
    pub(crate) async fn with(db: PgPool, variables: &[(&str, &str)]) -> Self {
        let app = app(db, Clock::standing_at(Utc::now()), config(variables)).await;
        let router = studio_web::router(state(&app));
        Self { app, router }
    }

    /// A browser that nobody used yet.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// The mails that wait, newest first, as the administrator sees them.
    pub(crate) async fn mails(&self) -> Vec<OutboxMail> {
        let query = sqlx::query_scalar("SELECT id FROM users WHERE role = 'admin'");
        let id = UserId(query.fetch_one(&self.app.db).await.unwrap());
        let administrator = studio_app::accounts::find_user(&self.app, id).await.unwrap();
        let page = studio_app::mail::list_outbox(&self.app, Some(&administrator), None, PageLimit::default()).await;
        page.unwrap().items
    }

    /// What the newest mail to this address that leads to `page` carries in its link. Mails of one moment have no order.
    pub(crate) async fn mailed_token(&self, email: &str, page: &str) -> String {
        let (mails, start) = (self.mails().await, format!("{ORIGIN}/{page}?token="));
        let to_them = mails.iter().filter(|mail| mail.recipient == email);
        let token = to_them
            .filter_map(|mail| mail.link.as_deref()?.strip_prefix(&start))
            .next();
        token
            .unwrap_or_else(|| panic!("no mail to {email}: {mails:?}"))
            .to_owned()
    }

    /// Whether a mail with this subject went to this address.
    pub(crate) async fn has_mailed(&self, email: &str, subject: &str) -> bool {
        let mails = self.mails().await;
        mails
            .iter()
            .any(|mail| mail.recipient == email && mail.subject == subject)
    }

    /// A browser in which somebody has just registered.
    pub(crate) async fn signed_in(&self, email: &str) -> Browser {
        let mut browser = self.browser();
        browser.register(email).await;
        browser
    }
}

pub(super) fn state(app: &App) -> AppState {
    AppState::new(app.clone(), studio_web::metrics::install(), CancellationToken::new())
}

pub(super) fn config(variables: &[(&str, &str)]) -> Config {
    let plugins =
        std::env::var("PLUGINS_DIR").expect("PLUGINS_DIR is not set: run `cargo xtask test`, which builds the plugins");
    Config::from_lookup(|name| {
        if let Some((_, value)) = variables.iter().find(|(key, _)| *key == name) {
            return Some((*value).to_owned());
        }
        Some(match name {
            "DATABASE_URL" => "postgres://given/by-the-test".to_owned(),
            "AUTH_SECRET" => "a secret that is only good for tests".to_owned(),
            "APP_URL" => ORIGIN.to_owned(),
            // A port on which nobody listens.
            "FAL_QUEUE_URL" => "http://127.0.0.1:9/queue".to_owned(),
            "FAL_WEBHOOK_URL" => "off".to_owned(),
            "PLUGINS_DIR" => plugins.clone(),
            _ => return None,
        })
    })
    .unwrap()
}

pub(super) async fn app(db: PgPool, clock: Clock, config: Config) -> App {
    let _ = rustls::crypto::ring::default_provider().install_default();
    studio_jobs::setup(&db).await.unwrap();
    let cache = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("plugin-cache");
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
    let payments = config.payments.as_ref().map(studio_app::purchases::open_service);
    let payments = payments.transpose().unwrap();
    let app = App {
        config: Arc::new(config),
        db,
        store: Arc::new(MemoryStore::default()),
        plugins: Arc::new(plugins),
        outbound: Outbound::new(outbound, "test").unwrap(),
        payments,
        webhook_keys: Arc::new(JwksCache::new(fal.clone())),
        fal,
        clock,
        live: Live::default(),
        forecasts: Arc::new(tokio::sync::Semaphore::new(1)),
        exports: Arc::new(tokio::sync::Semaphore::new(2)),
    };
    studio_app::models::sync(&app).await.unwrap();
    app
}
