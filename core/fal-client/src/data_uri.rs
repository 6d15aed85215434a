//! Files written into the address itself (RFC 2397).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;

use crate::{Error, Media};

/// Largest file worth inlining into an input, in bytes. Our own choice (the provider names no limit, documentation read
/// November 2026): inputs are stored, logged and echoed in errors, so bigger files are better uploaded.
pub const INLINE_MAX_BYTES: usize = 256 * 1024;

/// Writes a small file as a `data:` URI, which image inputs accept in place of an address.
///
/// # Errors
/// [`Error::TooLarge`] above [`INLINE_MAX_BYTES`]: upload it instead.
pub fn data_uri(content_type: &str, bytes: &[u8]) -> Result<String, Error> {
    if bytes.len() > INLINE_MAX_BYTES {
        return Err(Error::TooLarge {
            limit_bytes: INLINE_MAX_BYTES as u64,
        });
    }
    Ok(format!("data:{content_type};base64,{}", STANDARD.encode(bytes)))
}

/// Whether this is a `data:` URI; the scheme's case does not matter.
pub(crate) fn is_data_uri(text: &str) -> bool {
    text.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// Reads a `data:` URI of at most `max_bytes` decoded bytes.
pub(crate) fn decode(uri: &str, max_bytes: u64) -> Result<Media, Error> {
    let (head, data) = uri[5..].split_once(',').ok_or(Error::DataUri)?;
    let (kind, is_base64) = match head.rsplit_once(';') {
        Some((kind, marker)) if marker.trim().eq_ignore_ascii_case("base64") => (kind, true),
        _ => (head, false),
    };
    let bytes = if is_base64 {
        decode_base64(data, max_bytes)?
    } else {
        decode_percent(data, max_bytes)?
    };
    let content_type = kind.split(';').next().map(str::trim).filter(|kind| !kind.is_empty());
    Ok(Media {
        bytes,
        content_type: content_type.map(str::to_ascii_lowercase),
    })
}

fn decode_base64(data: &str, max_bytes: u64) -> Result<Bytes, Error> {
    let data = data.trim();
    let padding = data.bytes().rev().take(2).filter(|byte| *byte == b'=').count();
    if ((data.len() / 4 * 3).saturating_sub(padding)) as u64 > max_bytes {
        return Err(Error::TooLarge { limit_bytes: max_bytes });
    }
    STANDARD.decode(data).map(Bytes::from).map_err(|_| Error::DataUri)
}

fn decode_percent(data: &str, max_bytes: u64) -> Result<Bytes, Error> {
    let mut bytes = Vec::new();
    let mut rest = data.as_bytes();
    while let [first, tail @ ..] = rest {
        let (byte, tail) = if *first == b'%' { escaped(tail)? } else { (*first, tail) };
        bytes.push(byte);
        rest = tail;
        if bytes.len() as u64 > max_bytes {
            return Err(Error::TooLarge { limit_bytes: max_bytes });
        }
    }
    Ok(bytes.into())
}

fn escaped(tail: &[u8]) -> Result<(u8, &[u8]), Error> {
    let (digits, tail) = tail.split_at_checked(2).ok_or(Error::DataUri)?;
    let mut byte = [0];
    hex::decode_to_slice(digits, &mut byte).map_err(|_| Error::DataUri)?;
    Ok((byte[0], tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        let uri = data_uri("image/png", b"\x89PNG").unwrap();
        assert_eq!(uri, "data:image/png;base64,iVBORw==");
        let media = decode(&uri, 4).unwrap();
        assert_eq!(
            (media.bytes.as_ref(), media.content_type.as_deref()),
            (&b"\x89PNG"[..], Some("image/png"))
        );
        assert!(matches!(decode(&uri, 3), Err(Error::TooLarge { limit_bytes: 3 })));
    }

    #[test]
    fn other_forms_are_read_too() {
        let media = decode("DATA:Text/Plain;charset=utf-8,a%20%c3%a9", 10).unwrap();
        assert_eq!(
            (media.bytes.as_ref(), media.content_type.as_deref()),
            ("a é".as_bytes(), Some("text/plain"))
        );
        assert_eq!(decode("data:,x", 10).unwrap().content_type, None);
    }

    #[test]
    fn broken_ones_are_refused() {
        for uri in [
            "data:image/png;base64",
            "data:image/png;base64,!!!",
            "data:,%4",
            "data:,%zz",
        ] {
            assert!(matches!(decode(uri, 10), Err(Error::DataUri)), "{uri}");
        }
        assert!(matches!(
            data_uri("image/png", &vec![0; INLINE_MAX_BYTES + 1]),
            Err(Error::TooLarge { .. })
        ));
    }
}
