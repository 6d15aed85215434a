//! From the submitted text back to typed parameters.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};

use super::{
    CUSTOM, PREFIX,
    condition::Condition,
    property::{Property, as_text, properties},
};
use crate::{
    i18n::{self, Lang},
    views::FieldError,
};

/// The text of every parameter control, by its name without the prefix: `steps`, `image_size.width`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawValues(BTreeMap<String, String>);

impl RawValues {
    /// Reads the controls of a submitted form or a query. Other controls are ignored; of equal names the last counts.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let parameters = pairs
            .into_iter()
            .filter_map(|(name, text)| Some((name.strip_prefix(PREFIX)?.to_owned(), text.trim().to_owned())));
        Self(parameters.collect())
    }

    /// The controls that would send `parameters`, an object of typed values.
    #[must_use]
    pub fn from_parameters(parameters: &Value) -> Self {
        let mut values = BTreeMap::new();
        for (name, value) in parameters.as_object().into_iter().flatten() {
            match (&value["width"], &value["height"]) {
                (width @ Value::Number(_), height @ Value::Number(_)) => {
                    values.insert(name.clone(), CUSTOM.to_owned());
                    values.insert(format!("{name}.width"), as_text(width));
                    values.insert(format!("{name}.height"), as_text(height));
                }
                _ => drop(values.insert(name.clone(), as_text(value))),
            }
        }
        Self(values)
    }

    /// The text of one control, if it was sent.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub(super) fn set(&mut self, name: String, text: String) {
        self.0.insert(name, text);
    }

    pub(super) fn into_controls(self) -> BTreeMap<String, String> {
        self.0
    }

    /// The current text of a property: what was sent, else its default.
    pub(super) fn current(&self, schema: &Value, name: &str) -> String {
        let default = || {
            Property {
                name,
                schema: &schema["properties"][name],
            }
            .default_text()
        };
        self.get(name).map_or_else(default, str::to_owned)
    }
}

/// The parameters that a submitted form means: an object for the host to check against the same schema.
///
/// Empty controls and fields that do not apply (`shown_if`) are left out, so that defaults take their place.
///
/// # Errors
/// A list of all controls whose text is not of the property's type or that the schema does not know, with the
/// control's name as `field` and a sentence in `lang`.
pub fn parameters_from_pairs<'a>(
    lang: Lang,
    schema: &Value,
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Map<String, Value>, Vec<FieldError>> {
    let raw = RawValues::from_pairs(pairs);
    let mut parameters = Map::new();
    let mut errors = unknown(lang, schema, &raw);
    for property in properties(schema) {
        if !applies(&property, schema, &raw) {
            continue;
        }
        match read(&property, &raw) {
            Ok(Some(value)) => drop(parameters.insert(property.name.to_owned(), value)),
            Ok(None) => {}
            Err(problem) => errors.push(FieldError::new(
                format!("{PREFIX}{}", problem.control),
                i18n::text(lang, problem.message),
            )),
        }
    }
    if errors.is_empty() { Ok(parameters) } else { Err(errors) }
}

pub(super) fn applies(property: &Property<'_>, schema: &Value, raw: &RawValues) -> bool {
    Condition::parse(property.hint("shown_if"))
        .is_none_or(|condition| condition.holds(|name| raw.current(schema, name)))
}

struct Problem {
    control: String,
    message: &'static str,
}

fn unknown(lang: Lang, schema: &Value, raw: &RawValues) -> Vec<FieldError> {
    let is_known = |control: &str| {
        let name = control.split('.').next().unwrap_or_default();
        schema["properties"].get(name).is_some()
    };
    raw.0
        .keys()
        .filter(|control| !is_known(control))
        .map(|control| FieldError::new(format!("{PREFIX}{control}"), i18n::text(lang, "field-unknown")))
        .collect()
}

fn read(property: &Property<'_>, raw: &RawValues) -> Result<Option<Value>, Problem> {
    let text = raw.get(property.name).unwrap_or_default();
    if text.is_empty() {
        return Ok(None);
    }
    if text == CUSTOM && property.size_schema().is_some() {
        let width = side(property, raw, "width")?;
        let height = side(property, raw, "height")?;
        return Ok(Some(serde_json::json!({ "width": width, "height": height })));
    }
    let problem = |message| Problem {
        control: property.name.to_owned(),
        message,
    };
    typed(property, text).map(Some).map_err(problem)
}

fn side(property: &Property<'_>, raw: &RawValues, side: &str) -> Result<u32, Problem> {
    let control = format!("{}.{side}", property.name);
    let parsed = raw.get(&control).unwrap_or_default().parse();
    parsed.map_err(|_| Problem {
        control,
        message: "field-not-a-whole-number",
    })
}

/// `text` as the property's type. A value of an enumeration keeps the enumeration's own type.
fn typed(property: &Property<'_>, text: &str) -> Result<Value, &'static str> {
    if let Some((value, _)) = property.choices().into_iter().find(|(value, _)| as_text(value) == text) {
        return Ok(value.clone());
    }
    match property.kind() {
        "integer" => whole(text).map(Value::Number).ok_or("field-not-a-whole-number"),
        "number" => number(text).map(Value::Number).ok_or("field-not-a-number"),
        "boolean" => text.parse().map(Value::Bool).map_err(|_| "field-not-a-switch"),
        "array" | "object" => serde_json::from_str(text).map_err(|_| "field-not-json"),
        _ => Ok(Value::String(text.to_owned())),
    }
}

fn whole(text: &str) -> Option<Number> {
    text.parse::<i64>().ok().map(Number::from)
}

/// A decimal number; a comma is taken for a decimal point when there is no point, as German keyboards type it.
fn number(text: &str) -> Option<Number> {
    let text = if text.contains('.') {
        text.to_owned()
    } else {
        text.replacen(',', ".", 1)
    };
    whole(&text).or_else(|| text.parse().ok().and_then(Number::from_f64))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::fixtures::schema, *};

    fn check(pairs: &[(&str, &str)]) -> Result<Value, Vec<String>> {
        parameters_from_pairs(Lang::En, &schema(), pairs.iter().copied())
            .map(Value::Object)
            .map_err(|errors| errors.into_iter().map(|error| error.field).collect())
    }

    #[test]
    fn text_becomes_the_type_of_the_schema() {
        let sent = [
            ("csrf", "not a parameter"),
            ("parameters.image_size", "square_hd"),
            ("parameters.num_inference_steps", " 30 "),
            ("parameters.guidance_scale", "4,5"),
            ("parameters.enable_safety_checker", "false"),
            ("parameters.enable_safety_checker", "true"),
            ("parameters.loras", r#"[{"path":"a"}]"#),
        ];
        let expected = json!({
            "image_size": "square_hd", "num_inference_steps": 30, "guidance_scale": 4.5,
            "enable_safety_checker": true, "loras": [{"path": "a"}],
        });
        assert_eq!(check(&sent), Ok(expected));
    }

    #[test]
    fn a_free_size_becomes_an_object() {
        let sent = [
            ("parameters.image_size", "custom"),
            ("parameters.image_size.width", "1024"),
            ("parameters.image_size.height", "640"),
        ];
        assert_eq!(
            check(&sent),
            Ok(json!({ "image_size": { "width": 1024, "height": 640 } }))
        );
    }

    #[test]
    fn empty_and_inapplicable_fields_are_left_out() {
        let sent = [
            ("parameters.num_inference_steps", ""),
            ("parameters.output_format", "png"),
            ("parameters.jpeg_quality", "80"),
        ];
        assert_eq!(check(&sent), Ok(json!({ "output_format": "png" })));
    }

    #[test]
    fn every_wrong_control_is_named() {
        let sent = [
            ("parameters.num_inference_steps", "many"),
            ("parameters.guidance_scale", "NaN"),
            ("parameters.enable_safety_checker", "maybe"),
            ("parameters.image_size", "custom"),
            ("parameters.image_size.width", "1.5"),
            ("parameters.loras", "{"),
            ("parameters.nonsense", "1"),
        ];
        let mut fields = check(&sent).unwrap_err();
        fields.sort();
        assert_eq!(
            fields,
            [
                "parameters.enable_safety_checker",
                "parameters.guidance_scale",
                "parameters.image_size.width",
                "parameters.loras",
                "parameters.nonsense",
                "parameters.num_inference_steps",
            ]
        );
    }

    #[test]
    fn typed_parameters_survive_the_way_through_the_form() {
        let parameters = json!({
            "image_size": { "width": 640, "height": 512 }, "num_inference_steps": 12, "guidance_scale": 2.5,
            "enable_safety_checker": false, "output_format": "png", "loras": [],
        });
        let raw = RawValues::from_parameters(&parameters);
        let pairs: Vec<_> = raw
            .0
            .iter()
            .map(|(name, text)| (format!("{PREFIX}{name}"), text.as_str()))
            .collect();
        let read = parameters_from_pairs(
            Lang::En,
            &schema(),
            pairs.iter().map(|(name, text)| (name.as_str(), *text)),
        );
        assert_eq!(read.map(Value::Object), Ok(parameters));
    }
}
