//! The error bodies of the provider.
//!
//! Source: provider documentation, "Model Errors" and "Request Error Types" (read November 2026).

use serde::Serialize;
use serde_json::Value;

/// One entry of a model error's `detail` list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Item {
    loc: Vec<Value>,
    msg: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ctx: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<Value>,
}

impl Item {
    /// A plain entry.
    pub(crate) fn new(loc: &[Value], kind: &str, msg: &str) -> Self {
        Self {
            loc: loc.to_vec(),
            msg: msg.to_owned(),
            kind: kind.to_owned(),
            url: None,
            ctx: None,
            input: None,
        }
    }

    /// Adds what was received.
    pub(crate) fn input(mut self, input: &Value) -> Self {
        self.input = Some(input.clone());
        self
    }

    /// Adds the broken limit.
    pub(crate) fn ctx(mut self, ctx: Value) -> Self {
        self.ctx = Some(ctx);
        self
    }

    /// Adds the link to the documentation that the provider's own error types carry.
    pub(crate) fn documented(mut self) -> Self {
        self.url = Some(format!("https://docs.fal.ai/errors/#{}", self.kind));
        self
    }
}

/// Why a request ended without an output.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    /// The model refused or broke: `{"detail": [items]}`.
    Model { status: u16, items: Vec<Item> },
    /// The model's web layer answered: `{"detail": "text"}`.
    Text { status: u16, detail: String },
    /// The platform gave up: `{"detail", "error_type"}`.
    Platform(PlatformError),
}

impl Failure {
    /// A model error of a documented type, with the status the documentation gives it.
    pub(crate) fn model(kind: &str, field: Option<&str>, msg: Option<&str>) -> Self {
        let (status, default_msg, default_field) = model_error(kind).unwrap_or((422, "The request failed.", None));
        let mut loc = vec![Value::from("body")];
        loc.extend(field.or(default_field).map(Value::from));
        let item = Item::new(&loc, kind, msg.unwrap_or(default_msg)).documented();
        Self::Model {
            status,
            items: vec![item],
        }
    }

    /// The HTTP status of the result.
    pub(crate) fn status(&self) -> u16 {
        match self {
            Self::Model { status, .. } | Self::Text { status, .. } => *status,
            Self::Platform(error) => error.status,
        }
    }

    /// The result body.
    pub(crate) fn body(&self) -> Value {
        match self {
            Self::Model { items, .. } => serde_json::json!({ "detail": items }),
            Self::Text { detail, .. } => serde_json::json!({ "detail": detail }),
            Self::Platform(error) => serde_json::json!({ "detail": error.detail, "error_type": error.kind }),
        }
    }
}

/// A platform error type with its status and text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PlatformError {
    /// Value of `error_type`.
    pub(crate) kind: &'static str,
    /// HTTP status of the result.
    pub(crate) status: u16,
    /// Text of `detail` and of the status reply's `error`.
    pub(crate) detail: &'static str,
    /// Whether the start timeout was the caller's own.
    pub(crate) user_timeout: bool,
}

/// The caller's start timeout ran out while the request waited.
pub(crate) const START_TIMEOUT: PlatformError = PlatformError {
    kind: "request_timeout",
    status: 504,
    detail: "Request timed out",
    user_timeout: true,
};

/// The caller cancelled.
pub(crate) const CANCELLED: PlatformError = PlatformError {
    kind: "client_cancelled",
    status: 499,
    detail: "Request cancelled by client",
    user_timeout: false,
};

/// A platform error by its type name.
pub(crate) fn platform_error(kind: &str) -> Option<PlatformError> {
    const TABLE: [(&str, u16, &str); 12] = [
        ("request_timeout", 504, "Request timed out"),
        ("startup_timeout", 504, "Runner startup timed out"),
        ("runner_scheduling_failure", 503, "Runner scheduling failure"),
        ("runner_connection_timeout", 503, "Runner connection timeout"),
        ("runner_disconnected", 503, "Runner disconnected"),
        ("runner_connection_refused", 503, "Runner connection refused"),
        ("runner_connection_error", 503, "Runner connection error"),
        ("runner_incomplete_response", 502, "Runner incomplete response"),
        ("runner_server_error", 500, "Runner server error"),
        ("internal_error", 500, "Internal error"),
        ("client_disconnected", 499, "Client disconnected"),
        ("bad_request", 400, "Bad request"),
    ];
    let found = TABLE.iter().find(|(known, ..)| *known == kind)?;
    Some(PlatformError {
        kind: found.0,
        status: found.1,
        detail: found.2,
        user_timeout: false,
    })
}

/// Status, text and blamed field of a documented model error type.
pub(crate) fn model_error(kind: &str) -> Option<(u16, &'static str, Option<&'static str>)> {
    Some(match kind {
        "internal_server_error" => (500, "Internal server error", None),
        "generation_timeout" => (504, "The generation took too long.", None),
        "downstream_service_error" => (400, "A downstream service failed.", None),
        "downstream_service_unavailable" => (500, "A downstream service is unavailable.", None),
        "content_policy_violation" => (422, CONTENT_POLICY, Some("prompt")),
        "no_media_generated" => (422, "No media was generated.", Some("prompt")),
        "image_too_small" => (422, "The image is too small.", Some("image_url")),
        "image_too_large" => (422, "The image is too large.", Some("image_url")),
        "image_load_error" => (
            422,
            "Failed to load the image. Please ensure the image file is not corrupted.",
            Some("image_url"),
        ),
        "file_download_error" => (
            422,
            "Failed to download the file. Please check if the URL is accessible.",
            Some("image_url"),
        ),
        "face_detection_error" => (422, "Could not detect a face in the image.", Some("image_url")),
        "file_too_large" => (422, "The file is too large.", Some("image_url")),
        "unsupported_image_format" => (422, "The image format is not supported.", Some("image_url")),
        "feature_not_supported" => (422, "The requested feature is not supported.", None),
        _ => return None,
    })
}

/// Recorded wording. Source: live traffic in public projects' fixtures, 2026.
const CONTENT_POLICY: &str =
    "The content could not be processed because it contained material flagged by a content checker.";
