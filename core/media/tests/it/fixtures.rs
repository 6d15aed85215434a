//! Pictures and files for the tests.

use std::io::Cursor;

use image::{Delay, DynamicImage, Frame, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage, codecs::gif::GifEncoder};
use studio_media::{Error, Ingested, Limits, ingest};

/// Red rises to the right, green downwards; blue is a little of both.
pub(crate) fn gradient(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let part = |position: u32, length: u32| (position * 255 / length.max(2).saturating_sub(1)).min(255) as u8;
        let (right, down) = (part(x, width), part(y, height));
        Rgb([right, down, right / 2 + down / 4])
    })
}

/// A gradient whose left half cannot be seen.
pub(crate) fn half_clear(width: u32, height: u32) -> RgbaImage {
    let opaque = gradient(width, height);
    RgbaImage::from_fn(width, height, |x, y| {
        let [red, green, blue] = opaque.get_pixel(x, y).0;
        Rgba([red, green, blue, if x < width / 2 { 0 } else { 255 }])
    })
}

pub(crate) fn file(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.into().write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// A GIF with this many frames.
pub(crate) fn gif(frames: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = GifEncoder::new(&mut file);
    for shade in 0..frames {
        let picture = RgbaImage::from_pixel(40, 30, Rgba([200, shade as u8 * 100, 0, 255]));
        encoder
            .encode_frame(Frame::from_parts(picture, 0, 0, Delay::from_numer_denom_ms(100, 1)))
            .unwrap();
    }
    drop(encoder);
    file
}

/// An animated WebP of lossless frames: extended header, animation control, frames.
pub(crate) fn animated_webp(frames: u32) -> Vec<u8> {
    let (width, height) = (40_u32, 30_u32);
    let canvas = [&(width - 1).to_le_bytes()[..3], &(height - 1).to_le_bytes()[..3]].concat();
    let mut body = b"WEBP".to_vec();
    body.extend(chunk(b"VP8X", &[&[0b0000_0010, 0, 0, 0], canvas.as_slice()].concat()));
    body.extend(chunk(b"ANIM", &[0, 0, 0, 0, 0, 0]));
    for shade in 0..frames {
        let still = file(
            RgbImage::from_pixel(width, height, Rgb([200, shade as u8 * 100, 0])),
            ImageFormat::WebP,
        );
        let head = [&[0; 6], canvas.as_slice(), &[100, 0, 0, 0]].concat();
        body.extend(chunk(b"ANMF", &[head.as_slice(), &still[12..]].concat()));
    }
    chunk(b"RIFF", &body)
}

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let padding = vec![0; data.len() % 2];
    [name.as_slice(), &(data.len() as u32).to_le_bytes(), data, &padding].concat()
}

/// Puts a chunk behind the header chunk of a PNG.
pub(crate) fn insert_png_chunk(png: &[u8], name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let (before, after) = png.split_at(33);
    let named = [name.as_slice(), data].concat();
    let crc = crc32(&named).to_be_bytes();
    [before, &(data.len() as u32).to_be_bytes(), &named, &crc, after].concat()
}

/// The CRC of PNG (W3C PNG specification, annex D), bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 * (crc & 1)))
    })
}

/// Puts EXIF data that asks for a turn (1 to 8) behind the first marker of a JPEG.
pub(crate) fn with_orientation(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    let length = (exif.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

pub(crate) fn ingested(file: &[u8]) -> Ingested {
    ingest(file, &Limits::default()).unwrap()
}

pub(crate) fn refused(file: &[u8]) -> Error {
    ingest(file, &Limits::default()).unwrap_err()
}

/// The largest thumbnail, decoded again.
pub(crate) fn largest_thumbnail(ingested: &Ingested) -> DynamicImage {
    image::load_from_memory(&ingested.thumbnails.last().unwrap().webp).unwrap()
}

/// Fails unless each channel is within what lossy coding may change.
pub(crate) fn assert_close(actual: [u8; 3], expected: [u8; 3], what: &str) {
    let far = actual
        .iter()
        .zip(expected)
        .any(|(&actual, expected)| actual.abs_diff(expected) > 24);
    assert!(!far, "{what}: {actual:?} instead of {expected:?}");
}
