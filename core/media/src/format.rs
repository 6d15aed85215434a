//! Formats by content. Names and content types are claims; the first bytes are not.

use std::fmt;

use image::ImageFormat;

use crate::Error;

/// A format we take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG, also animated.
    Png,
    /// WebP, also animated.
    Webp,
    /// GIF, also animated.
    Gif,
}

impl Format {
    /// The lower-case name: `jpeg`, `png`, `webp`, `gif`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
        }
    }

    /// The format of these bytes, by how they begin.
    ///
    /// # Errors
    /// [`Error::Empty`] without bytes, [`Error::Unsupported`] for anything else.
    pub fn sniff(bytes: &[u8]) -> Result<Self, Error> {
        match bytes {
            [] => Err(Error::Empty),
            [0xff, 0xd8, 0xff, ..] => Ok(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Ok(Self::Png),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Ok(Self::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Self::Webp),
            other => Err(Error::Unsupported {
                sniffed: name_other(other),
            }),
        }
    }

    pub(crate) const fn for_decoder(self) -> ImageFormat {
        match self {
            Self::Jpeg => ImageFormat::Jpeg,
            Self::Png => ImageFormat::Png,
            Self::Webp => ImageFormat::WebP,
            Self::Gif => ImageFormat::Gif,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Webp => "WebP",
            Self::Gif => "GIF",
        })
    }
}

/// Names what people and broken servers send instead, for the message.
fn name_other(bytes: &[u8]) -> &'static str {
    match bytes {
        [b'B', b'M', ..] => "BMP",
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => "TIFF",
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => name_brand(brand),
        [b'%', b'P', b'D', b'F', ..] => "PDF",
        [b'P', b'K', 3, 4, ..] => "a ZIP archive",
        [0x1f, 0x8b, ..] => "gzip data",
        [0x1a, 0x45, 0xdf, 0xa3, ..] => "a WebM or Matroska video",
        other => name_text(other),
    }
}

/// Formats of the ISO base media family say which one they are in the first box.
fn name_brand(brand: &[u8]) -> &'static str {
    match brand {
        [b'a', b'v', b'i', b'f' | b's', ..] => "AVIF",
        [b'h', b'e', b'i' | b'v', ..] | [b'm', b'i', b'f', b'1', ..] => "HEIC",
        [b'q', b't', b' ', b' ', ..] => "a QuickTime video",
        _ => "a video",
    }
}

fn name_text(bytes: &[u8]) -> &'static str {
    let start = &bytes[..bytes.len().min(512)];
    let text = String::from_utf8_lossy(start)
        .trim_start_matches('\u{feff}')
        .trim_start()
        .to_ascii_lowercase();
    match text.as_bytes() {
        _ if text.contains("<svg") => "SVG",
        _ if text.starts_with("<!doctype html") || text.starts_with("<html") => "HTML",
        [b'<', ..] => "XML",
        [b'{' | b'[', ..] => "JSON",
        _ => "an unknown format",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &'static str) {
        let sniffed = match Format::sniff(bytes) {
            Ok(format) => format.as_str(),
            Err(Error::Unsupported { sniffed }) => sniffed,
            Err(_) => "nothing",
        };
        assert_eq!(sniffed, expected, "{:?}", String::from_utf8_lossy(bytes));
    }

    #[test]
    fn formats_are_told_by_their_first_bytes() {
        check(b"\xff\xd8\xff\xe0", "jpeg");
        check(b"\x89PNG\r\n\x1a\n....", "png");
        check(b"GIF89a", "gif");
        check(b"GIF87a", "gif");
        check(b"RIFF\0\0\0\0WEBPVP8 ", "webp");
    }

    #[test]
    fn strangers_are_named() {
        check(b"", "nothing");
        check(b"RIFF\0\0\0\0WAVEfmt ", "an unknown format");
        check(b"\0\0\0\x20ftypavif", "AVIF");
        check(b"\0\0\0\x20ftypheic", "HEIC");
        check(b"\0\0\0\x20ftypisom", "a video");
        check(b"\0\0\0\x20ftypqt  ", "a QuickTime video");
        check(b"\x1a\x45\xdf\xa3", "a WebM or Matroska video");
        check(b"  <!DOCTYPE HTML><title>502</title>", "HTML");
        check(b"\xef\xbb\xbf<html>", "HTML");
        check(b"<?xml version=\"1.0\"?><svg/>", "SVG");
        check(b"<?xml version=\"1.0\"?><Error/>", "XML");
        check(b"{\"detail\":\"gone\"}", "JSON");
        check(b"BM\0\0", "BMP");
        check(b"II*\0", "TIFF");
        check(b"%PDF-1.7", "PDF");
        check(b"PK\x03\x04", "a ZIP archive");
        check(b"\x1f\x8b\x08", "gzip data");
        check(b"\xff\xd8", "an unknown format");
        check(&[0; 600], "an unknown format");
    }
}
