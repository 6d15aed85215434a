//! Why the studio refuses: problem documents (RFC 9457), as `docs/API.md` describes them.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A refusal. Decide by `code`, show `detail`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// Stable name of the kind.
    pub code: String,
    /// A sentence about this very case.
    pub detail: String,
    /// Names the request in the studio's log.
    #[serde(default)]
    pub request_id: String,
    /// What is wrong with single fields.
    #[serde(default)]
    pub errors: Vec<FieldProblem>,
    /// How long to wait before asking again, where the studio says it.
    #[serde(skip)]
    pub retry_after: Option<Duration>,
}

/// A complaint about one field.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct FieldProblem {
    /// Path of the field, such as `parameters.guidance_scale`.
    pub field: String,
    /// A sentence.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}
