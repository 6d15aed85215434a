//! The axes of a batch, walked by number: nothing is built that is not asked for.

use std::collections::HashMap;

use serde_json::Value;

use crate::{
    Row,
    problem::{Problem, shown},
    spec::{Axes, Seeds},
};

/// The points that every row is repeated at; at least one.
pub(crate) struct Grid<'a> {
    models: &'a [String],
    parameters: Vec<(&'a str, &'a [Value])>,
    seeds: &'a Seeds,
    len: u64,
}

impl<'a> Grid<'a> {
    pub(crate) fn new(axes: &'a Axes) -> Self {
        let parameters: Vec<(&str, &[Value])> = axes
            .parameters
            .iter()
            .filter(|(_, values)| !values.is_empty())
            .map(|(name, values)| (name.as_str(), values.as_slice()))
            .collect();
        let lens = parameters.iter().map(|(_, values)| values.len() as u64);
        let lens = lens.chain([axes.models.len() as u64, axes.seeds.len()]);
        Self {
            len: lens.fold(1, |len: u64, axis| len.saturating_mul(axis.max(1))),
            models: &axes.models,
            parameters,
            seeds: &axes.seeds,
        }
    }

    /// The number of points; `u64::MAX` also for more.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// Puts the values of a point into a row. Seeds change fastest, then the last parameter; models change slowest.
    pub(crate) fn apply(&self, point: u64, row: &mut Row) {
        let mut rest = point;
        let mut digit = |len: u64| {
            let digit = rest % len;
            rest /= len;
            digit
        };
        if !self.seeds.is_empty() {
            row.seed = self.seeds.get(digit(self.seeds.len()));
            let seed = row.seed.map(|seed| seed.to_string());
            row.axes.insert("seed".to_owned(), seed.unwrap_or_default());
        }
        for (name, values) in self.parameters.iter().rev() {
            let value = &values[place(digit(values.len() as u64))];
            row.parameters.insert((*name).to_owned(), value.clone());
            row.axes.insert((*name).to_owned(), label(value));
        }
        if !self.models.is_empty() {
            let model = &self.models[place(digit(self.models.len() as u64))];
            row.model_id = Some(model.clone());
            row.axes.insert("model".to_owned(), model.clone());
        }
    }

    /// The names that the coordinates of a point take, with the field that each comes from.
    pub(crate) fn coordinates(&self) -> impl Iterator<Item = (String, &'a str)> {
        let models = (!self.models.is_empty()).then(|| ("axes.models".to_owned(), "model"));
        let seeds = (!self.seeds.is_empty()).then(|| ("axes.seeds".to_owned(), "seed"));
        let parameters = self
            .parameters
            .iter()
            .map(|(name, _)| (format!("axes.parameters.{name}"), *name));
        models.into_iter().chain(parameters).chain(seeds)
    }
}

/// What is wrong with the axes by themselves.
pub(crate) fn problems(axes: &Axes) -> Vec<Problem> {
    let mut problems = Vec::new();
    problems.extend(repeated("axes.models", axes.models.iter().map(String::as_str)));
    if axes.models.iter().any(|model| model.trim().is_empty()) {
        problems.push(Problem::new("axes.models", "a model has no name"));
    }
    for (name, values) in &axes.parameters {
        let field = format!("axes.parameters.{name}");
        if name.is_empty() {
            problems.push(Problem::new("axes.parameters", "a parameter has no name"));
        }
        let texts: Vec<String> = values.iter().map(Value::to_string).collect();
        // The database stores no such text.
        if values.iter().any(has_nul) {
            problems.push(Problem::new(&field, "a value has a NUL character"));
        }
        problems.extend(repeated(&field, texts.iter().map(String::as_str)));
    }
    match axes.seeds {
        Seeds::List(ref seeds) => {
            let texts: Vec<String> = seeds.iter().map(u64::to_string).collect();
            problems.extend(repeated("axes.seeds", texts.iter().map(String::as_str)));
        }
        Seeds::Range { count: 0, .. } => problems.push(Problem::new("axes.seeds", "a range of seeds has at least 1")),
        Seeds::Range { count, first } => {
            if first.checked_add(count - 1).is_none() {
                let message = format!("{count} seeds from {first} on run past {}", u64::MAX);
                problems.push(Problem::new("axes.seeds", message));
            }
        }
    }
    problems
}

/// The first value that comes twice: its rows would be made, and paid, twice.
fn repeated<'a>(field: &str, values: impl Iterator<Item = &'a str>) -> Option<Problem> {
    let mut places = HashMap::new();
    for (place, value) in values.enumerate() {
        if let Some(first) = places.insert(value, place) {
            let message = format!(
                "`{}` is there twice, at places {} and {}",
                shown(value),
                first + 1,
                place + 1
            );
            return Some(Problem::new(field, message));
        }
    }
    None
}

fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(values) => values.iter().any(has_nul),
        Value::Object(fields) => fields.iter().any(|(name, value)| name.contains('\0') || has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A text as it is, any other value as JSON.
fn label(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn place(digit: u64) -> usize {
    usize::try_from(digit).expect("less than the length of a slice")
}
