//! One property with its current value as one field.

use serde_json::Value;

use super::{
    CustomSize, Field, FieldOption, PREFIX, RawValues, SubField, Widget,
    condition::Condition,
    numbers::Bounds,
    options::options,
    parse::applies,
    property::{Property, as_text},
};
use crate::views::FieldError;

/// What every field is built from.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) schema: &'a Value,
    pub(super) values: &'a RawValues,
    pub(super) errors: &'a [FieldError],
}

impl Source<'_> {
    fn error(&self, control: &str) -> Option<String> {
        let path = format!("{PREFIX}{control}");
        self.errors
            .iter()
            .find(|error| error.field == path)
            .map(|error| error.message.clone())
    }
}

pub(super) fn field(property: &Property<'_>, source: Source<'_>) -> Field {
    let options = options(property);
    let default = property.default_text();
    let value = source.values.current(source.schema, property.name);
    let bounds = Bounds::of(property.schema);
    let slider = bounds.slider(property);
    Field {
        name: format!("{PREFIX}{}", property.name),
        id: format!("p-{}", property.name),
        label: property.label(),
        help: as_text(&property.schema["description"]),
        widget: widget(property, &options, slider.is_some()),
        step: bounds.step(property.kind()),
        slider,
        min: bounds.min,
        max: bounds.max,
        unit: property.hint_text("unit"),
        recommended: recommended(property),
        custom: custom_size(property, source),
        is_changed: value != default,
        error: source.error(property.name),
        shown_if: Condition::parse(property.hint("shown_if")).map(|condition| condition.to_json()),
        is_hidden: !applies(property, source.schema, source.values),
        options,
        default,
        value,
    }
}

/// `20–40`, or `30` where both ends are the same.
fn recommended(property: &Property<'_>) -> String {
    let [low, high] = [0, 1].map(|end| as_text(&property.hint("recommended")[end]));
    if low == high { low } else { format!("{low}–{high}") }
}

fn widget(property: &Property<'_>, options: &[FieldOption], has_ends: bool) -> Widget {
    let hinted = Widget::from_name(property.hint("widget").as_str().unwrap_or_default());
    let fits = |widget: &Widget| match widget {
        Widget::Select | Widget::Choice | Widget::Aspect => !options.is_empty(),
        Widget::Slider => has_ends,
        _ => true,
    };
    hinted
        .filter(fits)
        .unwrap_or_else(|| widget_by_type(property, options, has_ends))
}

fn widget_by_type(property: &Property<'_>, options: &[FieldOption], has_ends: bool) -> Widget {
    const FEW: usize = 4;
    let has_shapes = options.iter().filter(|option| option.ratio.is_some()).count() >= 3;
    match property.kind() {
        _ if has_shapes || property.size_schema().is_some() => Widget::Aspect,
        _ if !options.is_empty() && options.len() <= FEW => Widget::Choice,
        _ if !options.is_empty() => Widget::Select,
        "boolean" => Widget::Switch,
        "integer" | "number" if has_ends => Widget::Slider,
        "integer" | "number" => Widget::Number,
        "array" | "object" => Widget::Json,
        _ => Widget::Text,
    }
}

fn custom_size(property: &Property<'_>, source: Source<'_>) -> Option<CustomSize> {
    let schema = property.size_schema()?;
    let side = |side: &str| {
        let control = format!("{}.{side}", property.name);
        let bounds = Bounds::of(&schema["properties"][side]);
        let default = as_text(&property.schema["default"][side]);
        let fallback = if default.is_empty() { "1024".to_owned() } else { default };
        SubField {
            name: format!("{PREFIX}{control}"),
            id: format!("p-{}-{side}", property.name),
            min: bounds.min,
            max: bounds.max,
            step: bounds.step("integer"),
            value: source.values.get(&control).map_or(fallback, str::to_owned),
            error: source.error(&control),
        }
    };
    Some(CustomSize {
        width: side("width"),
        height: side("height"),
    })
}
