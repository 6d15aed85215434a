//! Why bytes or a text are no table.

use crate::problem::Problem;

/// The file is no table with named columns.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CsvError {
    /// No bytes, or nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// There is nothing but separators.
    #[error("no line has column names")]
    NoHeader,
    /// A column without a name.
    #[error("column {column} has no name in the first line")]
    UnnamedColumn {
        /// Its 1-based place.
        column: usize,
    },
    /// Two columns of one name.
    #[error("columns {first} and {second} are both named `{name}`")]
    DuplicateColumn {
        /// The name.
        name: String,
        /// The 1-based place of the first one.
        first: usize,
        /// The 1-based place of the second one.
        second: usize,
    },
    /// A ZIP archive, which office documents are as well.
    #[error("this is a spreadsheet or an archive, not CSV; export the sheet as CSV and use that file")]
    Archive,
    /// NUL bytes or many control characters.
    #[error("this is not a text file; export the table as CSV (UTF-8)")]
    Binary,
    /// The byte order mark says UTF-16 and the rest is not.
    #[error("the file begins like UTF-16 but is not; export the table as CSV (UTF-8)")]
    MalformedUtf16,
}

impl From<CsvError> for Problem {
    fn from(error: CsvError) -> Self {
        Self::new("text", error.to_string())
    }
}
