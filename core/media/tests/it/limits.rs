//! Files that would cost too much are refused before anything is decoded.

use std::time::{Duration, Instant};

use image::ImageFormat;
use studio_media::{Error, Limits, ingest, inspect};

use crate::fixtures::{file, gradient};

#[test]
fn a_file_of_the_limit_passes_and_one_byte_more_does_not() {
    let file = file(gradient(30, 20), ImageFormat::Png);
    let size = file.len() as u64;
    let limits = |max_file_bytes| Limits {
        max_file_bytes,
        ..Limits::default()
    };
    assert!(ingest(&file, &limits(size)).is_ok());
    let expected = Error::TooLarge {
        limit_bytes: size - 1,
        actual_bytes: size,
    };
    assert_eq!(ingest(&file, &limits(size - 1)), Err(expected));
}

#[test]
fn size_is_checked_before_content() {
    let limits = Limits {
        max_file_bytes: 3,
        ..Limits::default()
    };
    assert!(matches!(
        inspect(b"not a picture", &limits),
        Err(Error::TooLarge { .. })
    ));
}

#[test]
fn pixels_and_sides_are_limited() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let file = file(gradient(30, 20), format);
        let limits = |max_pixels, max_side_px| Limits {
            max_pixels,
            max_side_px,
            ..Limits::default()
        };
        assert!(ingest(&file, &limits(600, 30)).is_ok(), "{format:?}");
        for (pixels, side) in [(599, 30), (600, 29)] {
            let expected = Error::TooManyPixels {
                width: 30,
                height: 20,
                limit_pixels: pixels,
                limit_side_px: side,
            };
            assert_eq!(inspect(&file, &limits(pixels, side)), Err(expected), "{format:?}");
        }
    }
}

/// A header that promises 16 gigapixels, in a file of a few bytes.
#[test]
fn a_bomb_is_refused_at_once() {
    let mut png = file(gradient(4, 4), ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 1, 0xff, 0xff, 0, 1, 0xff, 0xff]);
    let crc = crc_of_header(&png);
    png[29..33].copy_from_slice(&crc);
    let start = Instant::now();
    let error = ingest(&png, &Limits::default()).unwrap_err();
    assert!(
        matches!(
            error,
            Error::TooManyPixels {
                width: 131_071,
                height: 131_071,
                ..
            }
        ),
        "{error:?}"
    );
    assert!(start.elapsed() < Duration::from_millis(100), "{:?}", start.elapsed());
}

/// The same with a screen of 4 gigapixels in a GIF.
#[test]
fn a_gif_bomb_is_refused_at_once() {
    let mut gif = crate::fixtures::gif(1);
    gif[6..10].fill(0xff);
    assert!(matches!(
        ingest(&gif, &Limits::default()),
        Err(Error::TooManyPixels {
            width: 65_535,
            height: 65_535,
            ..
        })
    ));
}

fn crc_of_header(png: &[u8]) -> [u8; 4] {
    let with = crate::fixtures::insert_png_chunk(&[0; 33], b"IHDR", &png[16..29]);
    *with.last_chunk().unwrap()
}
