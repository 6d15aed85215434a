//! The kinds of failure and the places they can strike.

use serde::{Deserialize, Serialize};

use crate::errors::{model_error, platform_error};

/// Where a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Submitting to the queue, and direct calls.
    Submit,
    /// Asking for the status, polled or streamed.
    Status,
    /// Fetching the result.
    Result,
    /// Cancelling.
    Cancel,
    /// Uploading a file, and getting the token for it.
    Upload,
    /// Downloading a result file.
    File,
    /// Request history and billing events.
    History,
    /// While the model works.
    Job,
    /// Delivering the webhook.
    Webhook,
}

/// What goes wrong. The names in JSON are the variant names in snake case; the fields go under `params`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "params", rename_all = "snake_case", deny_unknown_fields)]
pub enum FaultKind {
    /// The connection closes before the request is taken; nothing is recorded.
    Refuse {},
    /// The request is taken (and runs, and is billed), then the connection closes without an answer.
    AcceptThenDrop {},
    /// An HTTP error instead of the answer; nothing is taken.
    Http {
        /// Status, 400 to 599. Default 503.
        #[serde(default = "default_http_status")]
        status: u16,
        /// Text of `detail`.
        #[serde(default)]
        detail: Option<String>,
        /// Value of `Retry-After` in seconds.
        #[serde(default)]
        retry_after_s: Option<u32>,
    },
    /// 429 with the concurrency body; nothing is taken.
    RateLimit {
        /// Value of `Retry-After` in seconds.
        #[serde(default)]
        retry_after_s: Option<u32>,
    },
    /// 403, the account is locked; nothing is taken.
    AccountLocked {},
    /// The answer comes late. Under `job`, the model takes longer.
    Slow {
        /// Delay in milliseconds, not scaled.
        delay_ms: u64,
        /// Whether the request is taken before the delay. Default true: a caller that gives up has paid.
        #[serde(default = "default_true")]
        accept_first: bool,
    },
    /// The answer's body breaks off in the middle of the JSON (complete as far as HTTP can tell).
    InvalidJson {},
    /// The answer says it is something else.
    WrongContentType {
        /// Value of `Content-Type`. Default `text/plain`.
        #[serde(default = "default_content_type")]
        content_type: String,
    },
    /// An HTML page from a gateway in front; nothing is taken.
    HtmlBody {
        /// Status, 200 to 599. Default 502.
        #[serde(default = "default_html_status")]
        status: u16,
    },
    /// HTTP 200 with an error in the body; nothing is taken.
    #[serde(rename = "error_in_200")]
    ErrorIn200 {},
    /// The downloaded picture stops early.
    TruncatedImage {
        /// Share of the bytes that arrive, 0 to 1. Default 0.5.
        #[serde(default = "default_keep")]
        keep: f64,
        /// Whether the connection breaks (the promised length is not reached) instead of ending well. Default false.
        #[serde(default)]
        break_connection: bool,
    },
    /// The downloaded picture is a small PNG that unpacks to a huge one.
    BombImage {
        /// Side in pixels, 1 to 60,000. Default 30,000.
        #[serde(default = "default_bomb_side")]
        side: u32,
    },
    /// The request never ends.
    NeverFinish {},
    /// A running request goes back to the queue once.
    Requeue {},
    /// The model answers an error of a documented type.
    ModelError {
        /// Type, e.g. `content_policy_violation`.
        #[serde(rename = "type")]
        error: String,
    },
    /// The platform gives up with a documented error type.
    PlatformError {
        /// Type, e.g. `runner_disconnected`.
        #[serde(rename = "type")]
        error: String,
    },
    /// Pictures come back black and flagged, with HTTP 200.
    Nsfw {},
    /// The webhook is delivered more than once.
    DuplicateWebhook {
        /// Deliveries in all, 2 to 10. Default 2.
        #[serde(default = "default_deliveries")]
        deliveries: u32,
    },
    /// The webhook comes late.
    LateWebhook {
        /// Delay in milliseconds, not scaled.
        delay_ms: u64,
    },
    /// The webhook never comes.
    NoWebhook {},
    /// The webhook's signature does not fit its body.
    BadSignature {},
}

fn default_http_status() -> u16 {
    503
}

fn default_html_status() -> u16 {
    502
}

fn default_true() -> bool {
    true
}

fn default_content_type() -> String {
    "text/plain".to_owned()
}

fn default_keep() -> f64 {
    0.5
}

fn default_bomb_side() -> u32 {
    30_000
}

fn default_deliveries() -> u32 {
    2
}

/// Every kind's name, for error messages.
pub(super) const NAMES: [&str; 21] = [
    "refuse",
    "accept_then_drop",
    "http",
    "rate_limit",
    "account_locked",
    "slow",
    "invalid_json",
    "wrong_content_type",
    "html_body",
    "error_in_200",
    "truncated_image",
    "bomb_image",
    "never_finish",
    "requeue",
    "model_error",
    "platform_error",
    "nsfw",
    "duplicate_webhook",
    "late_webhook",
    "no_webhook",
    "bad_signature",
];

impl FaultKind {
    /// Where the kind strikes unless told otherwise.
    #[must_use]
    pub fn usual_stage(&self) -> Stage {
        match self {
            Self::TruncatedImage { .. } | Self::BombImage { .. } => Stage::File,
            Self::NeverFinish {}
            | Self::Requeue {}
            | Self::ModelError { .. }
            | Self::PlatformError { .. }
            | Self::Nsfw {} => Stage::Job,
            Self::DuplicateWebhook { .. } | Self::LateWebhook { .. } | Self::NoWebhook {} | Self::BadSignature {} => {
                Stage::Webhook
            }
            _ => Stage::Submit,
        }
    }

    /// Checks the values; the error names the field and what is wrong with it.
    pub(super) fn check(&self, stage: Stage) -> Result<(), (&'static str, String)> {
        self.check_values()?;
        if self.fits(stage) {
            Ok(())
        } else {
            Err((
                "on",
                format!(
                    "this kind cannot strike there; leave it out for its usual place, {:?}",
                    self.usual_stage()
                )
                .to_lowercase(),
            ))
        }
    }

    fn fits(&self, stage: Stage) -> bool {
        let usual = self.usual_stage();
        match self {
            Self::Slow { .. } => stage != Stage::Webhook,
            Self::AcceptThenDrop {} => !matches!(stage, Stage::Job | Stage::Webhook),
            _ if usual == Stage::Submit => !matches!(stage, Stage::Job | Stage::Webhook),
            _ => stage == usual,
        }
    }

    fn check_values(&self) -> Result<(), (&'static str, String)> {
        match self {
            Self::Http { status, .. } if !(400..=599).contains(status) => {
                Err(("params.status", format!("must be between 400 and 599, not {status}")))
            }
            Self::HtmlBody { status } if !(200..=599).contains(status) => {
                Err(("params.status", format!("must be between 200 and 599, not {status}")))
            }
            Self::TruncatedImage { keep, .. } if !(0.0..1.0).contains(keep) => {
                Err(("params.keep", format!("must be at least 0 and below 1, not {keep}")))
            }
            Self::BombImage { side } if !(1..=60_000).contains(side) => {
                Err(("params.side", format!("must be between 1 and 60000, not {side}")))
            }
            Self::DuplicateWebhook { deliveries } if !(2..=10).contains(deliveries) => Err((
                "params.deliveries",
                format!("must be between 2 and 10, not {deliveries}"),
            )),
            Self::ModelError { error } if model_error(error).is_none() => {
                Err(("params.type", format!("no model error type is called \"{error}\"")))
            }
            Self::PlatformError { error } if platform_error(error).is_none() => {
                Err(("params.type", format!("no platform error type is called \"{error}\"")))
            }
            _ => Ok(()),
        }
    }
}
