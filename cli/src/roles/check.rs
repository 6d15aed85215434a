//! `check`: proving that what is stored agrees with itself.

use std::process::ExitCode;

use studio_app::credits;

use super::{start, verdict};
use crate::args::CheckCommand;

/// Checks and prints what was found. Changes nothing, the schema neither.
///
/// # Errors
/// When the database is away, or has the schema of another version.
pub(crate) async fn run(command: CheckCommand) -> anyhow::Result<ExitCode> {
    let CheckCommand::Ledger(options) = command;
    let app = start::open().await?;
    let report = credits::check_ledger(&app).await?;
    verdict::tell(&report, options.json, report.is_clean())
}
