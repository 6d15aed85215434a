//! The digested form: what templates draw.

use serde::Serialize;

/// A model's parameters as a form.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SchemaForm {
    /// Groups shown at once.
    pub basic: Vec<FieldGroup>,
    /// Groups behind the "Advanced" disclosure.
    pub advanced: Vec<FieldGroup>,
    /// The disclosure stands open: one of its fields has an error or is not at its default.
    pub advanced_open: bool,
}

/// Fields under one heading.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldGroup {
    /// The heading; empty for fields that belong to no group.
    pub title: String,
    /// At least one.
    pub fields: Vec<Field>,
}

/// One control.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    /// The control's name in the form: `parameters.steps`.
    pub name: String,
    /// The control's id in the page: `p-steps`.
    pub id: String,
    pub label: String,
    /// A sentence below the control; may be empty.
    pub help: String,
    pub widget: Widget,
    /// Lower bound, inclusive, where the schema has one.
    pub min: Option<f64>,
    /// Upper bound, inclusive, where the schema has one.
    pub max: Option<f64>,
    /// The attribute `step` of a number box: `1`, a multiple, or `any`.
    pub step: String,
    /// What the slider beside the number box shows, for [`Widget::Slider`].
    pub slider: Option<Slider>,
    /// Written behind the value; may be empty.
    pub unit: String,
    /// What usually gives good results, `20–40`; may be empty.
    pub recommended: String,
    /// The values to choose from; empty for free input.
    pub options: Vec<FieldOption>,
    /// The free alternative of a picture size.
    pub custom: Option<CustomSize>,
    /// The default as the control would send it.
    pub default: String,
    /// The current value as the control would send it.
    pub value: String,
    /// The current value is not the default.
    pub is_changed: bool,
    /// What was wrong with the submitted value.
    pub error: Option<String>,
    /// When the field applies, as JSON for the browser: `[["output_format",["jpeg"]]]`.
    pub shown_if: Option<String>,
    /// The field does not apply to the current values.
    pub is_hidden: bool,
}

/// The part of a number's range that a slider shows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Slider {
    pub min: f64,
    pub max: f64,
    /// Distance between two values.
    pub step: f64,
}

/// The kind of control, as templates compare it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Widget {
    /// A number with both bounds: a slider and a number box.
    Slider,
    Number,
    Text,
    Textarea,
    /// True or false.
    Switch,
    /// One of many.
    Select,
    /// One of a few, all visible.
    Choice,
    /// A picture size, drawn as boxes of that shape.
    Aspect,
    /// Anything else, as JSON text.
    Json,
}

impl Widget {
    /// The widget a schema names, if it is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "slider" | "range" => Self::Slider,
            "number" => Self::Number,
            "text" => Self::Text,
            "textarea" => Self::Textarea,
            "switch" | "toggle" | "checkbox" => Self::Switch,
            "select" => Self::Select,
            "choice" | "radio" | "segmented" => Self::Choice,
            "size-tiles" | "aspect" => Self::Aspect,
            "json" => Self::Json,
            _ => return None,
        })
    }
}

/// One value to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldOption {
    pub value: String,
    pub label: String,
    /// Width and height of the shape to draw for a picture size; without common divisor.
    pub ratio: Option<(u32, u32)>,
    /// The pixels of a picture size, `1024 × 768`; may be empty.
    pub pixels: String,
}

/// Width and height typed in by hand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CustomSize {
    pub width: SubField,
    pub height: SubField,
}

/// One side of a [`CustomSize`], in pixels.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SubField {
    pub name: String,
    pub id: String,
    pub min: Option<f64>,
    pub max: Option<f64>,
    /// As [`Field::step`].
    pub step: String,
    pub value: String,
    pub error: Option<String>,
}
