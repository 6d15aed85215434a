//! How a table is written: its separator, and where its first record begins.

use super::CsvError;

/// What separates the cells of a table of one column: nothing that a text holds, so that prompts may hold commas.
const NO_SEPARATOR: u8 = 0x1f;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout<'a> {
    /// The records, from the header on.
    pub(super) text: &'a str,
    /// The 1-based line of the file where they begin.
    pub(super) line: u64,
    pub(super) separator: u8,
}

impl<'a> Layout<'a> {
    pub(super) fn of(text: &'a str) -> Result<Self, CsvError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim().is_empty() {
            return Err(CsvError::Empty);
        }
        if text.contains('\0') {
            return Err(CsvError::Binary);
        }
        // Some spreadsheets write the separator into a line of its own.
        if let Some((first, rest)) = text.split_once('\n')
            && let Some(separator) = stated_separator(first)
            && !rest.trim().is_empty()
        {
            let line = 2;
            return Ok(Self {
                text: rest,
                line,
                separator,
            });
        }
        let separator = sniffed_separator(text);
        Ok(Self {
            text,
            line: 1,
            separator,
        })
    }
}

fn stated_separator(line: &str) -> Option<u8> {
    match line.trim_end_matches('\r').strip_prefix("sep=")? {
        "," => Some(b','),
        ";" => Some(b';'),
        "\t" => Some(b'\t'),
        _ => None,
    }
}

/// The one that the first record has most of, outside quotes; of equals the comma before the semicolon before the tab.
fn sniffed_separator(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    for byte in text.trim_start_matches(['\r', '\n']).bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if is_quoted => {}
            _ => {
                for (separator, count) in &mut counts {
                    *count += usize::from(byte == *separator);
                }
            }
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts
        .iter()
        .find(|(_, count)| *count == most && most > 0)
        .map_or(NO_SEPARATOR, |(separator, _)| *separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_record_tells_the_separator() {
        for (text, separator) in [
            ("a,b;c,d\n", b','),
            ("a;b;c,d\n", b';'),
            ("\n\na\tb\n1,2,3", b'\t'),
            ("\"x,y,z\";b\n", b';'),
            ("\"x\n,y,z\";b\n", b';'),
            ("a;b,c", b','),
            ("prompt\na, b", NO_SEPARATOR),
        ] {
            assert_eq!(Layout::of(text).map(|layout| layout.separator), Ok(separator), "{text}");
        }
    }

    #[test]
    fn a_line_that_states_the_separator_is_no_header() {
        let layout = Layout::of("sep=;\r\nprompt\r\nx").unwrap();
        assert_eq!((layout.separator, layout.line, layout.text), (b';', 2, "prompt\r\nx"));
    }
}
