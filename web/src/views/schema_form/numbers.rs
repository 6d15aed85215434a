//! Bounds and steps of numbers, for the number box and for the slider beside it.

use serde_json::Value;

use super::{Slider, property::Property};

/// What a schema allows a number to be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    multiple: Option<f64>,
}

impl Bounds {
    pub(super) fn of(schema: &Value) -> Self {
        let number = |key: &str| schema[key].as_f64();
        Self {
            min: number("minimum").or_else(|| number("exclusiveMinimum")),
            max: number("maximum").or_else(|| number("exclusiveMaximum")),
            multiple: number("multipleOf"),
        }
    }

    /// The attribute `step` of the number box.
    ///
    /// Browsers count steps from `min`, so a multiple is only given where the lower bound is one; else any value of
    /// the type may be typed, and the host checks it.
    pub(super) fn step(&self, kind: &str) -> String {
        let is_aligned = |multiple: &f64| self.min.is_none_or(|min| (min / multiple).fract() == 0.0);
        match self.multiple.filter(|multiple| *multiple > 0.0).filter(is_aligned) {
            Some(multiple) => multiple.to_string(),
            None if kind == "integer" => "1".to_owned(),
            None => "any".to_owned(),
        }
    }

    /// The slider, where both its ends are known.
    pub(super) fn slider(&self, property: &Property<'_>) -> Option<Slider> {
        let min = property.hint("usual_min").as_f64().or(self.min)?;
        let max = property.hint("usual_max").as_f64().or(self.max)?;
        let step = property.hint("step").as_f64().or(self.multiple);
        Some(Slider {
            min,
            max,
            step: step.unwrap_or_else(|| usual_step(property.kind(), max - min)),
        })
    }
}

/// Whole numbers go one by one; others in about a hundred steps, of 1, 0.1 or 0.01.
fn usual_step(kind: &str, range: f64) -> f64 {
    match kind {
        "integer" => 1.0,
        _ if range > 100.0 => 1.0,
        _ if range > 2.0 => 0.1,
        _ => 0.01,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_number_box_takes_every_allowed_value() {
        let cases = [
            (json!({ "minimum": 1, "multipleOf": 8 }), "integer", "1"),
            (json!({ "minimum": 64, "multipleOf": 8 }), "integer", "8"),
            (json!({ "minimum": 1, "maximum": 20 }), "number", "any"),
            (json!({}), "integer", "1"),
        ];
        for (schema, kind, expected) in cases {
            assert_eq!(Bounds::of(&schema).step(kind), expected, "{schema}");
        }
    }

    #[test]
    fn a_slider_shows_the_usual_part_of_the_range() {
        let schema = json!({
            "type": "integer", "minimum": 1, "maximum": 14142,
            "x-ui": { "usual_min": 256, "usual_max": 2048, "step": 8 },
        });
        let slider = Bounds::of(&schema).slider(&Property {
            name: "width",
            schema: &schema,
        });
        assert_eq!(
            slider,
            Some(Slider {
                min: 256.0,
                max: 2048.0,
                step: 8.0
            })
        );
        let open = json!({ "type": "integer" });
        assert_eq!(
            Bounds::of(&open).slider(&Property {
                name: "n",
                schema: &open
            }),
            None
        );
    }

    #[test]
    fn a_slider_has_about_a_hundred_steps() {
        assert_eq!(
            [
                usual_step("integer", 49.0),
                usual_step("number", 19.0),
                usual_step("number", 1.0)
            ],
            [1.0, 0.1, 0.01]
        );
    }
}
