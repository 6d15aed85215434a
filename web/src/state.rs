//! What every handler works with.

use metrics_exporter_prometheus::PrometheusHandle;
use studio_app::App;
use tokio_util::sync::CancellationToken;

use crate::assets::Manifest;
use crate::rate_limit::RateLimits;
use crate::templates::Templates;

/// The web side of the running studio. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The use cases.
    pub app: App,
    /// The pages.
    pub templates: Templates,
    /// Cancelled when the process is about to end; live streams end then.
    pub shutdown: CancellationToken,
    pub(crate) metrics: PrometheusHandle,
    pub(crate) limits: RateLimits,
}

impl AppState {
    /// `metrics` comes from [`crate::metrics::install`].
    #[must_use]
    pub fn new(app: App, metrics: PrometheusHandle, shutdown: CancellationToken) -> Self {
        Self {
            app,
            templates: Templates::new(Manifest::load()),
            shutdown,
            metrics,
            limits: RateLimits::default(),
        }
    }
}
