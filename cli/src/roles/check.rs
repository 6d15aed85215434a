//! `check`: proving that what is stored agrees with itself.

use std::process::ExitCode;

use studio_app::credits;

use super::start;
use crate::args::CheckCommand;

/// Something does not agree: not the program's failure, so another code than that.
const BROKEN: u8 = 3;

/// Checks and prints what was found. Changes nothing, the schema neither.
///
/// # Errors
/// When the database is away, or has the schema of another version.
pub(crate) async fn run(command: CheckCommand) -> anyhow::Result<ExitCode> {
    let CheckCommand::Ledger(options) = command;
    let app = start::open().await?;
    let report = credits::check_ledger(&app).await?;
    if options.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print!("{report}");
    }
    Ok(if report.is_clean() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(BROKEN)
    })
}
