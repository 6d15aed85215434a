//! A request's fingerprint: tells a repeated request from another one under the same idempotency key.

use std::io::{self, Write};

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::{Error, Result};

/// SHA-256 of a value's JSON, which is never held as a whole.
pub(crate) fn fingerprint<T: Serialize>(value: &T) -> Result<[u8; 32]> {
    let mut hash = Hashing(Sha256::new());
    serde_json::to_writer(io::BufWriter::new(&mut hash), value).map_err(Error::internal)?;
    Ok(hash.0.finalize().into())
}

struct Hashing(Sha256);

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_hash_of_the_json() {
        let expected: [u8; 32] = Sha256::digest(br#"["a",1]"#).into();
        assert_eq!(fingerprint(&("a", 1)).unwrap(), expected);
    }
}
