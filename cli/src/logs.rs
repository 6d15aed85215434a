//! Where log events go: the standard error stream, as `docs/LOGGING.md` describes.

use tracing_subscriber::EnvFilter;

use crate::args::LogFormat;

/// What is logged unless `RUST_LOG` says otherwise.
const DEFAULT_FILTER: &str = "info";

/// Starts logging. A `RUST_LOG` that cannot be understood is told and the default taken: a typing error in it must not
/// keep the studio from starting.
pub(crate) fn install(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env();
    let problem = filter.as_ref().err().map(ToString::to_string);
    let is_set = std::env::var_os("RUST_LOG").is_some_and(|value| !value.is_empty());
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter.unwrap_or_else(|_| EnvFilter::new(DEFAULT_FILTER)))
        .with_writer(std::io::stderr);
    match format {
        LogFormat::Text => builder.init(),
        LogFormat::Json => builder.json().flatten_event(true).init(),
    }
    if let Some(problem) = problem.filter(|_| is_set) {
        tracing::warn!(problem, "RUST_LOG is not understood; `{DEFAULT_FILTER}` is used");
    }
}
