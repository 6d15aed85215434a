//! What handlers take from a request, with the studio's own errors.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use studio_model::{Cursor, PageLimit};

use crate::Error;
use crate::error::Result;
use crate::i18n::Lang;

/// Largest body of a JSON request or form.
pub(crate) const MAX_BODY_BYTES: usize = 2 * 1024 * 1024;

const HX_REQUEST: HeaderName = HeaderName::from_static("hx-request");

/// A JSON body.
#[derive(Debug)]
pub(crate) struct Json<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        if media_type(request.headers()).as_deref() != Some("application/json") {
            return Err(Error::UnsupportedMediaType("application/json"));
        }
        parse_json(&body(request, state).await?).map(Self)
    }
}

/// The pairs of a submitted form, in order.
#[derive(Debug, Default)]
pub(crate) struct FormPairs(Vec<(String, String)>);

impl FormPairs {
    /// Another pair, after the others.
    pub(crate) fn push(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// The last value of `name`, empty when there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().rev().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// All pairs.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl<S: Send + Sync> FromRequest<S> for FormPairs {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        const FORM: &str = "application/x-www-form-urlencoded";
        if media_type(request.headers()).as_deref() != Some(FORM) {
            return Err(Error::UnsupportedMediaType(FORM));
        }
        let bytes = body(request, state).await?;
        Ok(Self(url::form_urlencoded::parse(&bytes).into_owned().collect()))
    }
}

/// The pairs of the query, in order.
#[derive(Debug)]
pub(crate) struct QueryPairs(pub(crate) FormPairs);

impl<S: Sync> FromRequestParts<S> for QueryPairs {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> std::result::Result<Self, Self::Rejection> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(FormPairs(
            url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        )))
    }
}

/// An id in the path. What is no id is nothing that exists.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PathId<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for PathId<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        axum::extract::Path::<T>::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(id)| Self(id))
            .map_err(|_| Error::App(studio_app::Error::NotFound))
    }
}

/// Which page of a list: `?limit=` 1 to 200, 50 by default, and `?cursor=` of the page before.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PageQuery {
    pub(crate) limit: PageLimit,
    pub(crate) cursor: Option<Cursor>,
}

impl<S: Sync> FromRequestParts<S> for PageQuery {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let Ok(QueryPairs(query)) = QueryPairs::from_request_parts(parts, state).await;
        Ok(Self {
            limit: parse_limit(query.get("limit"))?,
            cursor: parse_cursor(query.get("cursor"))?,
        })
    }
}

/// 1 to 200, 50 when it is left out.
pub(crate) fn parse_limit(text: &str) -> Result<PageLimit> {
    if text.is_empty() {
        return Ok(PageLimit::default());
    }
    let limit = text.parse().ok().and_then(PageLimit::new);
    limit.ok_or_else(|| Error::invalid("limit", format!("Use a whole number from 1 to {}.", PageLimit::MAX)))
}

/// An empty text is no cursor.
pub(crate) fn parse_cursor(text: &str) -> Result<Option<Cursor>> {
    if text.is_empty() {
        return Ok(None);
    }
    let cursor = text
        .parse()
        .map_err(|_| Error::invalid("cursor", "Use the next_cursor of the page before."))?;
    Ok(Some(cursor))
}

/// `true` or `false`; `false` when it is left out.
pub(crate) fn parse_flag(field: &'static str, text: &str) -> Result<bool> {
    match text {
        "" | "false" => Ok(false),
        "true" => Ok(true),
        _ => Err(Error::invalid(field, "Use true or false.")),
    }
}

/// The language that the browser likes best.
pub(crate) fn language(headers: &HeaderMap) -> Lang {
    Lang::negotiate(
        headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok()),
    )
}

/// Whether htmx asks, so that a part is enough.
pub(crate) fn is_htmx(headers: &HeaderMap) -> bool {
    headers.get(HX_REQUEST).is_some_and(|value| value == "true")
}

/// The type of the body without its parameters, lower case.
pub(crate) fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let essence = value.split(';').next().unwrap_or_default();
    Some(essence.trim().to_ascii_lowercase())
}

async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes> {
    body_up_to(request, state, MAX_BODY_BYTES).await
}

/// The whole body; the route's own limit is the same.
pub(crate) async fn body_up_to<S: Send + Sync>(request: Request, state: &S, max_bytes: usize) -> Result<Bytes> {
    Bytes::from_request(request, state).await.map_err(|rejection| {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Error::TooLarge(max_bytes)
        } else {
            Error::Malformed("the body ended early".to_owned())
        }
    })
}

/// A JSON object with nothing after it.
pub(crate) fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    // Every request is an object; a list would be read as the fields of one, in order, and complained about as such.
    if bytes.trim_ascii_start().starts_with(b"[") {
        return Err(Error::Malformed("the body must be a JSON object".to_owned()));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| json_error(&error))?;
    deserializer
        .end()
        .map_err(|error| Error::Malformed(format!("the body is not JSON: {error}")))?;
    Ok(value)
}

fn json_error(error: &serde_path_to_error::Error<serde_json::Error>) -> Error {
    let cause = error.inner();
    if !cause.is_data() {
        return Error::Malformed(format!("the body is not JSON: {cause}"));
    }
    let text = cause.to_string();
    let message = text.split(" at line ").next().unwrap_or_default();
    let path = error.path().to_string();
    let field = named_field(message).map_or(path.clone(), |name| match path.as_str() {
        "." => name.to_owned(),
        // An unknown field is part of its own path.
        path if path == name || path.ends_with(&format!(".{name}")) => path.to_owned(),
        path => format!("{path}.{name}"),
    });
    Error::invalid(field, format!("{message}."))
}

/// The field in serde's "missing field `x`" and "unknown field `x`, expected …", whose path is that of its parent.
fn named_field(message: &str) -> Option<&str> {
    let is_about_field = ["missing field `", "unknown field `", "duplicate field `"];
    let rest = is_about_field.iter().find_map(|start| message.strip_prefix(start))?;
    rest.split('`').next()
}

/// A field that is left out or `null` is `None`; a JSON number or a string of digits is a seed. The range is checked by the
/// use case, which knows the model.
pub(crate) fn deserialize_seed<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Option<u64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Seed {
        Number(u64),
        Text(String),
    }
    let seed = Option::<Seed>::deserialize(deserializer)
        .map_err(|_| serde::de::Error::custom("use a whole number, or its digits as a string"))?;
    match seed {
        None => Ok(None),
        Some(Seed::Number(number)) => Ok(Some(number)),
        Some(Seed::Text(text)) => text
            .parse()
            .map(Some)
            .map_err(|_| serde::de::Error::custom("use a whole number, or its digits as a string")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        #[serde(rename = "name")]
        _name: String,
        #[serde(rename = "size")]
        _size: Option<Size>,
        #[serde(default, deserialize_with = "deserialize_seed")]
        seed: Option<u64>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Size {
        #[serde(rename = "width")]
        _width: u32,
    }

    fn field_of(json: &str) -> String {
        let error = parse_json::<Body>(json.as_bytes()).unwrap_err();
        let errors = error.field_errors().unwrap_or_else(|| panic!("{error:?}"));
        errors[0].field.clone()
    }

    #[test]
    fn wrong_fields_are_named_by_their_path() {
        assert_eq!(field_of("{}"), "name");
        assert_eq!(field_of(r#"{"name": 1}"#), "name");
        assert_eq!(field_of(r#"{"name": "", "nmae": ""}"#), "nmae");
        assert_eq!(field_of(r#"{"name": "", "size": {}}"#), "size.width");
        assert_eq!(field_of(r#"{"name": "", "size": {"width": -1}}"#), "size.width");
        assert_eq!(
            field_of(r#"{"name": "", "size": {"width": 1, "depth": 1}}"#),
            "size.depth"
        );
        assert_eq!(field_of(r#"{"name": "", "seed": "x"}"#), "seed");
    }

    #[test]
    fn what_is_not_json_is_malformed() {
        for text in ["", "{", "name=x", r#"{"name": "x"} x"#, "\u{feff}{}"] {
            let error = parse_json::<Body>(text.as_bytes()).unwrap_err();
            assert!(matches!(error, Error::Malformed(_)), "{text:?}: {error:?}");
        }
    }

    #[test]
    fn seeds_are_numbers_or_digits() {
        let seed = |json: &str| parse_json::<Body>(json.as_bytes()).unwrap().seed;
        assert_eq!(seed(r#"{"name": "", "seed": 7}"#), Some(7));
        assert_eq!(seed(r#"{"name": "", "seed": "18446744073709551615"}"#), Some(u64::MAX));
        assert_eq!(seed(r#"{"name": "", "seed": null}"#), None);
    }

    #[test]
    fn limits_and_cursors_out_of_range_are_named() {
        assert!(parse_limit("").is_ok() && parse_limit("200").is_ok());
        for text in ["0", "201", "-1", "x", "99999999"] {
            assert_eq!(parse_limit(text).unwrap_err().field_errors().unwrap()[0].field, "limit");
        }
        assert_eq!(
            parse_cursor("x").unwrap_err().field_errors().unwrap()[0].field,
            "cursor"
        );
    }
}
