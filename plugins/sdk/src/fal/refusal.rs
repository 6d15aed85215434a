//! The error bodies of fal, and what they mean to a user.
//!
//! Three shapes: `{"detail": [{loc, msg, type, …}]}` from models (pydantic and fal's own types), `{"detail": "text"}` from apps and from
//! the gateway, often with `error_type`, and `{"detail": "text", "type": "concurrent_requests_limit"}`. Decisions are made on
//! status and type, never on the wording. Source: fal documentation "Model Errors" and "Request Error Types", read 2026-10.

use serde::Deserialize;
use serde_json::Value;

use crate::{Error, FieldError, Refusal};

/// How long to wait when too many requests run at once, in milliseconds. Source: fal documentation "Concurrency Limits" (1, 2, 4, 8 s).
const CONCURRENCY_RETRY_MS: u64 = 4_000;

/// Texts from outside are cut to this many characters before a user sees them.
const MAX_TEXT_CHARS: usize = 300;

/// Turns a refusal into an error for the user.
///
/// `renamed` lists the provider's field names that are called otherwise here, such as `("format", "parameters.output_format")`. A field
/// that is not listed is `parameters.<name>`; `prompt`, `negative_prompt`, `num_images` and `seed` keep their names, pictures are `inputs`.
pub fn explain(refusal: &Refusal, renamed: &[(&str, &str)]) -> Error {
    let body = Body::read(&refusal.body);
    match (refusal.status, &body.detail) {
        (429, _) => Error::RateLimited(CONCURRENCY_RETRY_MS),
        (_, Detail::Items(items)) if !items.is_empty() => explain_items(refusal.status, items, renamed),
        (status, _) => explain_status(status, &body.text()),
    }
}

/// An error body that came with status 200.
pub(super) fn explain_body(body: &str) -> Option<Error> {
    let parsed: Body = serde_json::from_str(body).ok()?;
    match &parsed.detail {
        _ if parsed.is_concurrency_limit() => Some(Error::RateLimited(CONCURRENCY_RETRY_MS)),
        Detail::Items(items) if !items.is_empty() => Some(explain_items(422, items, &[])),
        Detail::Text(text) if !text.is_empty() => Some(Error::Unavailable(cut(text))),
        _ => None,
    }
}

#[derive(Debug, Deserialize)]
struct Body {
    #[serde(default)]
    detail: Detail,
    #[serde(default, rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    error_type: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Detail {
    Text(String),
    Items(Vec<Item>),
    Other(Value),
}

impl Default for Detail {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

#[derive(Debug, Deserialize)]
struct Item {
    #[serde(default)]
    loc: Vec<Value>,
    #[serde(default)]
    msg: String,
    #[serde(default, rename = "type")]
    kind: String,
}

impl Body {
    /// A body that is not JSON, such as a gateway's page, is its own text.
    fn read(body: &str) -> Self {
        serde_json::from_str(body).unwrap_or_else(|_| Self {
            detail: Detail::Text(cut(body)),
            kind: None,
            error_type: None,
        })
    }

    fn is_concurrency_limit(&self) -> bool {
        self.kind.as_deref() == Some("concurrent_requests_limit")
    }

    fn text(&self) -> String {
        let detail = match &self.detail {
            Detail::Text(text) => text.clone(),
            Detail::Items(_) => String::new(),
            Detail::Other(value) => value.to_string(),
        };
        match &self.error_type {
            Some(error_type) => cut(&format!("{detail} ({error_type})")),
            None => cut(&detail),
        }
    }
}

/// What a refusal without field errors means, by status.
fn explain_status(status: u16, text: &str) -> Error {
    match status {
        408 | 500..=599 => Error::Unavailable(format!("HTTP {status}: {text}")),
        422 if text.is_empty() => Error::Rejected("The model refused the request without a reason.".to_owned()),
        422 => Error::Rejected(text.to_owned()),
        499 => Error::Rejected("The request was cancelled at the provider.".to_owned()),
        _ => Error::Internal(format!("HTTP {status}: {text}")),
    }
}

fn explain_items(status: u16, items: &[Item], renamed: &[(&str, &str)]) -> Error {
    if let Some(item) = items.iter().find(|item| is_passing(&item.kind)) {
        return Error::Unavailable(format!("HTTP {status}: {} ({})", cut(&item.msg), cut(&item.kind)));
    }
    if let Some(item) = items.iter().find(|item| is_about_content(&item.kind)) {
        return Error::Rejected(cut(&item.msg));
    }
    let fields = items.iter().map(|item| FieldError {
        field: our_field(&item.loc, renamed),
        message: cut(&item.msg),
    });
    Error::InvalidInput(fields.collect())
}

/// The provider may do better next time.
fn is_passing(kind: &str) -> bool {
    matches!(
        kind,
        "internal_server_error" | "generation_timeout" | "downstream_service_error" | "downstream_service_unavailable"
    )
}

/// The words or pictures are the trouble, not a number in a field.
fn is_about_content(kind: &str) -> bool {
    matches!(
        kind,
        "content_policy_violation"
            | "no_media_generated"
            | "image_load_error"
            | "file_download_error"
            | "face_detection_error"
            | "feature_not_supported"
            | "image_too_small"
            | "image_too_large"
            | "file_too_large"
            | "unsupported_image_format"
    )
}

/// `["body", "image_size", "width"]` → `parameters.image_size.width`, or what the plugin calls it.
fn our_field(loc: &[Value], renamed: &[(&str, &str)]) -> String {
    let parts: Vec<String> = loc
        .iter()
        .skip_while(|part| part.as_str() == Some("body"))
        .map(|part| part.as_str().map_or_else(|| part.to_string(), str::to_owned))
        .collect();
    let path = cut(&parts.join("."));
    if let Some((_, ours)) = renamed.iter().find(|(theirs, _)| *theirs == path) {
        return (*ours).to_owned();
    }
    match path.as_str() {
        "" => "parameters".to_owned(),
        "prompt" | "negative_prompt" | "num_images" | "seed" => path,
        "image_url" | "mask_url" | "image_urls" => "inputs".to_owned(),
        _ => format!("parameters.{path}"),
    }
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_TEXT_CHARS).collect()
}
