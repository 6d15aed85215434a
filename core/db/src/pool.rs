//! Connections.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sqlx::{ConnectOptions, Connection as _, PgPool, PgTransaction};

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

/// A connection that was in use so short a time ago is taken to be alive; if it is not, its first query fails as it would
/// have failed a moment later.
const TRUSTED: Duration = Duration::from_secs(1);

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
    let pool = PgPoolOptions::new()
        .max_connections(settings.max_connections)
        .acquire_timeout(settings.acquire_timeout);
    Ok(connect_lazy(pool, options))
}

/// A second pool of the same database whose commits do not wait for the disk, see [`begin_relaxed`].
#[must_use]
pub fn relaxed(pool: &PgPool, max_connections: u32) -> PgPool {
    let options = (*pool.connect_options())
        .clone()
        .options([("synchronous_commit", "off")]);
    let pool = PgPoolOptions::new()
        .max_connections(max_connections)
        .acquire_timeout(PoolSettings::default().acquire_timeout);
    connect_lazy(pool, options)
}

/// Begins a transaction whose commit returns before it is on the disk; that follows within 0.6 s (three times
/// `wal_writer_delay`).
///
/// For what is done again from what is on the disk, should the server lose power in between: the log is written in order, so
/// every later commit that waits brings this one to the disk too, and nothing that anybody built on it is lost without it.
///
/// # Errors
/// When the database cannot be asked.
pub async fn begin_relaxed(pool: &PgPool) -> Result<PgTransaction<'static>> {
    Ok(pool.begin_with("BEGIN; SET LOCAL synchronous_commit TO off").await?)
}

/// Connects when needed, and asks a connection that was idle for a sign of life before it is used: the server may have been
/// started anew.
fn connect_lazy(pool: PgPoolOptions, options: PgConnectOptions) -> PgPool {
    pool.test_before_acquire(false)
        .before_acquire(|conn, meta| {
            Box::pin(async move {
                if meta.idle_for >= TRUSTED {
                    conn.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_lazy_with(options)
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
