//! CSV that is safe to open in a spreadsheet.
//!
//! A spreadsheet runs a cell that begins like a formula. Prompts come from anybody, so such a cell gets an apostrophe in
//! front, which spreadsheets take as "this is text".

use std::{
    borrow::Cow,
    io::{self, Write},
};

use csv::{Terminator, WriterBuilder};

/// What a formula may begin with.
const SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The cell as it may stand in a file: with `'` in front where it begins with `=`, `+`, `-`, `@`, tab or carriage return
/// and is no plain number.
#[must_use]
pub fn cell(text: &str) -> Cow<'_, str> {
    if text.starts_with(SIGNS) && !is_number(text) {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}

/// What a cell of an exported table says: the text that [`cell`] was given. A text that began with an apostrophe before one of
/// those signs loses it.
#[must_use]
pub fn cell_text(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if text.starts_with(SIGNS) => text,
        _ => cell,
    }
}

/// Writes one record: cells made safe by [`cell`], separated by commas, quoted where needed, ended by CR LF (RFC 4180).
///
/// # Errors
/// What the writer fails with.
pub fn write_row<W, C>(writer: &mut W, cells: C) -> io::Result<()>
where
    W: Write,
    C: IntoIterator,
    C::Item: AsRef<str>,
{
    // Small, since there is a buffer for each row; `writer` should be buffered itself.
    let mut record = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .buffer_capacity(512)
        .from_writer(writer);
    for text in cells {
        record.write_field(cell(text.as_ref()).as_ref())?;
    }
    record.write_record(None::<&[u8]>)?;
    record.flush()
}

/// Digits with at most a sign, a point and an exponent; not what else a float may be spelled like.
fn is_number(text: &str) -> bool {
    let may_be = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    text.bytes().all(may_be) && text.parse::<f64>().is_ok()
}
