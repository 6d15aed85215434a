//! What most tests share: from JSON to rows and problems in one call.

use serde_json::Value;
use studio_batch::{BatchSpec, Limits, Problem, Row};

pub(crate) fn spec(json: Value) -> BatchSpec {
    serde_json::from_value(json).unwrap()
}

/// All rows of a batch in which nothing is wrong.
pub(crate) fn rows(json: Value) -> Vec<Row> {
    let spec = spec(json);
    assert_eq!(spec.check(&Limits::default()), []);
    let rows: Vec<Row> = spec.expand(&Limits::default()).unwrap().map(Result::unwrap).collect();
    assert_eq!(spec.count().unwrap(), rows.len() as u64);
    let places = rows.iter().map(|row| row.index as usize);
    assert!(places.eq(0..rows.len()), "rows are numbered in order");
    rows
}

pub(crate) fn prompts(json: Value) -> Vec<String> {
    rows(json).into_iter().map(|row| row.prompt).collect()
}

/// The problems of a batch as text: `line 3: text: expected 2 columns, got 1`.
pub(crate) fn problems(json: Value) -> Vec<String> {
    problems_within(json, &Limits::default())
}

pub(crate) fn problems_within(json: Value, limits: &Limits) -> Vec<String> {
    spec(json).check(limits).iter().map(Problem::to_string).collect()
}

/// A row's coordinates as `name=value`, in the order of the names.
pub(crate) fn place(row: &Row) -> String {
    let axes: Vec<String> = row.axes.iter().map(|(name, value)| format!("{name}={value}")).collect();
    axes.join(" ")
}
