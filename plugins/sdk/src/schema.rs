//! From a parameter struct to the JSON Schema that the studio's form and checks are made of.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// The JSON Schema (2020-12) of `P`, self-contained.
///
/// Use `#[serde(default, deny_unknown_fields)]` on the struct so that every property has its default and unknown ones are
/// refused. An enum becomes `enum`, with `x-ui.options` naming `value`, `label` and `description` of each variant that has a
/// `title` or a doc comment.
pub fn schema_of<P: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<P>().to_value();
    if let Some(members) = schema.as_object_mut() {
        members.remove("title");
        members.entry("properties").or_insert_with(|| json!({}));
        for property in properties_of(members) {
            flatten_options(property);
            drop_machine_format(property);
        }
    }
    schema
}

fn properties_of(schema: &mut Map<String, Value>) -> impl Iterator<Item = &mut Map<String, Value>> {
    schema
        .get_mut("properties")
        .and_then(Value::as_object_mut)
        .into_iter()
        .flat_map(|properties| properties.values_mut().filter_map(Value::as_object_mut))
}

/// `oneOf` of constants (an enum with documentation) → `enum` plus `x-ui.options`, which every form understands.
fn flatten_options(property: &mut Map<String, Value>) {
    let Some(Value::Array(cases)) = property.get("oneOf") else {
        return;
    };
    let options: Vec<Value> = cases.iter().flat_map(options_of).collect();
    let values: Vec<Value> = options.iter().map(|option| option["value"].clone()).collect();
    property.remove("oneOf");
    property.insert("type".to_owned(), json!("string"));
    property.insert("enum".to_owned(), Value::Array(values));
    let hints = property.entry("x-ui").or_insert_with(|| json!({}));
    hints["options"] = Value::Array(options);
}

/// One case of an enum: a constant with its documentation, or several plain ones.
fn options_of(case: &Value) -> Vec<Value> {
    if let Some(Value::Array(plain)) = case.get("enum") {
        return plain.iter().map(|value| json!({ "value": value })).collect();
    }
    let mut option = json!({ "value": case.get("const") });
    for (from, to) in [("title", "label"), ("description", "description")] {
        if let Some(text) = case.get(from) {
            option[to] = text.clone();
        }
    }
    vec![option]
}

/// `"format": "uint32"` is a note about Rust, unknown to JSON Schema.
fn drop_machine_format(property: &mut Map<String, Value>) {
    let numeric = matches!(property.get("type").and_then(Value::as_str), Some("integer" | "number"));
    if numeric {
        property.remove("format");
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::*;
    use crate::Ui;

    #[derive(Serialize, Deserialize, JsonSchema)]
    #[serde(default, deny_unknown_fields)]
    struct Parameters {
        /// How much.
        #[schemars(title = "Amount", range(min = 1, max = 9), extend("x-ui" = Ui::new("Main", 1).slider()))]
        amount: u32,
        #[schemars(title = "Format", extend("x-ui" = Ui::new("Output", 1)))]
        format: Format,
    }

    #[derive(Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "lowercase")]
    enum Format {
        /// Small files.
        #[schemars(title = "JPEG")]
        Jpeg,
        #[schemars(title = "PNG")]
        Png,
    }

    impl Default for Parameters {
        fn default() -> Self {
            Self {
                amount: 3,
                format: Format::Jpeg,
            }
        }
    }

    #[test]
    fn a_struct_becomes_a_self_contained_schema_with_defaults_and_hints() {
        assert_eq!(
            schema_of::<Parameters>(),
            json!({
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "type": "object",
                "additionalProperties": false,
                "properties": {
                    "amount": {
                        "type": "integer", "minimum": 1, "maximum": 9, "default": 3,
                        "title": "Amount", "description": "How much.",
                        "x-ui": {"group": "Main", "order": 1, "widget": "slider"}
                    },
                    "format": {
                        "type": "string", "enum": ["jpeg", "png"], "default": "jpeg", "title": "Format",
                        "x-ui": {"group": "Output", "order": 1, "options": [
                            {"value": "jpeg", "label": "JPEG", "description": "Small files."},
                            {"value": "png", "label": "PNG"}
                        ]}
                    }
                }
            })
        );
    }
}
