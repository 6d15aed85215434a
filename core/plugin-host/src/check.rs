//! Whether a manifest keeps the contract. A plugin that fails here is not loaded; the message is for its author.

use std::collections::HashSet;

use serde_json::Value;

use crate::manifest::{Manifest, Model, PriceLine};
use crate::schema::ParameterSchema;
use crate::unfit::{Unfit, UnfitKind};

/// Names that a job has of its own; a parameter of that name would be ambiguous.
const RESERVED: [&str; 4] = ["prompt", "negative_prompt", "seed", "num_images"];
/// Contract: `model.max-prompt-chars`.
const MAX_PROMPT_CHARS: u32 = 50_000;
/// Contract: `model.max-images`.
const MAX_IMAGES: u32 = 16;
/// Ten thousand dollars for one unit: a slip of the author, not a price.
const MAX_UNIT_PRICE: u64 = 10_000_000_000;

/// Checks `manifest` and compiles the parameter schema of each model, in their order. Endpoints must be of one of `owners`.
///
/// # Errors
/// One sentence about the first rule that is broken.
pub(crate) fn manifest(manifest: &Manifest, owners: Option<&[String]>) -> Result<Vec<ParameterSchema>, Unfit> {
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
            require_as(UnfitKind::DuplicateModel, ids.insert(&model.id), || {
                format!("the model {:?} is listed twice", model.id)
            })?;
            check_model(model, owners).map_err(|problem| problem.after(format_args!("model {:?}: ", model.id)))
        })
        .collect()
}

fn check_model(model: &Model, owners: Option<&[String]>) -> Result<ParameterSchema, Unfit> {
    let id = is_id(&model.id, 3..=120, "./_-");
    require(id, || "the id must be 3 to 120 of [a-z0-9./_-]".to_owned())?;
    require(!model.name.trim().is_empty(), || "it has no name".to_owned())?;
    require(!model.endpoints.is_empty(), || "it declares no endpoint".to_owned())?;
    model
        .endpoints
        .iter()
        .try_for_each(|endpoint| check_endpoint(endpoint, owners))?;
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

/// `owner/name`, perhaps with more parts: nothing that could lead elsewhere once it is part of an address.
fn check_endpoint(endpoint: &str, owners: Option<&[String]>) -> Result<(), Unfit> {
    let mut parts = endpoint.split('/');
    let is_plain = |part: &str| {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        !part.starts_with('.') && !part.is_empty() && part.chars().all(allowed)
    };
    let well_formed = endpoint.contains('/') && endpoint.len() <= 200 && parts.clone().all(is_plain);
    require_as(UnfitKind::Endpoint, well_formed, || {
        format!("the endpoint {endpoint:?} is not like owner/name")
    })?;
    let owner = parts.next().unwrap_or_default();
    let is_allowed = owners.is_none_or(|owners| owners.iter().any(|allowed| allowed == owner));
    require_as(UnfitKind::Endpoint, is_allowed, || {
        let owners = owners.unwrap_or_default().join(", ");
        format!("the endpoint {endpoint:?} is not of an owner that plugins of this studio may call ({owners})")
    })
}

fn check_price(line: &PriceLine) -> Result<(), Unfit> {
    require_as(UnfitKind::Price, line.microdollars <= MAX_UNIT_PRICE, || {
        format!("{} micro-dollars for one {} is no price", line.microdollars, line.unit)
    })?;
    require(!line.unit.is_empty() && !line.source.is_empty(), || {
        "a price line needs a unit and a source".to_owned()
    })?;
    require(is_date(&line.read_on), || {
        format!("the price's day {:?} is not YYYY-MM-DD", line.read_on)
    })
}

fn check_parameters(model: &Model) -> Result<ParameterSchema, Unfit> {
    let root = &model.parameters_schema;
    let is_object = root.get("type") == Some(&Value::from("object"));
    require_as(UnfitKind::Schema, is_object, || {
        "the parameter schema's type must be \"object\"".to_owned()
    })?;
    let is_closed = root.get("additionalProperties") == Some(&Value::Bool(false));
    require_as(UnfitKind::Schema, is_closed, || {
        "the parameter schema must say \"additionalProperties\": false".to_owned()
    })?;
    require_as(UnfitKind::RemoteSchema, refers_within(root), || {
        "the parameter schema refers to something outside itself".to_owned()
    })?;
    let schema = ParameterSchema::compile(root).map_err(|problem| UnfitKind::Schema.because(problem))?;
    let properties = root.get("properties").and_then(Value::as_object);
    for (name, rule) in properties.into_iter().flatten() {
        check_property(name, rule)?;
    }
    schema
        .check(&schema.defaults())
        .map_err(|errors| UnfitKind::Schema.because(format!("the defaults are not valid: {}", errors[0].message)))?;
    for preset in &model.presets {
        schema
            .check(&preset.parameters)
            .map_err(|errors| format!("the preset {:?} is not valid: {}", preset.name, errors[0].message))?;
    }
    Ok(schema)
}

fn check_property(name: &str, rule: &Value) -> Result<(), Unfit> {
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

/// Whether every reference of a schema stays inside it; what is data there (defaults, examples) is no reference.
fn refers_within(schema: &Value) -> bool {
    match schema {
        Value::Object(members) => members.iter().all(|(name, value)| match name.as_str() {
            "$ref" | "$dynamicRef" => value.as_str().is_some_and(|target| target.starts_with('#')),
            "$schema" | "default" | "examples" | "const" | "enum" | "x-ui" => true,
            "properties" | "$defs" => value.as_object().is_none_or(|rules| rules.values().all(refers_within)),
            _ => refers_within(value),
        }),
        Value::Array(items) => items.iter().all(refers_within),
        _ => true,
    }
}

fn require(holds: bool, complaint: impl FnOnce() -> String) -> Result<(), Unfit> {
    require_as(UnfitKind::Manifest, holds, complaint)
}

fn require_as(kind: UnfitKind, holds: bool, complaint: impl FnOnce() -> String) -> Result<(), Unfit> {
    if holds { Ok(()) } else { Err(kind.because(complaint())) }
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refused(owners: Option<&[String]>, change: impl FnOnce(&mut Value)) -> Option<UnfitKind> {
        let mut told = json!({
            "id": "acme-painter", "version": "1.0.0", "name": "Acme", "author": "Acme",
            "models": [{
                "id": "acme/paint", "endpoints": ["acme/paint"], "name": "Paint", "description": "", "category": "text-to-image",
                "operations": ["text-to-image"], "capabilities": [], "presets": [], "negative_prompt": "unsupported",
                "parameters_schema": {
                    "type": "object", "additionalProperties": false,
                    "properties": { "steps": { "type": "integer", "title": "Steps", "default": 4, "maximum": 8 } },
                },
                "max_prompt_chars": 1000, "max_images": 4,
                "prices": [{ "microdollars": 25_000, "unit": "image", "source": "its page", "read_on": "2026-11-01" }],
                "typical_duration_ms": 3000, "documentation_url": "", "licence_note": "", "best_for": [],
            }],
        });
        change(&mut told);
        let told: Manifest = serde_json::from_value(told).unwrap();
        manifest(&told, owners).err().map(|unfit| unfit.kind)
    }

    #[test]
    fn what_keeps_the_contract_passes() {
        assert_eq!(refused(None, |_| ()), None);
        assert_eq!(refused(Some(&["acme".to_owned()]), |_| ()), None);
        let inner = json!({ "$ref": "#/$defs/steps" });
        let with_reference = refused(None, |told| {
            let schema = &mut told["models"][0]["parameters_schema"];
            schema["$defs"] = json!({ "steps": { "type": "integer" } });
            schema["properties"]["more"] = json!({ "title": "More", "default": 1, "allOf": [inner] });
        });
        assert_eq!(with_reference, None);
    }

    #[test]
    fn each_way_of_breaking_it_has_its_kind() {
        let model = |told: &mut Value, field: &str, value: Value| told["models"][0][field] = value;
        let twice = refused(None, |told| {
            let first = told["models"][0].clone();
            told["models"] = json!([first, first]);
        });
        assert_eq!(twice, Some(UnfitKind::DuplicateModel));
        for endpoint in [
            "acme",
            "../../admin",
            "acme/../other",
            "https://evil.example/x",
            "acme/paint?x=1",
            "/acme",
            "acme/",
        ] {
            let kind = refused(None, |told| model(told, "endpoints", json!([endpoint])));
            assert_eq!(kind, Some(UnfitKind::Endpoint), "{endpoint}");
        }
        assert_eq!(refused(Some(&["fal-ai".to_owned()]), |_| ()), Some(UnfitKind::Endpoint));
        let absurd = refused(None, |told| {
            told["models"][0]["prices"][0]["microdollars"] = json!(u64::MAX);
        });
        assert_eq!(absurd, Some(UnfitKind::Price));
        let remote = json!({ "title": "Style", "default": "", "$ref": "https://evil.example/schema.json" });
        let remote = refused(None, |told| {
            told["models"][0]["parameters_schema"]["properties"]["style"] = remote;
        });
        assert_eq!(remote, Some(UnfitKind::RemoteSchema));
        let broken = json!({ "type": "object", "additionalProperties": false, "properties": { "a": { "type": 7 } } });
        let broken = refused(None, |told| model(told, "parameters_schema", broken));
        assert_eq!(broken, Some(UnfitKind::Schema));
        let nameless = refused(None, |told| told["name"] = json!(" "));
        assert_eq!(nameless, Some(UnfitKind::Manifest));
    }
}
