//! Where log events go: the standard error stream, as `docs/LOGGING.md` describes.

use tracing_subscriber::EnvFilter;

use crate::args::{LogFormat, Role};

/// What is logged unless `RUST_LOG` says otherwise. A tool at the terminal answers in its own words.
pub(crate) const fn default_filter(role: &Role) -> &'static str {
    match role {
        Role::Plugin(_) | Role::Client(_) | Role::Completion { .. } => "off",
        Role::Seed(_) => "warn",
        _ => "info",
    }
}

/// Starts logging. A `RUST_LOG` that cannot be understood is told and the default taken: a typing error in it must not
/// keep the studio from starting.
pub(crate) fn install(format: LogFormat, default: &str) {
    let filter = EnvFilter::try_from_default_env();
    let problem = filter.as_ref().err().map(ToString::to_string);
    let is_set = std::env::var_os("RUST_LOG").is_some_and(|value| !value.is_empty());
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter.unwrap_or_else(|_| EnvFilter::new(default)))
        .with_writer(std::io::stderr);
    match format {
        LogFormat::Text => builder.init(),
        LogFormat::Json => builder.json().flatten_event(true).init(),
    }
    if let Some(problem) = problem.filter(|_| is_set) {
        tracing::warn!(problem, "RUST_LOG is not understood; `{default}` is used");
    }
}
