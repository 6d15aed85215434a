//! The records of a small table, whole, each with its cells by the names of their columns.

use std::collections::BTreeMap;

use super::{columns, error::CsvError, layout::Layout, records::Records};

/// A record that has a cell for every column, or why it has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedRecord {
    /// The 1-based line where it begins.
    pub line: u64,
    /// The cells by column, or a sentence about what is wrong.
    pub cells: Result<BTreeMap<String, String>, String>,
}

/// The names of the columns and all records. The size of the text is for the caller to bound.
///
/// # Errors
/// [`CsvError`] where the text has no proper header.
pub fn read(text: &str) -> Result<(Vec<String>, Vec<NamedRecord>), CsvError> {
    let mut records = Records::new(Layout::of(text)?);
    let header = records.next().ok_or(CsvError::NoHeader)?;
    let header = columns::header(header.cells)?;
    let mut named = Vec::new();
    while let Some(record) = records.next() {
        let found = record.cells.len();
        let cells = if record.is_unclosed {
            Err("a quote is opened and never closed".to_owned())
        } else if found == header.len() {
            let cells = record.cells.iter().map(str::to_owned);
            Ok(header.iter().cloned().zip(cells).collect())
        } else {
            Err(format!("there are {found} cells for {} columns", header.len()))
        };
        named.push(NamedRecord {
            line: record.line,
            cells,
        });
    }
    Ok((header, named))
}
