//! `migrate`: the schema, forward and back.

use tokio_util::sync::CancellationToken;

use super::start;
use crate::args::MigrateOptions;

/// Brings the schema up to date, or back.
///
/// # Errors
/// When the database stays away or refuses, or does not know the version to go back to.
pub(crate) async fn run(options: &MigrateOptions, stop: &CancellationToken) -> anyhow::Result<()> {
    let app = start::open().await?;
    match options.down_to {
        Some(version) => app.revert_schema(version).await?,
        None => {
            if !start::prepare(&app, stop).await? {
                anyhow::bail!("stopped before the schema was brought up to date");
            }
        }
    }
    tracing::info!("the schema is as asked");
    Ok(())
}
