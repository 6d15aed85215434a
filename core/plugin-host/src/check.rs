//! Whether a manifest keeps the contract. A plugin that fails here is not loaded; the message is for its author.

use std::collections::HashSet;

use serde_json::Value;

use crate::manifest::{Manifest, Model, PriceLine};
use crate::schema::ParameterSchema;

/// Names that a job has of its own; a parameter of that name would be ambiguous.
const RESERVED: [&str; 4] = ["prompt", "negative_prompt", "seed", "num_images"];
/// Contract: `model.max-prompt-chars`.
const MAX_PROMPT_CHARS: u32 = 50_000;
/// Contract: `model.max-images`.
const MAX_IMAGES: u32 = 16;

/// Checks `manifest` and compiles the parameter schema of each model, in their order.
///
/// # Errors
/// One sentence about the first rule that is broken.
pub(crate) fn manifest(manifest: &Manifest) -> Result<Vec<ParameterSchema>, String> {
    let plugin_id = is_id(&manifest.id, 3..=40, "-");
    require(plugin_id, || {
        format!("the plugin id {:?} must be 3 to 40 of [a-z0-9-]", manifest.id)
    })?;
    require(is_version(&manifest.version), || {
        format!("the version {:?} is not like 1.2.3", manifest.version)
    })?;
    require(!manifest.name.trim().is_empty(), || "the plugin has no name".to_owned())?;
    require(!manifest.models.is_empty(), || "the plugin offers no model".to_owned())?;
    let mut ids = HashSet::new();
    manifest
        .models
        .iter()
        .map(|model| {
            require(ids.insert(&model.id), || {
                format!("the model {:?} is listed twice", model.id)
            })?;
            check_model(model).map_err(|problem| format!("model {:?}: {problem}", model.id))
        })
        .collect()
}

fn check_model(model: &Model) -> Result<ParameterSchema, String> {
    let id = is_id(&model.id, 3..=120, "./_-");
    require(id, || "the id must be 3 to 120 of [a-z0-9./_-]".to_owned())?;
    require(!model.name.trim().is_empty(), || "it has no name".to_owned())?;
    require(!model.endpoints.is_empty(), || "it declares no endpoint".to_owned())?;
    for endpoint in &model.endpoints {
        let well_formed = endpoint.contains('/') && !endpoint.contains(char::is_whitespace);
        require(well_formed, || {
            format!("the endpoint {endpoint:?} is not like owner/name")
        })?;
    }
    require(!model.operations.is_empty(), || "it offers no operation".to_owned())?;
    require((1..=MAX_PROMPT_CHARS).contains(&model.max_prompt_chars), || {
        format!("max-prompt-chars must be 1 to {MAX_PROMPT_CHARS}")
    })?;
    require((1..=MAX_IMAGES).contains(&model.max_images), || {
        format!("max-images must be 1 to {MAX_IMAGES}")
    })?;
    require(!model.prices.is_empty(), || "it has no price line".to_owned())?;
    model.prices.iter().try_for_each(check_price)?;
    check_parameters(model)
}

fn check_price(line: &PriceLine) -> Result<(), String> {
    require(!line.unit.is_empty() && !line.source.is_empty(), || {
        "a price line needs a unit and a source".to_owned()
    })?;
    require(is_date(&line.read_on), || {
        format!("the price's day {:?} is not YYYY-MM-DD", line.read_on)
    })
}

fn check_parameters(model: &Model) -> Result<ParameterSchema, String> {
    let root = &model.parameters_schema;
    require(root.get("type") == Some(&Value::from("object")), || {
        "the parameter schema's type must be \"object\"".to_owned()
    })?;
    require(root.get("additionalProperties") == Some(&Value::Bool(false)), || {
        "the parameter schema must say \"additionalProperties\": false".to_owned()
    })?;
    let schema = ParameterSchema::compile(root)?;
    let properties = root.get("properties").and_then(Value::as_object);
    for (name, rule) in properties.into_iter().flatten() {
        check_property(name, rule)?;
    }
    schema
        .check(&schema.defaults())
        .map_err(|errors| format!("the defaults are not valid: {}", errors[0].message))?;
    for preset in &model.presets {
        schema
            .check(&preset.parameters)
            .map_err(|errors| format!("the preset {:?} is not valid: {}", preset.name, errors[0].message))?;
    }
    Ok(schema)
}

fn check_property(name: &str, rule: &Value) -> Result<(), String> {
    require(is_id(name, 1..=60, "_"), || {
        format!("the parameter name {name:?} must be 1 to 60 of [a-z0-9_]")
    })?;
    require(!RESERVED.contains(&name), || {
        format!("{name:?} belongs to the job and cannot be a parameter")
    })?;
    require(rule.get("default").is_some(), || {
        format!("the parameter {name:?} has no default")
    })?;
    let titled = rule
        .get("title")
        .and_then(Value::as_str)
        .is_some_and(|title| !title.is_empty());
    require(titled, || format!("the parameter {name:?} has no title"))
}

fn require(holds: bool, complaint: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(complaint()) }
}

fn is_id(text: &str, length: std::ops::RangeInclusive<usize>, punctuation: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || punctuation.contains(c);
    length.contains(&text.len()) && text.chars().all(allowed)
}

/// `major.minor.patch`, with an optional pre-release or build part.
fn is_version(text: &str) -> bool {
    let core = text.split(['-', '+']).next().unwrap_or_default();
    let numbers: Vec<_> = core.split('.').collect();
    numbers.len() == 3 && numbers.iter().all(|number| number.parse::<u32>().is_ok())
}

fn is_date(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    let within = |part: &str, length: usize, range: std::ops::RangeInclusive<u32>| {
        part.len() == length && part.parse().is_ok_and(|number| range.contains(&number))
    };
    within(year, 4, 2020..=2999) && within(month, 2, 1..=12) && within(day, 2, 1..=31)
}
