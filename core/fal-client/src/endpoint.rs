//! Endpoint ids: `owner/alias[/path…]`, optionally behind a namespace.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// First segments that are a namespace, so that owner and alias are the next two
/// (provider's own clients, read November 2026).
const NAMESPACES: [&str; 2] = ["workflows", "comfy"];

/// A model's address at the provider, such as `fal-ai/flux/dev`.
///
/// Jobs are submitted to the whole id, but followed under [`EndpointId::app`] (`fal-ai/flux`): with the sub-path
/// kept the provider answers 405. That a submit was accepted does not prove that the sub-path exists.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EndpointId {
    text: String,
    app_len: usize,
}

/// The text is not an endpoint id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointIdError {
    /// Fewer than `owner/alias`.
    #[error("an endpoint id is written owner/alias, optionally followed by a path")]
    TooShort,
    /// Longer than [`EndpointId::MAX_LEN`].
    #[error("an endpoint id has at most 200 characters")]
    TooLong,
    /// A segment that is empty, `.`, `..`, or has anything but letters, digits, `-`, `_` and `.`.
    #[error("an endpoint id consists of letters, digits, '-', '_' and '.', separated by single slashes")]
    Segment,
}

impl EndpointId {
    /// Longest id taken, in bytes. Our own bound; the longest published id has about 70.
    pub const MAX_LEN: usize = 200;

    /// Reads an id. The legacy form `123456-name` (one segment) is understood as `123456/name`.
    ///
    /// # Errors
    /// [`EndpointIdError`] says which rule is broken.
    pub fn parse(text: &str) -> Result<Self, EndpointIdError> {
        if text.len() > Self::MAX_LEN {
            return Err(EndpointIdError::TooLong);
        }
        let text = modern_form(text);
        let segments: Vec<&str> = text.split('/').collect();
        if segments.iter().any(|segment| !is_segment(segment)) {
            return Err(EndpointIdError::Segment);
        }
        let app_segments = if NAMESPACES.contains(&segments[0]) { 3 } else { 2 };
        if segments.len() < app_segments {
            return Err(EndpointIdError::TooShort);
        }
        let app_len = segments[..app_segments].join("/").len();
        Ok(Self { text, app_len })
    }

    /// The whole id, as submits, prices and the request history name it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The part that names the application: `[namespace/]owner/alias`.
    #[must_use]
    pub fn app(&self) -> &str {
        &self.text[..self.app_len]
    }
}

fn modern_form(text: &str) -> String {
    match text.split_once('-') {
        Some((owner, name))
            if !text.contains('/') && !owner.is_empty() && owner.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            format!("{owner}/{name}")
        }
        _ => text.to_owned(),
    }
}

fn is_segment(segment: &str) -> bool {
    !matches!(segment, "" | "." | "..")
        && segment
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

impl fmt::Display for EndpointId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for EndpointId {
    type Err = EndpointIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for EndpointId {
    type Error = EndpointIdError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<EndpointId> for String {
    fn from(id: EndpointId) -> Self {
        id.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_application_is_owner_and_alias_behind_any_namespace() {
        let cases = [
            ("fal-ai/flux/dev", "fal-ai/flux"),
            ("fal-ai/flux-pro/v1.1-ultra", "fal-ai/flux-pro"),
            ("fal-ai/esrgan", "fal-ai/esrgan"),
            ("minimax/image-01/live", "minimax/image-01"),
            ("workflows/anna/posters/run", "workflows/anna/posters"),
            ("comfy/anna/sdxl", "comfy/anna/sdxl"),
            ("123456-portrait-maker", "123456/portrait-maker"),
        ];
        for (text, app) in cases {
            assert_eq!(EndpointId::parse(text).unwrap().app(), app, "{text}");
        }
    }

    #[test]
    fn what_could_leave_the_path_is_refused() {
        let cases = [
            ("flux", EndpointIdError::TooShort),
            ("workflows/anna", EndpointIdError::TooShort),
            ("", EndpointIdError::Segment),
            ("fal-ai/", EndpointIdError::Segment),
            ("fal-ai//flux", EndpointIdError::Segment),
            ("fal-ai/../admin", EndpointIdError::Segment),
            ("fal-ai/flux?x=1", EndpointIdError::Segment),
            ("https://fal.run/fal-ai/flux", EndpointIdError::Segment),
        ];
        for (text, error) in cases {
            assert_eq!(EndpointId::parse(text), Err(error), "{text}");
        }
        assert_eq!(
            EndpointId::parse(&format!("a/{}", "b".repeat(200))),
            Err(EndpointIdError::TooLong)
        );
    }

    #[test]
    fn it_is_stored_as_its_text() {
        let id: EndpointId = serde_json::from_str("\"fal-ai/flux/dev\"").unwrap();
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"fal-ai/flux/dev\"");
    }
}
