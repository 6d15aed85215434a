//! The small part of PostgreSQL's protocol that is needed to run a statement over a trusted unix socket.
//!
//! It exists so that "ready" means "answers a query", and so that setting up databases needs no `psql`. It knows
//! the simple query cycle only. Source: PostgreSQL documentation, "Message Formats", protocol 3.0.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::layout::socket_path;

const PROTOCOL_3_0: i32 = 196_608;
/// SQLSTATE `cannot_connect_now`: the server is starting up or shutting down.
pub(crate) const CANNOT_CONNECT_NOW: &str = "57P03";
/// Longest a single message may be; far above anything asked for here, far below a wild length.
const MAX_MESSAGE_BYTES: usize = 16 << 20;

/// One row of an answer, each value in its text form, `None` for NULL.
pub type Row = Vec<Option<String>>;

/// An open session.
pub(crate) struct Session {
    stream: UnixStream,
}

impl Session {
    /// Connects and waits until the server is ready for a statement. No answer may take longer than `timeout`.
    pub(crate) fn open(socket_dir: &Path, role: &str, database: &str, timeout: Duration) -> Result<Self> {
        let stream = UnixStream::connect(socket_path(socket_dir)).map_err(broken)?;
        stream.set_read_timeout(Some(timeout)).map_err(broken)?;
        stream.set_write_timeout(Some(timeout)).map_err(broken)?;
        let mut session = Self { stream };
        let mut startup = PROTOCOL_3_0.to_be_bytes().to_vec();
        for text in [
            "user",
            role,
            "database",
            database,
            "application_name",
            "studio-pg-cluster",
        ] {
            startup.extend_from_slice(text.as_bytes());
            startup.push(0);
        }
        startup.push(0);
        session.send(None, &startup)?;
        session.read_until_ready()?;
        Ok(session)
    }

    /// Runs one or several statements and gives the rows of all of them.
    pub(crate) fn run(&mut self, sql: &str) -> Result<Vec<Row>> {
        let mut body = sql.as_bytes().to_vec();
        body.push(0);
        self.send(Some(b'Q'), &body)?;
        self.read_until_ready()
    }

    fn send(&mut self, kind: Option<u8>, body: &[u8]) -> Result<()> {
        let length = i32::try_from(body.len() + 4).map_err(|_| failed("statement too long"))?;
        let mut message: Vec<u8> = kind.into_iter().collect();
        message.extend_from_slice(&length.to_be_bytes());
        message.extend_from_slice(body);
        self.stream.write_all(&message).map_err(broken)
    }

    /// Reads up to "ready for query". An error is followed by "ready" after a statement but not while connecting,
    /// so it is kept until either that or the end of the stream.
    fn read_until_ready(&mut self) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        let mut refusal = None;
        loop {
            let (kind, body) = match self.receive() {
                Ok(message) => message,
                Err(error) => return Err(refusal.unwrap_or_else(|| broken(error))),
            };
            match kind {
                b'D' => rows.push(data_row(&body).ok_or_else(|| failed("malformed row"))?),
                b'E' => refusal = Some(server_error(&body)),
                b'R' if body != [0; 4] => {
                    return Err(failed(
                        "the server asks for a password; only trusted sockets are supported",
                    ));
                }
                b'Z' => return refusal.map_or(Ok(rows), Err),
                _ => {}
            }
        }
    }

    fn receive(&mut self) -> io::Result<(u8, Vec<u8>)> {
        let mut head = [0; 5];
        self.stream.read_exact(&mut head)?;
        let length = i32::from_be_bytes([head[1], head[2], head[3], head[4]]);
        let length = usize::try_from(length)
            .ok()
            .and_then(|length| length.checked_sub(4))
            .filter(|length| *length <= MAX_MESSAGE_BYTES);
        let mut body = vec![0; length.ok_or(io::ErrorKind::InvalidData)?];
        self.stream.read_exact(&mut body)?;
        Ok((head[0], body))
    }
}

fn failed(message: impl Into<String>) -> Error {
    Error::Sql {
        code: String::new(),
        message: message.into(),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "this is what map_err passes")]
fn broken(error: io::Error) -> Error {
    failed(error.to_string())
}

/// Fields of an error: a letter, a text, a zero; `C` is the SQLSTATE and `M` the message.
fn server_error(body: &[u8]) -> Error {
    let field = |letter: u8| {
        let field = body
            .split(|byte| *byte == 0)
            .find(|field| field.first() == Some(&letter));
        field
            .map(|field| String::from_utf8_lossy(&field[1..]).into_owned())
            .unwrap_or_default()
    };
    Error::Sql {
        code: field(b'C'),
        message: field(b'M'),
    }
}

/// A 16-bit count, then per value a 32-bit length (-1 for NULL) and that many bytes.
fn data_row(body: &[u8]) -> Option<Row> {
    let (count, mut rest) = body.split_first_chunk::<2>()?;
    let mut row = Row::new();
    for _ in 0..u16::from_be_bytes(*count) {
        let (length, tail) = rest.split_first_chunk::<4>()?;
        rest = tail;
        row.push(match usize::try_from(i32::from_be_bytes(*length)) {
            Err(_) => None,
            Ok(length) => {
                let (value, tail) = rest.split_at_checked(length)?;
                rest = tail;
                Some(String::from_utf8_lossy(value).into_owned())
            }
        });
    }
    Some(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_tell_null_from_empty() {
        let body = [&[0, 3][..], &[0, 0, 0, 2], b"ab", &[255; 4], &[0; 4]].concat();
        assert_eq!(
            data_row(&body),
            Some(vec![Some("ab".to_owned()), None, Some(String::new())])
        );
    }

    #[test]
    fn a_row_shorter_than_it_says_is_refused() {
        assert_eq!(data_row(&[0, 1, 0, 0, 0, 9, b'x']), None);
        assert_eq!(data_row(&[0]), None);
    }

    #[test]
    fn errors_carry_code_and_message() {
        let error = server_error(b"SFATAL\0C57P03\0Mthe database system is starting up\0\0");
        assert!(matches!(&error, Error::Sql { code, .. } if code == CANNOT_CONNECT_NOW));
        assert_eq!(
            error.to_string(),
            "PostgreSQL: the database system is starting up (SQLSTATE 57P03)"
        );
    }
}
