//! Checks of what the form is drawn from: hints of parameters, presets, recommended values.

use serde_json::{Map, Value};
use studio_plugin_host::JobRequest;

use super::Suite;
use crate::samples::request_for;

/// What the studio's form knows to draw.
const WIDGETS: [&str; 9] = [
    "slider",
    "number",
    "text",
    "textarea",
    "switch",
    "select",
    "choice",
    "size-tiles",
    "json",
];

impl Suite<'_> {
    /// The form needs a place for every parameter, and hints that it understands.
    pub(super) fn check_form_hints(&mut self) {
        let schema = self.model.model().parameters_schema.clone();
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            return;
        };
        for (name, rule) in properties {
            for complaint in complaints(rule, properties) {
                self.require(false, || format!("the parameter {name} {complaint}"));
            }
        }
    }

    /// What the manifest recommends must work as it is.
    pub(super) async fn check_presets(&mut self) {
        let operation = self.model.model().operations[0];
        for preset in self.model.model().presets.clone() {
            self.require(!preset.name.trim().is_empty(), || "a preset has no name".to_owned());
            let request = JobRequest {
                parameters: preset.parameters,
                ..request_for(operation)
            };
            self.call(&request).await;
        }
    }
}

/// What is wrong with the hints of one parameter.
fn complaints(rule: &Value, properties: &Map<String, Value>) -> Vec<String> {
    let hint = |name: &str| rule.pointer(&format!("/x-ui/{name}"));
    let mut found = Vec::new();
    if !hint("group").is_some_and(Value::is_string) || !hint("order").is_some_and(Value::is_u64) {
        found.push("has no x-ui group and order".to_owned());
    }
    match hint("widget").map(Value::as_str) {
        None => {}
        Some(Some(widget)) if WIDGETS.contains(&widget) => {}
        Some(_) => found.push(format!("asks for a widget that is none of {}", WIDGETS.join(", "))),
    }
    if hint("widget").and_then(Value::as_str) == Some("slider") && !has_range(rule) {
        found.push("is a slider without minimum and maximum".to_owned());
    }
    if hint("advanced").is_some_and(|hint| !hint.is_boolean()) {
        found.push("has an x-ui advanced that is neither true nor false".to_owned());
    }
    if hint("unit").is_some_and(|hint| !hint.is_string()) {
        found.push("has an x-ui unit that is no text".to_owned());
    }
    found.extend(condition_complaint(hint("shown_if"), properties));
    found.extend(recommended_complaint(rule, hint("recommended")));
    found
}

fn has_range(rule: &Value) -> bool {
    let number = |keys: [&str; 2]| keys.iter().any(|key| rule.get(key).is_some_and(Value::is_number));
    number(["minimum", "exclusiveMinimum"]) && number(["maximum", "exclusiveMaximum"])
}

/// A condition on a parameter that is not there would hide the field for ever.
fn condition_complaint(condition: Option<&Value>, properties: &Map<String, Value>) -> Option<String> {
    let condition = condition?;
    let Some(members) = condition.as_object() else {
        return Some("has an x-ui shown_if that is no object".to_owned());
    };
    let long_form = members.get("field").and_then(Value::as_str);
    let names: Vec<&str> = match long_form {
        Some(name) if members.contains_key("equals") || members.contains_key("in") => vec![name],
        _ => members.keys().map(String::as_str).collect(),
    };
    let unknown = names.into_iter().find(|name| !properties.contains_key(*name))?;
    Some(format!("is shown depending on {unknown}, which is no parameter"))
}

/// A recommended range lies within what is allowed.
fn recommended_complaint(rule: &Value, recommended: Option<&Value>) -> Option<String> {
    let bounds: Vec<f64> = match recommended? {
        Value::Array(bounds) => bounds.iter().filter_map(Value::as_f64).collect(),
        _ => Vec::new(),
    };
    let [low, high] = bounds.as_slice() else {
        return Some("has an x-ui recommended that is not [low, high]".to_owned());
    };
    let limit = |key: &str, otherwise: f64| rule.get(key).and_then(Value::as_f64).unwrap_or(otherwise);
    let within = low <= high && *low >= limit("minimum", f64::MIN) && *high <= limit("maximum", f64::MAX);
    (!within).then(|| format!("recommends {low} to {high}, which is not within its limits"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(rule: &Value) -> Vec<String> {
        let properties = Map::from_iter([("size".to_owned(), json!({}))]);
        complaints(rule, &properties)
    }

    #[test]
    fn hints_that_the_form_understands_are_fine() {
        let rule = json!({"minimum": 1, "maximum": 50, "x-ui": {
            "group": "Quality", "order": 1, "widget": "slider", "advanced": true, "unit": "px",
            "shown_if": {"size": "custom"}, "recommended": [20, 40],
        }});
        assert_eq!(found(&rule), Vec::<String>::new());
        let long = json!({"x-ui": {"group": "Quality", "order": 1, "shown_if": {"field": "size", "in": ["a", "b"]}}});
        assert_eq!(found(&long), Vec::<String>::new());
    }

    #[test]
    fn every_wrong_hint_is_told() {
        let rule = json!({"minimum": 1, "x-ui": {
            "widget": "slider", "advanced": "yes", "unit": 3, "shown_if": {"colour": "red"}, "recommended": [0, 10],
        }});
        assert_eq!(
            found(&rule),
            [
                "has no x-ui group and order",
                "is a slider without minimum and maximum",
                "has an x-ui advanced that is neither true nor false",
                "has an x-ui unit that is no text",
                "is shown depending on colour, which is no parameter",
                "recommends 0 to 10, which is not within its limits",
            ]
        );
        let dial = json!({"x-ui": {"group": "Quality", "order": 1, "widget": "dial"}});
        assert!(found(&dial)[0].starts_with("asks for a widget that is none of"));
    }
}
