//! Hints for the form that the studio draws from a parameter schema. They live in the schema under `x-ui`.

use serde::Serialize;
use serde_json::{Map, Value, json};

/// Form hints of one parameter: `#[schemars(extend("x-ui" = Ui::new("Quality", 2).slider()))]`.
///
/// A form that knows none of them still works: every hint has a sensible absence.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Ui(Map<String, Value>);

impl Ui {
    /// A parameter in a group of the form, at a place in that group (small numbers first).
    pub fn new(group: &str, order: u32) -> Self {
        Self(Map::new()).with("group", group).with("order", order)
    }

    /// Behind "more settings".
    #[must_use]
    pub fn advanced(self) -> Self {
        self.with("advanced", true)
    }

    /// A slider with a number field.
    #[must_use]
    pub fn slider(self) -> Self {
        self.with("widget", "slider")
    }

    /// Step of the slider, in the parameter's unit.
    #[must_use]
    pub fn step(self, step: f64) -> Self {
        self.with("step", step)
    }

    /// The part of the allowed range that a slider shows. Values outside stay possible in the number field.
    #[must_use]
    pub fn usual_range(self, low: f64, high: f64) -> Self {
        self.with("usual_min", low).with("usual_max", high)
    }

    /// The values that usually give good results, shown beside the field. Both ends must be allowed ones.
    #[must_use]
    pub fn recommended(self, low: f64, high: f64) -> Self {
        self.with("recommended", json!([low, high]))
    }

    /// Tiles with pictures of the shapes, for sizes. `sizes` maps each value to its pixels; `custom` has none.
    #[must_use]
    pub fn size_tiles(self, sizes: &[(&str, u32, u32)]) -> Self {
        let sizes: Map<String, Value> = sizes
            .iter()
            .map(|(name, width, height)| ((*name).to_owned(), json!([width, height])))
            .collect();
        self.with("widget", "size-tiles").with("sizes", sizes)
    }

    /// Unit shown after the field, such as `px`.
    #[must_use]
    pub fn unit(self, unit: &str) -> Self {
        self.with("unit", unit)
    }

    /// Shown only while another parameter has this value.
    #[must_use]
    pub fn shown_if(self, parameter: &str, value: &str) -> Self {
        self.with("shown_if", json!({ parameter: value }))
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }
}
