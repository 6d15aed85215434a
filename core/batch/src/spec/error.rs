//! Why the rows of a specification cannot even be counted.

use crate::{CsvError, TemplateError, problem::Problem};

/// The source is not in a shape that has rows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpecError {
    /// The CSV text is no table.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// The template does not compile.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// Lists of different lengths are to be zipped.
    #[error("`{other}` has {other_len} values but `{first}` has {first_len}; zip needs lists of equal length")]
    UnequalLists {
        /// The list that sets the length.
        first: String,
        /// Its values.
        first_len: usize,
        /// The list that differs.
        other: String,
        /// Its values.
        other_len: usize,
    },
}

impl From<SpecError> for Problem {
    fn from(error: SpecError) -> Self {
        let message = error.to_string();
        match error {
            SpecError::Csv(error) => error.into(),
            SpecError::Template(_) => Self::new("template", message),
            SpecError::UnequalLists { other, .. } => Self::new(format!("lists.{other}"), message),
        }
    }
}
