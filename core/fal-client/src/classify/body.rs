//! Reads every shape of error body the provider is known to send.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::kind::FieldError;
use crate::ProviderText;

/// Complaints kept per answer. Our own bound; real answers hold a handful.
const MAX_FIELDS: usize = 50;
/// Longest code kept, in bytes. The provider's longest has 35.
const MAX_CODE_BYTES: usize = 100;

/// An error body, whichever of the documented shapes it had. Everything is optional: an unreadable body is the default.
#[derive(Debug, Default)]
pub(crate) struct ErrorBody {
    /// `detail` items: what the model complains about.
    pub(crate) items: Vec<FieldError>,
    /// The sentence: a `detail` text, the platform's `error.message`, or a plain `error`.
    pub(crate) message: Option<String>,
    /// `error_type` of platform errors, `type` of concurrency errors, `error.type` of the platform API.
    pub(crate) code: Option<String>,
    /// `status`, as in `NOT_FOUND`.
    pub(crate) status: Option<String>,
    /// `data.limit` of concurrency errors.
    pub(crate) limit: Option<u64>,
}

impl ErrorBody {
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        serde_json::from_slice(bytes).map_or_else(|_| Self::default(), |value| Self::of(&value))
    }

    pub(crate) fn of(value: &Value) -> Self {
        let Value::Object(body) = value else {
            return Self::default();
        };
        let error = body.get("error");
        let named = |key: &str| text(body.get(key));
        Self {
            items: items(body.get("detail")),
            message: named("detail")
                .or_else(|| text(error))
                .or_else(|| text(error.and_then(|error| error.get("message")))),
            code: named("error_type")
                .or_else(|| named("type"))
                .or_else(|| text(error.and_then(|error| error.get("type"))))
                .map(short),
            status: named("status"),
            limit: value.pointer("/data/limit").and_then(Value::as_u64),
        }
    }

    /// The words to show: the sentence, or the first complaint.
    pub(crate) fn text(&self) -> ProviderText {
        match (&self.message, self.items.first()) {
            (Some(message), _) => ProviderText::new(message),
            (None, Some(item)) => item.message.clone(),
            (None, None) => ProviderText::default(),
        }
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).map(str::to_owned)
}

fn short(mut code: String) -> String {
    code.truncate(code.floor_char_boundary(MAX_CODE_BYTES));
    code
}

fn items(detail: Option<&Value>) -> Vec<FieldError> {
    let list = detail.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().take(MAX_FIELDS).filter_map(item).collect()
}

/// A `detail` item as on the wire; everything else it may hold (`url`, `input`) is of no use to us.
#[derive(Deserialize)]
struct WireItem {
    #[serde(default)]
    loc: Vec<Value>,
    #[serde(default)]
    msg: String,
    #[serde(default, rename = "type")]
    code: String,
    #[serde(default)]
    ctx: Option<Map<String, Value>>,
}

fn item(value: &Value) -> Option<FieldError> {
    let item = WireItem::deserialize(value).ok()?;
    Some(FieldError {
        field: path(&item.loc),
        code: short(item.code),
        message: ProviderText::new(&item.msg),
        context: item.ctx.unwrap_or_default(),
    })
}

/// `["body", "loras", 0, "path"]` as `loras.0.path`.
fn path(loc: &[Value]) -> String {
    let inner = loc.strip_prefix(&[Value::from("body")]).unwrap_or(loc);
    let parts: Vec<String> = inner
        .iter()
        .map(|part| part.as_str().map_or_else(|| part.to_string(), str::to_owned))
        .collect();
    parts.join(".")
}
