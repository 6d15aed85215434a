//! Named sets of parameters as what they put into the form's controls.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Map, Value};

use super::{PREFIX, RawValues};

/// A set of parameters to choose by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PresetChip {
    pub name: String,
    /// Controls with the text that they get, as JSON for the browser: `{"parameters.steps":"12"}`.
    pub controls: String,
    /// The form holds just these.
    pub is_current: bool,
}

/// The chips of a model's presets, for the form as it stands.
#[must_use]
pub fn presets(schema: &Value, presets: &[(&str, &Map<String, Value>)], values: &RawValues) -> Vec<PresetChip> {
    let touched = touched(presets);
    let chip = |(name, parameters): &(&str, &Map<String, Value>)| {
        let controls = controls(schema, parameters, &touched);
        let named = |(control, text): (&String, &String)| (format!("{PREFIX}{control}"), text.clone());
        let for_browser: BTreeMap<String, String> = controls.iter().map(named).collect();
        PresetChip {
            name: (*name).to_owned(),
            is_current: controls
                .iter()
                .all(|(control, text)| values.current(schema, control) == *text),
            controls: serde_json::to_string(&for_browser).expect("texts are JSON"),
        }
    };
    presets.iter().map(chip).collect()
}

/// Puts the preset of this name into the form; what no preset of the model touches stays as it is.
pub fn apply_preset(schema: &Value, presets: &[(&str, &Map<String, Value>)], name: &str, values: &mut RawValues) {
    if let Some((_, parameters)) = presets.iter().find(|(known, _)| *known == name) {
        for (control, text) in controls(schema, parameters, &touched(presets)) {
            values.set(control, text);
        }
    }
}

/// The parameters that any of these sets.
fn touched<'a>(presets: &[(&str, &'a Map<String, Value>)]) -> BTreeSet<&'a str> {
    let all = presets.iter().flat_map(|(_, parameters)| parameters.keys());
    all.map(String::as_str).collect()
}

/// What a preset puts into the controls: its parameters, and the defaults of those that only other presets set, so that one
/// preset leaves nothing of another one.
fn controls(schema: &Value, parameters: &Map<String, Value>, touched: &BTreeSet<&str>) -> BTreeMap<String, String> {
    let mut whole = Map::new();
    for name in touched {
        let default = || schema["properties"][*name]["default"].clone();
        let value = parameters.get(*name).cloned().unwrap_or_else(default);
        whole.insert((*name).to_owned(), value);
    }
    RawValues::from_parameters(&Value::Object(whole)).into_controls()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::fixtures::schema, *};

    fn sets() -> [Map<String, Value>; 2] {
        [
            json!({ "num_inference_steps": 12, "output_format": "png" }),
            json!({ "num_inference_steps": 40 }),
        ]
        .map(|set| set.as_object().unwrap().clone())
    }

    #[test]
    fn a_preset_leaves_nothing_of_another_one_and_all_else_as_it_is() {
        let [draft, detailed] = sets();
        let known = [("Draft", &draft), ("Detailed", &detailed)];
        let mut values = RawValues::from_pairs([("parameters.guidance_scale", "7")]);
        let current = |values: &RawValues| {
            let chips = presets(&schema(), &known, values);
            chips.iter().map(|chip| chip.is_current).collect::<Vec<_>>()
        };
        assert_eq!(current(&values), [false, false]);
        apply_preset(&schema(), &known, "Draft", &mut values);
        assert_eq!(values.get("output_format"), Some("png"));
        assert_eq!(current(&values), [true, false]);
        apply_preset(&schema(), &known, "Detailed", &mut values);
        apply_preset(&schema(), &known, "unheard of", &mut values);
        assert_eq!(
            ["num_inference_steps", "output_format", "guidance_scale"].map(|name| values.get(name).unwrap()),
            ["40", "jpeg", "7"]
        );
        assert_eq!(current(&values), [false, true]);
    }

    #[test]
    fn the_browser_gets_controls_by_their_names() {
        let size = json!({ "image_size": { "width": 640, "height": 512 } });
        let chips = presets(
            &schema(),
            &[("Small", size.as_object().unwrap())],
            &RawValues::default(),
        );
        assert_eq!(
            chips[0].controls,
            r#"{"parameters.image_size":"custom","parameters.image_size.height":"512","parameters.image_size.width":"640"}"#
        );
    }
}
