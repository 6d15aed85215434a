//! Reads the body of `PUT /sim/faults`, naming the field that is wrong.

use serde_json::{Map, Value, json};

use super::{Fault, FaultError, FaultKind, Stage, kind::NAMES};

/// Fields of one fault.
const FIELDS: [&str; 6] = ["endpoint", "kind", "probability", "count", "params", "on"];

/// A list of faults, bare or under `faults`.
pub(crate) fn parse_list(body: &Value) -> Result<Vec<Fault>, FaultError> {
    let list = body.get("faults").unwrap_or(body);
    let list = list
        .as_array()
        .ok_or_else(|| FaultError::new("faults", "must be a list of faults"))?;
    list.iter()
        .enumerate()
        .map(|(index, value)| parse(value, &format!("faults[{index}]")))
        .collect()
}

fn parse(value: &Value, at: &str) -> Result<Fault, FaultError> {
    let fields = value
        .as_object()
        .ok_or_else(|| FaultError::new(at, "must be an object"))?;
    if let Some(unknown) = fields.keys().find(|key| !FIELDS.contains(&key.as_str())) {
        return Err(FaultError::new(
            format!("{at}.{unknown}"),
            format!("unknown field; known are {}", FIELDS.join(", ")),
        ));
    }
    Ok(Fault {
        endpoint: text(fields, "endpoint", at)?,
        kind: kind(fields, at)?,
        on: stage(fields, at)?,
        probability: probability(fields, at)?,
        count: count(fields, at)?,
    })
}

fn present<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    fields.get(name).filter(|value| !value.is_null())
}

fn text(fields: &Map<String, Value>, name: &str, at: &str) -> Result<Option<String>, FaultError> {
    let Some(value) = present(fields, name) else {
        return Ok(None);
    };
    let text = value
        .as_str()
        .ok_or_else(|| FaultError::new(format!("{at}.{name}"), "must be text"))?;
    Ok(Some(text.to_owned()))
}

fn kind(fields: &Map<String, Value>, at: &str) -> Result<FaultKind, FaultError> {
    let name = text(fields, "kind", at)?.ok_or_else(|| FaultError::new(format!("{at}.kind"), "is missing"))?;
    if !NAMES.contains(&name.as_str()) {
        let message = format!("no fault is called \"{name}\"; known are {}", NAMES.join(", "));
        return Err(FaultError::new(format!("{at}.kind"), message));
    }
    let params = present(fields, "params").cloned().unwrap_or_else(|| json!({}));
    serde_json::from_value(json!({ "kind": name, "params": params }))
        .map_err(|error| FaultError::new(format!("{at}.params"), error.to_string()))
}

fn stage(fields: &Map<String, Value>, at: &str) -> Result<Option<Stage>, FaultError> {
    let Some(value) = present(fields, "on") else {
        return Ok(None);
    };
    serde_json::from_value(value.clone()).map_err(|error| FaultError::new(format!("{at}.on"), error.to_string()))
}

fn probability(fields: &Map<String, Value>, at: &str) -> Result<f64, FaultError> {
    let Some(value) = present(fields, "probability") else {
        return Ok(1.0);
    };
    value
        .as_f64()
        .ok_or_else(|| FaultError::new(format!("{at}.probability"), "must be a number between 0 and 1"))
}

fn count(fields: &Map<String, Value>, at: &str) -> Result<Option<u32>, FaultError> {
    let Some(value) = present(fields, "count") else {
        return Ok(None);
    };
    let count = value.as_u64().and_then(|count| u32::try_from(count).ok());
    count
        .map(Some)
        .ok_or_else(|| FaultError::new(format!("{at}.count"), "must be a whole number of at least 0"))
}
