//! What is told about a batch that is wrong: where, and what would be right.

use serde::Serialize;

/// One thing wrong with a batch, placed so that a form can show it beside its control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{}{field}: {message}", place(*line, *row))]
pub struct Problem {
    /// Path of the field in the specification: `template`, `lists.color`, `mapping.foo`, `axes.seeds`.
    /// What is wrong inside a CSV text has the path `text`.
    pub field: String,
    /// The 0-based index of the first row it spoils, where it spoils rows and not the whole batch.
    pub row: Option<u32>,
    /// The 1-based line of the CSV text where the record begins.
    pub line: Option<u64>,
    /// What is wrong and what is allowed: lower case, no full stop.
    pub message: String,
}

impl Problem {
    pub(crate) fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            row: None,
            line: None,
            message: message.into(),
        }
    }
}

/// Why one prompt, CSV record or combination of template values makes no rows. The others are not affected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{}{field}: {message}", place(*line, Some(*index)))]
pub struct RowProblem {
    /// The 0-based index of the first row that is missing; with axes there is a row for each of their points.
    pub index: u32,
    /// The 1-based line of the CSV text where the record begins.
    pub line: Option<u64>,
    /// Path of the field in the specification, as in [`Problem::field`].
    pub field: String,
    /// What is wrong and what is allowed: lower case, no full stop.
    pub message: String,
}

impl From<RowProblem> for Problem {
    fn from(problem: RowProblem) -> Self {
        Self {
            field: problem.field,
            row: Some(problem.index),
            line: problem.line,
            message: problem.message,
        }
    }
}

/// What is wrong with a record or a rendered prompt, before it is known which row that is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Flaw {
    pub(crate) field: String,
    pub(crate) message: String,
}

impl Flaw {
    /// Its field is for [`at`](Self::at) to say.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            field: String::new(),
            message: message.into(),
        }
    }

    pub(crate) fn at(self, field: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            ..self
        }
    }
}

/// The beginning of a user's text, enough to find it by.
pub(crate) fn shown(text: &str) -> String {
    let mut chars = text.chars();
    let mut shown: String = chars.by_ref().take(40).collect();
    if chars.next().is_some() {
        shown.push('…');
    }
    shown
}

fn place(line: Option<u64>, row: Option<u32>) -> String {
    match (line, row) {
        (Some(line), _) => format!("line {line}: "),
        (None, Some(row)) => format!("row {row}: "),
        (None, None) => String::new(),
    }
}
