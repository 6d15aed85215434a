//! From a model's JSON Schema to the fields of a form, and from the submitted form back to typed parameters. Pure.
//!
//! No model has a hand-written form: plugins describe their parameters, [`digest`] turns the description into groups of
//! fields that a template can draw with `if` and `for`, [`parameters_from_pairs`] reads the submitted text. Ranges and
//! enumerations are *not* checked here; the host checks the result against the same schema.
//!
//! # What is read of the schema
//! The root is an object schema. Of each property: `type` (or the first that is not null), `enum`, `oneOf`/`anyOf` of
//! `const` with `title`, or of an `enum` and an object with `width` and `height` (a picture size), `minimum`, `maximum`,
//! `exclusiveMinimum`, `exclusiveMaximum`, `multipleOf`, `default`, `title`, `description`, and under `x-ui`:
//! - `group`: the heading it stands under; `order`: its place there, smaller first; `advanced`: true hides it behind a
//!   disclosure. Groups come in the order Size, Quality, others by name, Output;
//! - `widget`: `slider`, `number`, `text`, `textarea`, `switch`, `select`, `choice`, `size-tiles`, `json`; else by type;
//! - `unit`: written behind the value; `options`: a list of `value` with `label`, naming the values of an `enum`;
//! - `sizes`: of `size-tiles`, an object from a value to `[width, height]` in pixels;
//! - `recommended`: `[<low>, <high>]`, what usually gives good results, said beside a number;
//! - `step`, `usual_min`, `usual_max`: what a slider shows, while its number box takes the whole range;
//! - `shown_if`: `{"<property>": <value or list of values>, …}`, all of which must hold, or
//!   `{"field": "<property>", "equals": <value>}`, or the same with `"in": [<values>]`.
//!
//! # Names in the form
//! A property `steps` is the control `parameters.steps`, the path that error lists use too. A picture size of free
//! choice adds `parameters.<name>.width` and `.height`. A switch sends `false` from a hidden control before it.

mod build;
mod condition;
mod describe;
mod digest;
mod field;
mod numbers;
mod options;
mod parse;
mod preset;
mod property;

pub use describe::{ParameterRow, describe};
pub use digest::digest;
pub use field::{CustomSize, Field, FieldGroup, FieldOption, SchemaForm, Slider, SubField, Widget};
pub use parse::{RawValues, parameters_from_pairs};
pub use preset::{PresetChip, apply_preset, presets};

/// What the name of every parameter control starts with.
pub const PREFIX: &str = "parameters.";
/// The option that stands for a picture size typed in by hand.
pub const CUSTOM: &str = "custom";

#[cfg(test)]
mod fixtures {
    use serde_json::{Value, json};

    /// A schema with one property of every kind.
    pub(super) fn schema() -> Value {
        json!({
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "image_size": {
                    "title": "Image size", "default": "landscape_4_3",
                    "anyOf": [
                        { "enum": ["square_hd", "portrait_16_9", "landscape_4_3", "landscape_16_9"] },
                        { "type": "object", "properties": {
                            "width": { "type": "integer", "minimum": 64, "maximum": 2048, "multipleOf": 8 },
                            "height": { "type": "integer", "minimum": 64, "maximum": 2048, "multipleOf": 8 } } }
                    ],
                    "x-ui": { "group": "size", "order": 1 }
                },
                "num_inference_steps": {
                    "title": "Steps", "description": "More is finer and slower.", "type": "integer",
                    "minimum": 1, "maximum": 50, "default": 28, "x-ui": { "group": "quality", "order": 2 }
                },
                "guidance_scale": {
                    "type": "number", "minimum": 1, "maximum": 20, "default": 3.5,
                    "x-ui": { "group": "quality", "order": 3, "step": 0.1 }
                },
                "output_format": {
                    "type": "string", "enum": ["jpeg", "png"], "default": "jpeg",
                    "x-ui": { "group": "output", "order": 4, "advanced": true }
                },
                "jpeg_quality": {
                    "type": "integer", "default": 90,
                    "x-ui": { "group": "output", "order": 5, "advanced": true, "unit": "%", "shown_if": { "output_format": "jpeg" } }
                },
                "enable_safety_checker": { "type": "boolean", "default": true, "x-ui": { "order": 9, "advanced": true } },
                "loras": { "type": "array", "items": { "type": "object" }, "default": [], "x-ui": { "order": 10, "advanced": true } }
            }
        })
    }
}
