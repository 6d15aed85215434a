//! A picture of a stranger, written anew.

use std::io::Cursor;

use image::ImageFormat;
use image::codecs::jpeg::JpegEncoder;

use crate::edit::upright;
use crate::{Error, Format, Limits};

/// JPEG's quality, 1 to 100. High, because the file was lossy before.
const JPEG_QUALITY: u8 = 95;

/// The picture as it is displayed, without anything else that its file held: a JPEG stays one, all others become PNG; of an
/// animation the first frame is kept.
///
/// # Errors
/// All of [`Error`].
pub fn rewrite(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Error> {
    let picture = upright(bytes, limits)?;
    let mut file = Cursor::new(Vec::new());
    let written = match Format::sniff(bytes)? {
        Format::Jpeg => picture.write_with_encoder(JpegEncoder::new_with_quality(&mut file, JPEG_QUALITY)),
        _ => picture.write_to(&mut file, ImageFormat::Png),
    };
    written.map_err(|error| Error::Encode {
        reason: error.to_string(),
    })?;
    Ok(file.into_inner())
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, Rgb, RgbImage};

    use super::*;

    fn check(format: ImageFormat, expected: Format) -> Vec<u8> {
        let picture = DynamicImage::from(RgbImage::from_pixel(8, 4, Rgb([200, 10, 10])));
        let mut file = Cursor::new(Vec::new());
        picture.write_to(&mut file, format).unwrap();
        let clean = rewrite(file.get_ref(), &Limits::default()).unwrap();
        assert_eq!(Format::sniff(&clean), Ok(expected));
        let again = image::load_from_memory(&clean).unwrap();
        assert_eq!((again.width(), again.height()), (8, 4));
        clean
    }

    #[test]
    fn a_photograph_stays_one_and_all_else_becomes_png() {
        check(ImageFormat::Jpeg, Format::Jpeg);
        check(ImageFormat::Png, Format::Png);
        check(ImageFormat::Gif, Format::Png);
    }

    #[test]
    fn what_else_a_file_holds_is_gone() {
        let mut file = Cursor::new(Vec::new());
        RgbImage::new(2, 2).write_to(&mut file, ImageFormat::Jpeg).unwrap();
        let mut bytes = file.into_inner();
        // A comment after the start of the picture, as cameras and programs leave them.
        let secret = b"52.52 N, 13.40 E";
        let length = u16::try_from(secret.len() + 2).unwrap().to_be_bytes();
        let comment = [&[0xff, 0xfe][..], &length, secret].concat();
        bytes.splice(2..2, comment);
        let has_secret = |bytes: &[u8]| bytes.windows(secret.len()).any(|part| part == secret);
        assert!(has_secret(&bytes));
        assert!(!has_secret(&rewrite(&bytes, &Limits::default()).unwrap()));
    }
}
