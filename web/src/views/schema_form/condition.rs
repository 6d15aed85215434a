//! `shown_if`: whether a field applies, given the values of others. The browser has the same rule in `lib/shown-if.ts`;
//! both are tested with `frontend/tests/shown-if.json`.

use serde_json::Value;

use super::property::as_text;

/// Every named property must have one of the listed values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Condition(Vec<(String, Vec<String>)>);

impl Condition {
    /// Reads the hint in any of the forms that the module documentation lists; `None` when there is no condition.
    pub(super) fn parse(hint: &Value) -> Option<Self> {
        let object = hint.as_object().filter(|object| !object.is_empty())?;
        if let Some(field) = object.get("field").and_then(Value::as_str) {
            let wanted = object.get("equals").or_else(|| object.get("in"))?;
            return Some(Self(vec![(field.to_owned(), texts(wanted))]));
        }
        Some(Self(
            object
                .iter()
                .map(|(name, wanted)| (name.clone(), texts(wanted)))
                .collect(),
        ))
    }

    /// Whether the condition holds when `value_of` tells the current text of a property.
    pub(super) fn holds(&self, value_of: impl Fn(&str) -> String) -> bool {
        self.0.iter().all(|(name, wanted)| wanted.contains(&value_of(name)))
    }

    /// The condition as JSON for the browser: `[["output_format",["jpeg"]]]`.
    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(&self.0).expect("lists of strings are JSON")
    }
}

fn texts(wanted: &Value) -> Vec<String> {
    match wanted {
        Value::Array(values) => values.iter().map(as_text).collect(),
        value => vec![as_text(value)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shared_cases_hold() {
        let cases: Value = serde_json::from_str(include_str!("../../../frontend/tests/shown-if.json")).unwrap();
        for case in cases.as_array().unwrap() {
            let condition = Condition::parse(&case["shown_if"]).unwrap();
            let value_of = |name: &str| as_text(&case["values"][name]);
            assert_eq!(condition.holds(value_of), case["shown"].as_bool().unwrap(), "{case}");
            assert_eq!(condition.to_json(), as_text(&case["json"]), "{case}");
        }
    }

    #[test]
    fn no_hint_is_no_condition() {
        assert_eq!(Condition::parse(&Value::Null), None);
        assert_eq!(Condition::parse(&serde_json::json!({})), None);
    }
}
