//! What a role found out about a studio, and the exit code that says whether all is well.

use std::fmt::Display;
use std::process::ExitCode;

use serde::Serialize;

/// A promise was broken, or something does not agree: not the program's failure, so another code than that.
const BROKEN: u8 = 3;

/// Prints a report for people or as JSON.
///
/// # Errors
/// When it cannot be written as JSON.
pub(super) fn tell(report: &(impl Display + Serialize), json: bool, is_clean: bool) -> anyhow::Result<ExitCode> {
    if json {
        println!("{}", serde_json::to_string_pretty(report)?);
    } else {
        print!("{report}");
    }
    Ok(if is_clean {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(BROKEN)
    })
}
