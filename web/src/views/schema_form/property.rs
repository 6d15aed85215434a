//! Reads one property of a schema: its type, its hints, and values as the text that a control holds.

use serde_json::Value;

/// One property with its name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Property<'a> {
    pub(super) name: &'a str,
    pub(super) schema: &'a Value,
}

/// The properties of an object schema in the order of the form: `x-ui.order`, then name.
pub(super) fn properties(schema: &Value) -> Vec<Property<'_>> {
    let mut list: Vec<_> = schema["properties"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, schema)| Property { name, schema })
        .collect();
    list.sort_by(|a, b| a.order().total_cmp(&b.order()).then(a.name.cmp(b.name)));
    list
}

impl<'a> Property<'a> {
    pub(super) fn hint(&self, key: &str) -> &'a Value {
        &self.schema["x-ui"][key]
    }

    pub(super) fn hint_text(&self, key: &str) -> String {
        self.hint(key).as_str().unwrap_or_default().to_owned()
    }

    pub(super) fn order(&self) -> f64 {
        self.hint("order").as_f64().unwrap_or(f64::MAX)
    }

    pub(super) fn is_advanced(&self) -> bool {
        self.hint("advanced").as_bool().unwrap_or(false)
    }

    pub(super) fn label(&self) -> String {
        self.schema["title"]
            .as_str()
            .map_or_else(|| humanise(self.name), str::to_owned)
    }

    /// The first type that is not `null`; empty where the schema does not say.
    pub(super) fn kind(&self) -> &'a str {
        match &self.schema["type"] {
            Value::String(kind) => kind,
            Value::Array(kinds) => kinds
                .iter()
                .filter_map(Value::as_str)
                .find(|kind| *kind != "null")
                .unwrap_or_default(),
            _ => self
                .alternatives()
                .iter()
                .find_map(|schema| schema["type"].as_str())
                .unwrap_or_default(),
        }
    }

    /// The members of `oneOf` or `anyOf`.
    pub(super) fn alternatives(&self) -> &'a [Value] {
        ["oneOf", "anyOf"]
            .into_iter()
            .find_map(|key| self.schema[key].as_array())
            .map_or(&[], Vec::as_slice)
    }

    /// The alternative that is a picture size: an object with `width` and `height`.
    pub(super) fn size_schema(&self) -> Option<&'a Value> {
        let is_size = |schema: &&Value| {
            let sides = &schema["properties"];
            sides["width"].is_object() && sides["height"].is_object()
        };
        self.alternatives().iter().chain([self.schema]).find(is_size)
    }

    /// The values of its enumeration, with a name where the schema gives one.
    pub(super) fn choices(&self) -> Vec<(&'a Value, Option<&'a str>)> {
        let mut list = Vec::new();
        for schema in [self.schema].into_iter().chain(self.alternatives()) {
            list.extend(
                schema["enum"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|value| (value, None)),
            );
            if let Some(value) = schema.get("const") {
                list.push((value, schema["title"].as_str()));
            }
        }
        list.retain(|(value, _)| !value.is_null());
        list
    }

    pub(super) fn default_text(&self) -> String {
        if self.size_schema().is_some() && self.schema["default"].is_object() {
            return super::CUSTOM.to_owned();
        }
        as_text(&self.schema["default"])
    }
}

/// A JSON value as the text of a control. Null is empty, a number has no needless `.0`, an object or list is JSON.
pub(super) fn as_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) => {
            let text = number.to_string();
            text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
        }
        other => other.to_string(),
    }
}

/// `num_inference_steps` as words: `Num inference steps`.
pub(super) fn humanise(name: &str) -> String {
    let words = name.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
