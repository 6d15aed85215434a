//! Connections.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sqlx::{ConnectOptions, PgPool};

use crate::Result;

/// Size and patience of the pool.
#[derive(Clone, Copy, Debug)]
pub struct PoolSettings {
    /// Connections at the most, 2 to 500.
    pub max_connections: u32,
    /// How long a caller waits for a free connection before the call fails as unavailable.
    pub acquire_timeout: Duration,
}

impl Default for PoolSettings {
    fn default() -> Self {
        Self {
            max_connections: 24,
            acquire_timeout: Duration::from_secs(5),
        }
    }
}

/// Makes a pool. Connections are opened when first needed, so a database that is away shows up as
/// [`crate::Error::Unavailable`] of the first query, not here.
///
/// # Errors
/// [`crate::Error::Query`] when `url` cannot be understood.
pub fn connect(url: &str, settings: PoolSettings) -> Result<PgPool> {
    let options: PgConnectOptions = url.parse::<PgConnectOptions>()?;
    let options = options
        .application_name("studio")
        .log_slow_statements(log::LevelFilter::Warn, Duration::from_millis(500));
    Ok(PgPoolOptions::new()
        .max_connections(settings.max_connections)
        .acquire_timeout(settings.acquire_timeout)
        .test_before_acquire(true)
        .connect_lazy_with(options))
}

/// Asks the database for a sign of life.
///
/// # Errors
/// When it gives none.
pub async fn ping(pool: &PgPool) -> Result<()> {
    sqlx::query!("SELECT 1 AS alive").fetch_one(pool).await?;
    Ok(())
}

/// A connection that hears notifications.
#[derive(Debug)]
pub struct Listener(PgListener);

impl Listener {
    /// Waits for the next notification. A lost connection is an error: notifications may have been missed, so look at the tables.
    ///
    /// # Errors
    /// When the connection is lost.
    pub async fn next(&mut self) -> Result<()> {
        match self.0.try_recv().await? {
            Some(_) => Ok(()),
            None => Err(crate::Error::Unavailable(sqlx::Error::PoolClosed)),
        }
    }
}

/// Opens a connection that listens to `channel`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn listen(pool: &PgPool, channel: &str) -> Result<Listener> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(channel).await?;
    Ok(Listener(listener))
}
