//! Measuring how long models take, for forecasts.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::{App, Result};

/// A forecast may be this much behind.
const INTERVAL: Duration = Duration::from_secs(15);

/// Measures until `stop`. Several processes may do it at once: each writes the same figures.
pub async fn run(app: &App, stop: CancellationToken) {
    let mut tick = interval(INTERVAL);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! { _ = tick.tick() => (), () = stop.cancelled() => return }
        if let Err(error) = measure(app).await {
            tracing::warn!(%error, "the models were not measured and are later");
        }
    }
}

async fn measure(app: &App) -> Result<()> {
    let models = studio_db::timings::measure(&mut *app.db.acquire().await?).await?;
    tracing::debug!(models, "measured");
    Ok(())
}
