//! From the whole schema to groups of fields.

use serde_json::Value;

use super::{
    Field, FieldGroup, RawValues, SchemaForm,
    build::{Source, field},
    property::{Property, humanise, properties},
};
use crate::views::FieldError;

/// The form for `schema` with the given values and the errors of the last attempt.
///
/// Values and errors of controls that the schema does not know are ignored: they belong to another model.
#[must_use]
pub fn digest(schema: &Value, values: &RawValues, errors: &[FieldError]) -> SchemaForm {
    let source = Source { schema, values, errors };
    let mut form = SchemaForm::default();
    for property in properties(schema) {
        let field = field(&property, source);
        if property.is_advanced() {
            form.advanced_open |= field.is_changed || has_error(&field);
            push(&mut form.advanced, &property, field);
        } else {
            push(&mut form.basic, &property, field);
        }
    }
    form.basic.sort_by_key(|group| rank(&group.title));
    form.advanced.sort_by_key(|group| rank(&group.title));
    form
}

/// Where a group stands: what decides the picture first, the file last, what has no group after that.
fn rank(title: &str) -> (u8, String) {
    let place = match title {
        "Size" => 0,
        "Quality" => 1,
        "Output" => 3,
        "" => 4,
        _ => 2,
    };
    (place, title.to_owned())
}

fn has_error(field: &Field) -> bool {
    let sides = field
        .custom
        .iter()
        .flat_map(|size| [&size.width.error, &size.height.error]);
    field.error.is_some() || sides.into_iter().any(Option::is_some)
}

fn push(groups: &mut Vec<FieldGroup>, property: &Property<'_>, field: Field) {
    let title = humanise(&property.hint_text("group"));
    match groups.iter_mut().find(|group| group.title == title) {
        Some(group) => group.fields.push(field),
        None => groups.push(FieldGroup {
            title,
            fields: vec![field],
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Widget, fixtures::schema},
        *,
    };

    fn check(pairs: &[(&str, &str)]) -> SchemaForm {
        digest(&schema(), &RawValues::from_pairs(pairs.iter().copied()), &[])
    }

    fn find<'a>(form: &'a SchemaForm, name: &str) -> &'a Field {
        let groups = form.basic.iter().chain(&form.advanced);
        groups
            .flat_map(|group| &group.fields)
            .find(|field| field.id == format!("p-{name}"))
            .unwrap()
    }

    #[test]
    fn fields_are_grouped_ordered_and_split() {
        let form = check(&[]);
        let titles = |groups: &[FieldGroup]| groups.iter().map(|group| group.title.clone()).collect::<Vec<_>>();
        assert_eq!(titles(&form.basic), ["Size", "Quality"]);
        assert_eq!(titles(&form.advanced), ["Output", ""]);
        assert_eq!(form.basic[1].fields[0].label, "Steps");
        assert!(!form.advanced_open);
    }

    #[test]
    fn the_widget_follows_from_the_type() {
        let form = check(&[]);
        let widgets = [
            ("image_size", Widget::Aspect),
            ("num_inference_steps", Widget::Slider),
            ("guidance_scale", Widget::Slider),
            ("output_format", Widget::Choice),
            ("jpeg_quality", Widget::Number),
            ("enable_safety_checker", Widget::Switch),
            ("loras", Widget::Json),
        ];
        for (name, widget) in widgets {
            assert_eq!(find(&form, name).widget, widget, "{name}");
        }
        assert_eq!(
            find(&form, "guidance_scale").slider.map(|slider| slider.step),
            Some(0.1)
        );
        assert_eq!(find(&form, "guidance_scale").label, "Guidance scale");
    }

    #[test]
    fn a_widget_that_cannot_show_the_property_is_not_used() {
        let schema =
            serde_json::json!({ "properties": { "x": { "type": "integer", "x-ui": { "widget": "slider" } } } });
        let form = digest(&schema, &RawValues::default(), &[]);
        assert_eq!(find(&form, "x").widget, Widget::Number);
    }

    #[test]
    fn a_changed_value_is_kept_and_marked() {
        let form = check(&[
            ("parameters.num_inference_steps", "31"),
            ("parameters.output_format", "png"),
        ]);
        let steps = find(&form, "num_inference_steps");
        assert_eq!(
            (steps.value.as_str(), steps.default.as_str(), steps.is_changed),
            ("31", "28", true)
        );
        assert!(form.advanced_open);
        assert!(find(&form, "jpeg_quality").is_hidden);
    }

    #[test]
    fn a_free_size_carries_its_sides_and_their_errors() {
        let values = RawValues::from_pairs([
            ("parameters.image_size", "custom"),
            ("parameters.image_size.width", "9999"),
        ]);
        let errors = [FieldError::new("parameters.image_size.width", "too wide")];
        let form = digest(&schema(), &values, &errors);
        let size = find(&form, "image_size");
        let custom = size.custom.as_ref().unwrap();
        assert_eq!(size.value, "custom");
        assert_eq!((custom.width.value.as_str(), custom.width.max), ("9999", Some(2048.0)));
        assert_eq!(custom.width.error.as_deref(), Some("too wide"));
        assert_eq!(custom.height.value, "1024");
        assert_eq!(size.options.last().unwrap().value, "custom");
    }

    #[test]
    fn an_empty_schema_is_an_empty_form() {
        assert_eq!(
            digest(&serde_json::json!({}), &RawValues::default(), &[]),
            SchemaForm::default()
        );
    }
}
