//! The records of a table, one after the other, each with the line where it begins.

use csv::{ReaderBuilder, StringRecord};

use super::layout::Layout;

/// A reader over the text; blank records are passed over.
pub(super) struct Records<'a> {
    text: &'a str,
    separator: u8,
    reader: csv::Reader<&'a [u8]>,
    cells: StringRecord,
    /// How far lines are counted, in bytes.
    counted: usize,
    line: u64,
}

/// A record as it is written.
pub(super) struct Record<'r> {
    pub(super) cells: &'r StringRecord,
    /// The 1-based line where it begins.
    pub(super) line: u64,
    /// The text ended inside quotes: what follows them was taken for one cell.
    pub(super) is_unclosed: bool,
}

impl<'a> Records<'a> {
    pub(super) fn new(layout: Layout<'a>) -> Self {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(layout.separator)
            .from_reader(layout.text.as_bytes());
        Self {
            text: layout.text,
            separator: layout.separator,
            reader,
            cells: StringRecord::new(),
            counted: 0,
            line: layout.line,
        }
    }

    pub(super) fn next(&mut self) -> Option<Record<'_>> {
        loop {
            // A text in memory neither fails to be read nor holds bytes that are no UTF-8.
            if !self.reader.read_record(&mut self.cells).unwrap_or(false) {
                return None;
            }
            if !is_blank(&self.cells) {
                break;
            }
        }
        let start = self.start();
        self.count_lines(start);
        let is_last = usize::try_from(self.reader.position().byte()).is_ok_and(|at| at >= self.text.len());
        Some(Record {
            cells: &self.cells,
            line: self.line,
            is_unclosed: is_last && ends_in_quotes(&self.text.as_bytes()[start..], self.separator),
        })
    }

    /// Where the record begins, after the line ends that the reader skipped.
    fn start(&self) -> usize {
        let byte = self.cells.position().map_or(0, csv::Position::byte);
        let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        let skipped = self.text.as_bytes()[byte..]
            .iter()
            .take_while(|byte| is_line_end(**byte));
        byte + skipped.count()
    }

    fn count_lines(&mut self, start: usize) {
        let bytes = self.text.as_bytes();
        let ends = (self.counted..start).filter(|at| {
            // A carriage return alone ends a line too, one before a line feed does not.
            bytes[*at] == b'\n' || bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n')
        });
        self.line += ends.count() as u64;
        self.counted = start;
    }
}

/// There is nothing in any cell.
fn is_blank(cells: &StringRecord) -> bool {
    cells.iter().all(|cell| cell.trim().is_empty())
}

fn is_line_end(byte: u8) -> bool {
    byte == b'\n' || byte == b'\r'
}

/// Reads a record as the reader does and tells whether its last cell's quotes are open at the end.
fn ends_in_quotes(record: &[u8], separator: u8) -> bool {
    enum At {
        CellStart,
        Plain,
        Quoted,
        QuoteInQuoted,
    }
    let mut at = At::CellStart;
    for byte in record {
        at = match (at, *byte) {
            (At::CellStart, b'"') | (At::QuoteInQuoted, b'"') => At::Quoted,
            (At::Quoted, b'"') => At::QuoteInQuoted,
            (At::Quoted, _) => At::Quoted,
            (_, byte) if byte == separator || is_line_end(byte) => At::CellStart,
            _ => At::Plain,
        };
    }
    matches!(at, At::Quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_open_at_the_end_are_seen() {
        for (record, is_open) in [
            ("a,\"b", true),
            ("a,\"b\n\"\"", true),
            ("a,\"b\"", false),
            ("a,b \" c", false),
            ("a,\"b\"\"\"", false),
            ("", false),
        ] {
            assert_eq!(ends_in_quotes(record.as_bytes(), b','), is_open, "{record}");
        }
    }
}
