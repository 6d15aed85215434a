//! The parameters of a finished picture as rows to read and copy.

use serde::Serialize;
use serde_json::Value;

use super::{
    options::options,
    property::{Property, as_text, properties},
};

/// One parameter of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ParameterRow {
    /// The property, `guidance_scale`.
    pub name: String,
    /// Its title.
    pub label: String,
    /// The value in words: an option's name, `1024 × 768`, else as it is.
    pub text: String,
    /// The value as it would be typed; what the copy button copies.
    pub value: String,
    /// Written behind the value; may be empty.
    pub unit: String,
}

/// The rows for `parameters` in the order of the model's form.
///
/// Parameters that the schema does not (or no longer) know come last under their own names; null ones are left out.
#[must_use]
pub fn describe(schema: &Value, parameters: &Value) -> Vec<ParameterRow> {
    let known = properties(schema);
    let mut rows: Vec<_> = known
        .iter()
        .filter_map(|property| row(property, &parameters[property.name]))
        .collect();
    for (name, value) in parameters.as_object().into_iter().flatten() {
        if !known.iter().any(|property| property.name == name) {
            rows.extend(row(
                &Property {
                    name,
                    schema: &Value::Null,
                },
                value,
            ));
        }
    }
    rows
}

fn row(property: &Property<'_>, value: &Value) -> Option<ParameterRow> {
    let raw = as_text(value);
    if raw.is_empty() {
        return None;
    }
    let option = options(property).into_iter().find(|option| option.value == raw);
    let label = property.label();
    Some(ParameterRow {
        name: property.name.to_owned(),
        label,
        text: size_text(value)
            .or(option.map(|option| option.label))
            .unwrap_or_else(|| raw.clone()),
        value: raw,
        unit: property.hint_text("unit"),
    })
}

fn size_text(value: &Value) -> Option<String> {
    Some(format!("{} × {}", value["width"].as_u64()?, value["height"].as_u64()?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::fixtures::schema, *};

    #[test]
    fn rows_are_named_ordered_and_readable() {
        let parameters = json!({
            "guidance_scale": 3.0, "image_size": { "width": 640, "height": 512 }, "num_inference_steps": null,
            "output_format": "png", "old_setting": "x",
        });
        let rows = describe(&schema(), &parameters);
        let texts: Vec<_> = rows.iter().map(|row| (row.label.as_str(), row.text.as_str())).collect();
        assert_eq!(
            texts,
            [
                ("Image size", "640 × 512"),
                ("Guidance scale", "3"),
                ("Output format", "PNG"),
                ("Old setting", "x")
            ]
        );
    }
}
