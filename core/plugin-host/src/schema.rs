//! A model's parameter schema at work: defaults, checks, and complaints that name the field and what is allowed.

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::{Map, Value};

use crate::FieldError;

/// Complaints about one request; a client that sends thousands of unknown parameters needs no answer for each.
const MAX_COMPLAINTS: usize = 50;

/// A compiled JSON Schema (2020-12) of an object of parameters.
pub(crate) struct ParameterSchema {
    schema: Value,
    validator: Validator,
}

impl ParameterSchema {
    /// Compiles `schema`.
    ///
    /// # Errors
    /// A sentence when it is not a valid JSON Schema, or refers to something outside itself.
    pub(crate) fn compile(schema: &Value) -> Result<Self, String> {
        let validator = jsonschema::draft202012::new(schema)
            .map_err(|error| format!("the parameter schema is not valid: {error}"))?;
        Ok(Self {
            schema: schema.clone(),
            validator,
        })
    }

    /// Every parameter with its default value.
    pub(crate) fn defaults(&self) -> Map<String, Value> {
        let mut parameters = Map::new();
        fill_defaults(&self.schema, &mut parameters);
        parameters
    }

    /// Fills in defaults, checks everything, and returns the parameters as plugins get them.
    ///
    /// # Errors
    /// One complaint per wrong field, at most 50.
    pub(crate) fn check(&self, given: &Map<String, Value>) -> Result<Map<String, Value>, Vec<FieldError>> {
        let mut parameters = given.clone();
        fill_defaults(&self.schema, &mut parameters);
        let mut parameters = Value::Object(parameters);
        let errors: Vec<_> = self
            .validator
            .iter_errors(&parameters)
            .flat_map(|error| self.explain(&error))
            .take(MAX_COMPLAINTS)
            .collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        whole_numbers(&self.schema, &mut parameters);
        match parameters {
            Value::Object(members) => Ok(members),
            _ => unreachable!("it was made from an object"),
        }
    }

    fn explain(&self, error: &ValidationError<'_>) -> Vec<FieldError> {
        let path = dotted_path(error.instance_path().as_str());
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => unexpected
                .iter()
                .map(|name| self.explain_unknown(&path, name))
                .collect(),
            ValidationErrorKind::Required { property } => {
                let name = property.as_str().unwrap_or_default();
                vec![FieldError::new(format!("{path}.{name}"), "is required")]
            }
            _ => vec![self.explain_value(path, error)],
        }
    }

    fn explain_unknown(&self, path: &str, name: &str) -> FieldError {
        let name: String = name.chars().take(100).collect();
        let known: Vec<_> = properties(&self.schema).map(|(known, _)| known.as_str()).collect();
        let message = format!(
            "{name:?} is not a parameter of this model; it takes {}",
            known.join(", ")
        );
        FieldError::new(format!("{path}.{name}"), message)
    }

    fn explain_value(&self, path: String, error: &ValidationError<'_>) -> FieldError {
        let keyword = error.schema_path().as_str();
        let parent = keyword.rsplit_once('/').map_or("", |(parent, _)| parent);
        let rule = self.schema.pointer(parent).unwrap_or(&Value::Null);
        let title = rule.get("title").and_then(Value::as_str);
        let name = title.map_or_else(|| path.clone(), str::to_owned);
        let message = match describe_rule(rule) {
            Some(rule) => format!("{name} must be {rule}"),
            None => format!("{name}: {error}"),
        };
        FieldError::new(path, message)
    }
}

/// `/size/width` → `parameters.size.width`.
fn dotted_path(pointer: &str) -> String {
    format!("parameters{}", pointer.replace('/', "."))
}

fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
}

fn fill_defaults(schema: &Value, parameters: &mut Map<String, Value>) {
    for (name, rule) in properties(schema) {
        if let Some(default) = rule.get("default") {
            parameters.entry(name.clone()).or_insert_with(|| default.clone());
        }
        if let Some(Value::Object(nested)) = parameters.get_mut(name) {
            fill_defaults(rule, nested);
        }
    }
}

/// JSON Schema takes `28.0` for an integer; typed guests do not. Writes such numbers as `28`.
fn whole_numbers(schema: &Value, value: &mut Value) {
    let is_integer = schema.get("type").and_then(Value::as_str) == Some("integer");
    if is_integer && let Some(number) = value.as_f64().filter(|_| value.is_f64()) {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "whole and within the schema's range; a cast saturates"
        )]
        let whole = number as i64;
        *value = Value::from(whole);
    }
    if let Value::Object(members) = value {
        for (name, rule) in properties(schema) {
            if let Some(member) = members.get_mut(name) {
                whole_numbers(rule, member);
            }
        }
    }
}

/// What a value must be, as the end of a sentence that starts with `must be`.
fn describe_rule(rule: &Value) -> Option<String> {
    if let Some(options) = options(rule) {
        return Some(format!("one of {}", options.join(", ")));
    }
    match rule.get("type")?.as_str()? {
        "integer" => Some(format!("a whole number{}", describe_range(rule))),
        "number" => Some(format!("a number{}", describe_range(rule))),
        "boolean" => Some("true or false".to_owned()),
        "string" => Some(format!("text{}", describe_length(rule))),
        "array" => Some("a list".to_owned()),
        "object" => Some("an object".to_owned()),
        _ => None,
    }
}

/// The allowed values, from `enum` or from `oneOf` with `const` (an enum with a description per value).
fn options(rule: &Value) -> Option<Vec<String>> {
    let constants: Vec<&Value> = match (rule.get("enum"), rule.get("oneOf")) {
        (Some(Value::Array(values)), _) => values.iter().collect(),
        (None, Some(Value::Array(cases))) => cases.iter().map(|case| case.get("const")).collect::<Option<_>>()?,
        _ => return None,
    };
    Some(
        constants
            .into_iter()
            .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            .collect(),
    )
}

fn describe_range(rule: &Value) -> String {
    let step = rule
        .get("multipleOf")
        .map(|step| format!(" in steps of {step}"))
        .unwrap_or_default();
    let range = match (rule.get("minimum"), rule.get("maximum")) {
        (Some(low), Some(high)) => format!(" from {low} to {high}"),
        (Some(low), None) => format!(" of at least {low}"),
        (None, Some(high)) => format!(" of at most {high}"),
        (None, None) => String::new(),
    };
    range + &step
}

fn describe_length(rule: &Value) -> String {
    match (rule.get("minLength"), rule.get("maxLength")) {
        (Some(low), Some(high)) => format!(" of {low} to {high} characters"),
        (Some(low), None) => format!(" of at least {low} characters"),
        (None, Some(high)) => format!(" of at most {high} characters"),
        (None, None) => String::new(),
    }
}
