//! What all roles of the studio do first: configuration, parts, schema.

use std::time::Duration;

use anyhow::{Context as _, bail};
use studio_app::{App, Config, Error};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

/// How long a starting process waits for a database that is away, as after a reboot of everything at once.
const DATABASE_PATIENCE: Duration = Duration::from_secs(60);

/// Between two tries.
const PAUSE: Duration = Duration::from_secs(1);

/// Reads the configuration and puts the parts together. Contacts nobody.
///
/// # Errors
/// All problems of the configuration at once; a plugin folder or picture store that cannot be opened.
pub(crate) async fn open() -> anyhow::Result<App> {
    App::open(Config::from_env()?).await
}

/// Brings the schema up to date, waiting for the database for a minute. `false` when told to stop meanwhile.
///
/// # Errors
/// When the database stays away, or refuses.
pub(crate) async fn prepare(app: &App, stop: &CancellationToken) -> anyhow::Result<bool> {
    let give_up_at = Instant::now() + DATABASE_PATIENCE;
    loop {
        let prepared = tokio::select! {
            prepared = app.prepare() => prepared,
            () = stop.cancelled() => return Ok(false),
        };
        match prepared {
            Ok(()) => return Ok(true),
            Err(Error::Unavailable { source, .. }) if Instant::now() < give_up_at => {
                tracing::warn!(
                    error = format!("{source:#}"),
                    "the database does not answer; trying again"
                );
            }
            Err(Error::Unavailable { source, .. }) => {
                let seconds = DATABASE_PATIENCE.as_secs();
                return Err(source).with_context(|| format!("the database did not answer for {seconds} s"));
            }
            Err(Error::Internal(cause)) => return Err(cause).context("the database cannot be prepared"),
            Err(error) => bail!("the database cannot be prepared: {error}"),
        }
        tokio::select! { () = sleep(PAUSE) => (), () = stop.cancelled() => return Ok(false) }
    }
}
