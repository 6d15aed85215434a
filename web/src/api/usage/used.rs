//! Sums on the wire.

use serde::Serialize;
use studio_app::usage::Used;
use utoipa::ToSchema;

/// What some jobs used.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UsedBody {
    /// Jobs that ended; one that was tried again counts again.
    #[schema(minimum = 0, example = 42)]
    jobs: i64,
    /// Those of them that ended without pictures, cancelled ones included.
    #[schema(minimum = 0, example = 1)]
    failed: i64,
    /// Pictures that came of them.
    #[schema(minimum = 0, example = 120)]
    images: i64,
    #[schema(minimum = 0, example = 318.5)]
    credits: f64,
    /// Seconds of computing, where they are known.
    #[schema(minimum = 0, example = 210.4)]
    seconds: f64,
}

impl From<Used> for UsedBody {
    fn from(used: Used) -> Self {
        Self {
            jobs: used.jobs,
            failed: used.failed,
            images: used.images,
            credits: used.paid.credits(),
            seconds: used.seconds,
        }
    }
}
