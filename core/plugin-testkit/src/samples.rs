//! Requests that exercise a model, made from its own manifest.

use serde_json::{Map, Value, json};
use studio_plugin_host::{InputRole, JobRequest, Model, Operation, RequestInput};

/// The prompt of every sample. It holds what breaks careless string handling, and no weighting syntax.
pub(crate) const PROMPT: &str = "Ein Leuchtturm, \"Sturm\" \\ 灯台 🌊 {{x}}";

/// The plainest valid request for `operation`: default parameters, one image, the pictures it needs.
pub fn request_for(operation: Operation) -> JobRequest {
    let roles: &[InputRole] = match operation {
        Operation::TextToImage | Operation::Video => &[],
        Operation::ImageToImage | Operation::Upscale | Operation::RemoveBackground => &[InputRole::Source],
        Operation::Inpaint => &[InputRole::Source, InputRole::Mask],
    };
    JobRequest {
        seed: 3_141_592_653,
        inputs: roles.iter().copied().map(picture).collect(),
        ..JobRequest::new(operation, PROMPT)
    }
}

/// The same with a picture to start from, for operations that can do without.
pub(crate) fn request_from_picture(operation: Operation) -> Option<JobRequest> {
    let plain = request_for(operation);
    (operation == Operation::Video).then(|| JobRequest {
        inputs: vec![picture(InputRole::Source)],
        ..plain
    })
}

/// For each parameter, the requests that change nothing but this one: the ends of its range, or each of its options.
pub fn variations(model: &Model) -> Vec<(String, JobRequest)> {
    let operation = model.operations[0];
    let properties = model.parameters_schema.get("properties").and_then(Value::as_object);
    properties
        .into_iter()
        .flatten()
        .flat_map(|(name, rule)| {
            other_values(rule).into_iter().map(move |value| {
                let mut request = request_for(operation);
                request.parameters = Map::from_iter([(name.clone(), value)]);
                (name.clone(), request)
            })
        })
        .collect()
}

/// Valid values of a parameter besides its default. A text that not every word fits says so by its `examples`.
fn other_values(rule: &Value) -> Vec<Value> {
    let default = rule.get("default");
    let mut values: Vec<Value> = match (rule.get("enum"), rule.get("type").and_then(Value::as_str)) {
        (Some(Value::Array(options)), _) => options.clone(),
        (None, Some("boolean")) => vec![json!(true), json!(false)],
        (None, Some("integer" | "number")) => ["minimum", "maximum"]
            .iter()
            .filter_map(|end| rule.get(end))
            .cloned()
            .collect(),
        (None, Some("string")) => match rule.get("examples") {
            Some(Value::Array(examples)) => examples.clone(),
            _ => vec![json!("sample")],
        },
        _ => Vec::new(),
    };
    values.retain(|value| !default.is_some_and(|default| is_same(value, default)));
    values
}

/// Equal, with `1` and `1.0` counting as one.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() < f64::EPSILON,
        _ => a == b,
    }
}

fn picture(role: InputRole) -> RequestInput {
    RequestInput {
        role,
        width: 1_280,
        height: 720,
        content_type: "image/png".to_owned(),
    }
}
