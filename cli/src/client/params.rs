//! Parameters of a model as they are typed: `NAME=VALUE`, by the model's own schema.

use serde_json::{Map, Value};
use studio_client::{Client, Model};

use super::failure::Failure;

/// `NAME=VALUE`, split at the first sign.
///
/// # Errors
/// A sentence when there is none.
pub(super) fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("use NAME=VALUE".to_owned()),
    }
}

/// The values with the types that the model's schema says. Without a model a value is a number, `true`, `false` or a JSON
/// document if it looks so, and a text otherwise.
///
/// # Errors
/// [`Failure::Usage`] for a name that the model does not know, or a value of another type; or when the studio refuses.
pub(super) async fn typed(
    client: &Client,
    model_id: Option<&str>,
    pairs: &[(String, String)],
) -> Result<Map<String, Value>, Failure> {
    let model = match model_id {
        Some(id) if !pairs.is_empty() => Some(client.model(id).await?),
        _ => None,
    };
    let value = |(name, text): &(String, String)| Ok((name.clone(), of_model(model.as_ref(), name, text)?));
    pairs.iter().map(value).collect()
}

/// One value.
///
/// # Errors
/// As [`typed`].
pub(super) fn of_model(model: Option<&Model>, name: &str, text: &str) -> Result<Value, Failure> {
    let Some(model) = model else { return Ok(guessed(text)) };
    let properties = model.parameters_schema["properties"].as_object();
    let Some(schema) = properties.and_then(|properties| properties.get(name)) else {
        let known: Vec<&str> = properties
            .into_iter()
            .flatten()
            .map(|(name, _)| name.as_str())
            .collect();
        return Err(Failure::Usage(format!(
            "{} has no parameter `{name}`; it has {}",
            model.id,
            known.join(", ")
        )));
    };
    by_schema(schema, text).ok_or_else(|| {
        let wanted = kinds(schema).join(" or ");
        Failure::Usage(format!(
            "the parameter `{name}` of {} takes {wanted}, not `{text}`",
            model.id
        ))
    })
}

/// The first of the types that the text can be, the narrow ones first.
fn by_schema(schema: &Value, text: &str) -> Option<Value> {
    let kinds = kinds(schema);
    if kinds.is_empty() {
        return Some(guessed(text));
    }
    let json = serde_json::from_str::<Value>(text).ok();
    let fits = |kind: &&str| match (*kind, &json) {
        ("integer", Some(value)) => value.is_i64() || value.is_u64(),
        ("number", Some(value)) => value.is_number(),
        ("boolean", Some(value)) => value.is_boolean(),
        ("null", Some(value)) => value.is_null(),
        ("array", Some(value)) => value.is_array(),
        ("object", Some(value)) => value.is_object(),
        _ => false,
    };
    if kinds.iter().any(fits) {
        json
    } else {
        kinds.contains(&"string").then(|| Value::from(text))
    }
}

/// What `type` says: one word or several.
pub(super) fn kinds(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn guessed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_get_the_type_that_the_schema_says() {
        let table = [
            (json!({"type": "integer"}), "28", Some(json!(28))),
            (json!({"type": "integer"}), "2.5", None),
            (json!({"type": "number"}), "3.5", Some(json!(3.5))),
            (json!({"type": "boolean"}), "true", Some(json!(true))),
            (json!({"type": "boolean"}), "yes", None),
            (json!({"type": "string"}), "28", Some(json!("28"))),
            (json!({"type": ["integer", "null"]}), "null", Some(Value::Null)),
            (json!({"type": "array"}), "[{\"a\":1}]", Some(json!([{"a": 1}]))),
            (json!({}), "16:9", Some(json!("16:9"))),
        ];
        for (schema, text, expected) in table {
            assert_eq!(by_schema(&schema, text), expected, "{schema} {text}");
        }
    }

    #[test]
    fn names_and_values_are_split_at_the_first_sign() {
        assert_eq!(pair("a=b=c").unwrap(), ("a".to_owned(), "b=c".to_owned()));
        assert!(pair("a").is_err() && pair("=b").is_err());
    }
}
