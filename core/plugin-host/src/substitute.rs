//! Puts real URLs where a plan refers to input pictures.

use serde_json::Value;

use crate::error::SubstituteError;

/// How references to input pictures begin.
pub(crate) const REFERENCE_PREFIX: &str = "input://";

/// Returns `input` with every string that is exactly `input://<n>` replaced by `urls[n]`.
///
/// Only whole strings count: a prompt that mentions a reference stays as it is.
///
/// # Errors
/// [`SubstituteError`] when a reference names a picture that is not in `urls`.
pub fn substitute_inputs(input: &Value, urls: &[String]) -> Result<Value, SubstituteError> {
    match input {
        Value::String(text) => substitute_text(text, urls).map(Value::String),
        Value::Array(items) => items.iter().map(|item| substitute_inputs(item, urls)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| Ok((name.clone(), substitute_inputs(member, urls)?)))
            .collect(),
        other => Ok(other.clone()),
    }
}

fn substitute_text(text: &str, urls: &[String]) -> Result<String, SubstituteError> {
    let Some(number) = text.strip_prefix(REFERENCE_PREFIX) else {
        return Ok(text.to_owned());
    };
    number
        .parse()
        .ok()
        .and_then(|index: usize| urls.get(index))
        .cloned()
        .ok_or_else(|| SubstituteError {
            reference: text.chars().take(200).collect(),
            available: urls.len(),
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(input: &Value, expected: &Value) {
        let urls = vec!["https://a/0.png".to_owned(), "https://a/1.png".to_owned()];
        let replaced = substitute_inputs(input, &urls).expect("every reference exists");
        assert_eq!(&replaced, expected);
    }

    #[test]
    fn references_are_replaced_at_any_depth() {
        check(
            &json!({"image_url": "input://0", "images": [{"url": "input://1"}], "steps": 4}),
            &json!({"image_url": "https://a/0.png", "images": [{"url": "https://a/1.png"}], "steps": 4}),
        );
    }

    #[test]
    fn text_that_only_mentions_a_reference_stays() {
        check(
            &json!({"prompt": "write input://0 on a wall"}),
            &json!({"prompt": "write input://0 on a wall"}),
        );
    }

    #[test]
    fn a_reference_to_a_missing_picture_is_an_error_that_names_it() {
        for reference in ["input://2", "input://", "input://-1", "input://x"] {
            let error = substitute_inputs(&json!([reference]), &["https://a".to_owned()])
                .expect_err("there is only one picture");
            assert_eq!(error.reference, reference);
            assert_eq!(error.available, 1);
        }
    }
}
