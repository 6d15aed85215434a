//! What is not a picture, or not a whole one.

use image::ImageFormat;
use studio_media::{Error, Format, Limits, ingest, inspect};

use crate::fixtures::{animated_webp, file, gif, gradient, half_clear, insert_png_chunk, refused};

fn one_of_each() -> Vec<(Format, Vec<u8>)> {
    vec![
        (Format::Jpeg, file(gradient(64, 48), ImageFormat::Jpeg)),
        (Format::Png, file(half_clear(64, 48), ImageFormat::Png)),
        (Format::Webp, file(gradient(64, 48), ImageFormat::WebP)),
        (Format::Webp, animated_webp(3)),
        (Format::Gif, gif(3)),
    ]
}

#[test]
fn nothing_is_empty() {
    assert_eq!(refused(b""), Error::Empty);
}

#[test]
fn a_page_instead_of_a_picture_is_named() {
    let error = refused(b"<!doctype html><title>502 Bad Gateway</title>");
    assert_eq!(error, Error::Unsupported { sniffed: "HTML" });
    assert_eq!(error.to_string(), "not a JPEG, PNG, WebP or GIF picture but HTML");
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    for (format, file) in one_of_each() {
        for kept in 0..file.len() {
            let result = inspect(&file[..kept], &Limits::default());
            assert!(
                result.is_err(),
                "{format} cut to {kept} of {} bytes passed: {result:?}",
                file.len()
            );
        }
    }
}

#[test]
fn a_file_cut_in_its_pixels_is_called_damaged() {
    for (format, file) in one_of_each() {
        let error = refused(&file[..file.len() * 2 / 3]);
        assert!(
            matches!(&error, Error::Corrupt { format: told, .. } if *told == format),
            "{error:?}"
        );
    }
}

#[test]
fn zeros_instead_of_pixels_are_damage() {
    let mut png = file(gradient(64, 48), ImageFormat::Png);
    let end = png.len() - 16;
    png[60..end].fill(0);
    assert!(matches!(
        refused(&png),
        Error::Corrupt {
            format: Format::Png,
            ..
        }
    ));
}

/// Every byte of every file, changed in some ways: an error or a picture, never a panic.
#[test]
fn no_flipped_bit_makes_a_coder_panic() {
    let small = Limits {
        max_pixels: 10_000,
        ..Limits::default()
    };
    for (format, file) in one_of_each() {
        let mut seen = (0, 0);
        for position in 0..file.len().min(700) {
            let mut file = file.clone();
            file[position] ^= 1 << (position % 8);
            match ingest(&file, &small) {
                Ok(made) => {
                    assert!(u64::from(made.width) * u64::from(made.height) <= small.max_pixels);
                    seen.0 += 1;
                }
                Err(Error::Encode { reason }) => panic!("{format}: {reason}"),
                Err(_) => seen.1 += 1,
            }
        }
        assert!(seen.1 > 0, "{format}: no change was noticed");
    }
}

#[test]
fn a_header_without_pixels_is_refused() {
    let mut png = file(gradient(4, 4), ImageFormat::Png);
    png[16..20].fill(0);
    assert!(matches!(
        refused(&png),
        Error::Corrupt {
            format: Format::Png,
            ..
        }
    ));
}

#[test]
fn a_chunk_longer_than_the_file_is_refused() {
    let png = file(gradient(4, 4), ImageFormat::Png);
    let mut longer = insert_png_chunk(&png, b"tEXt", b"words");
    longer[33..37].copy_from_slice(&u32::MAX.to_be_bytes());
    assert!(matches!(
        refused(&longer),
        Error::Corrupt {
            format: Format::Png,
            ..
        }
    ));
}
