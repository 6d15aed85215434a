//! Tests for plugins, built components in the real host: a conformance suite for all, and recorded cases for each.
//!
//! ```no_run
//! # async fn demo() -> Result<(), Box<dyn std::error::Error>> {
//! let config = studio_plugin_host::HostConfig::new("plugins-dir", "cache-dir");
//! let host = studio_plugin_testkit::open_host(config).await?;
//! let model = host.model("acme/painter").ok_or("not loaded")?;
//! let violations = studio_plugin_testkit::violations(&model).await;
//! assert!(violations.is_empty(), "{violations:#?}");
//! # Ok(()) }
//! ```
//!
//! The suite knows the contract and nothing of a provider. What it cannot know, such as how a size is called there, belongs into
//! recorded cases ([`Case`]): a request and an answer as JSON, whose plan and result a test keeps as a snapshot.

mod answers;
mod case;
mod conformance;
mod fuzz;
mod report;
mod samples;

use studio_plugin_host::{HostConfig, HostError, PluginHost};

pub use answers::{garbage_bodies, plausible_output};
pub use case::{Case, CaseError, Outcome, cases_in};
pub use conformance::{CheckOutcome, conformance, violations};
pub use fuzz::{Finding, FuzzOptions, FuzzReport, fuzz};
pub use report::{CaseOutcome, PluginReport, TestOptions, test_plugin};
pub use samples::{request_for, variations};

/// Why a folder of plugins cannot be tested.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The host does not start.
    #[error(transparent)]
    Host(#[from] HostError),
    /// Some files of the folder do not load.
    #[error("plugins that do not load: {0}")]
    Problems(String),
}

/// A host of all plugins in the folder of `config`, which must load without exception.
///
/// # Errors
/// When the folder cannot be read or any file in it is not a usable plugin.
pub async fn open_host(config: HostConfig) -> Result<PluginHost, OpenError> {
    let host = PluginHost::open(config).await?;
    let problems: Vec<_> = host
        .problems()
        .into_iter()
        .map(|problem| format!("{}: {}", problem.file, problem.message))
        .collect();
    if problems.is_empty() {
        Ok(host)
    } else {
        Err(OpenError::Problems(problems.join("; ")))
    }
}
