//! A decoder for server-sent events, fed with whatever pieces the network delivers.

/// Longest event accepted, in bytes. Our own bound against a stream without blank lines.
const MAX_EVENT_BYTES: usize = 1 << 20;

/// Collects bytes into events. Only `data` matters here: the provider names no events and sends no ids.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    line: Vec<u8>,
    data: Vec<u8>,
    has_data: bool,
    after_cr: bool,
    started: bool,
}

/// The stream exceeds [`MAX_EVENT_BYTES`] without an event's end.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Oversized;

impl Decoder {
    /// Takes the next bytes; gives the data of the events they complete. An event's lines are joined by `\n`.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<Vec<Vec<u8>>, Oversized> {
        let mut events = Vec::new();
        for &byte in bytes {
            self.byte(byte, &mut events);
            if self.line.len() + self.data.len() > MAX_EVENT_BYTES {
                return Err(Oversized);
            }
        }
        Ok(events)
    }

    /// Lines end with `\n`, `\r\n` or a lone `\r`; the two halves of `\r\n` may come in different pieces.
    fn byte(&mut self, byte: u8, events: &mut Vec<Vec<u8>>) {
        let second_half = std::mem::replace(&mut self.after_cr, byte == b'\r') && byte == b'\n';
        match byte {
            b'\n' if second_half => {}
            b'\n' | b'\r' => self.end_line(events),
            _ => self.line.push(byte),
        }
    }

    fn end_line(&mut self, events: &mut Vec<Vec<u8>>) {
        let line = std::mem::take(&mut self.line);
        let first = !std::mem::replace(&mut self.started, true);
        let line = if first {
            line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line)
        } else {
            &line
        };
        if line.is_empty() {
            self.end_event(events);
        } else if let Some(value) = data_of(line) {
            if self.has_data {
                self.data.push(b'\n');
            }
            self.has_data = true;
            self.data.extend_from_slice(value);
        }
    }

    fn end_event(&mut self, events: &mut Vec<Vec<u8>>) {
        if std::mem::take(&mut self.has_data) {
            events.push(std::mem::take(&mut self.data));
        }
    }
}

/// The value of a `data` line. Comments (`:`), other fields and unknown ones have none.
fn data_of(line: &[u8]) -> Option<&[u8]> {
    let rest = line.strip_prefix(b"data")?;
    if rest.is_empty() {
        return Some(rest);
    }
    let value = rest.strip_prefix(b":")?;
    Some(value.strip_prefix(b" ").unwrap_or(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: &[u8] = b"\xef\xbb\xbfdata: {\"a\":1}\n\n: keep-alive\n\nevent: x\r\ndata:{\r\ndata: }\r\n\r\ndata\rdatas: no\r\rid: 7\n\n";
    const EVENTS: [&[u8]; 3] = [b"{\"a\":1}", b"{\n}", b""];

    #[test]
    fn events_are_the_same_however_the_bytes_are_cut() {
        for size in 1..=STREAM.len() {
            let mut decoder = Decoder::default();
            let events: Vec<Vec<u8>> = STREAM
                .chunks(size)
                .flat_map(|chunk| decoder.push(chunk).unwrap())
                .collect();
            assert_eq!(events, EVENTS, "pieces of {size} bytes");
        }
    }

    #[test]
    fn an_unfinished_event_is_not_reported() {
        assert_eq!(
            Decoder::default().push(b"data: {\"a\":1}\n").unwrap(),
            Vec::<Vec<u8>>::new()
        );
    }

    #[test]
    fn a_stream_that_never_ends_an_event_is_given_up() {
        let mut decoder = Decoder::default();
        let line = b"data: 0123456789\n".repeat(1_000);
        let outcome = (0..200).try_for_each(|_| decoder.push(&line).map(drop));
        assert_eq!(outcome, Err(Oversized));
    }
}
