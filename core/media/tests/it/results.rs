//! What an ingest yields.

use image::{ImageFormat, Rgb, RgbImage};
use studio_model::ThumbnailSize::{Large, Medium, Small};

use crate::fixtures::{file, gradient, half_clear, ingested};

fn sizes(width: u32, height: u32) -> Vec<(studio_model::ThumbnailSize, u32, u32)> {
    let made = ingested(&file(gradient(width, height), ImageFormat::Png));
    let thumbnails = made.thumbnails.iter();
    thumbnails
        .map(|thumbnail| (thumbnail.size, thumbnail.width, thumbnail.height))
        .collect()
}

#[test]
fn thumbnails_fit_and_are_never_enlarged() {
    assert_eq!(
        sizes(1536, 1024),
        [(Small, 256, 171), (Medium, 512, 341), (Large, 1024, 683)]
    );
    assert_eq!(
        sizes(1024, 1024),
        [(Small, 256, 256), (Medium, 512, 512), (Large, 1024, 1024)]
    );
    assert_eq!(sizes(200, 300), [(Small, 171, 256), (Medium, 200, 300)]);
    assert_eq!(sizes(2000, 2), [(Small, 256, 1), (Medium, 512, 1), (Large, 1024, 1)]);
    assert_eq!(sizes(10, 10), [(Small, 10, 10)]);
}

#[test]
fn files_of_thumbnails_are_what_they_claim() {
    for picture in [
        file(gradient(700, 500), ImageFormat::Png),
        file(half_clear(700, 500), ImageFormat::Png),
    ] {
        for thumbnail in ingested(&picture).thumbnails {
            let webp = image::load_from_memory_with_format(&thumbnail.webp, ImageFormat::WebP).unwrap();
            assert_eq!((webp.width(), webp.height()), (thumbnail.width, thumbnail.height));
            assert_eq!(&thumbnail.avif[4..12], b"ftypavif");
            assert!(thumbnail.avif.len() > 100);
        }
    }
}

#[test]
fn the_same_bytes_give_the_same_result() {
    let file = file(gradient(300, 300), ImageFormat::Jpeg);
    assert_eq!(ingested(&file), ingested(&file));
}

#[test]
fn the_digest_is_of_the_file() {
    let (one, other) = (
        file(gradient(8, 8), ImageFormat::Png),
        file(gradient(8, 9), ImageFormat::Png),
    );
    assert_eq!(
        ingested(&one).sha256,
        <[u8; 32]>::from(<sha2::Sha256 as sha2::Digest>::digest(&one))
    );
    assert_ne!(ingested(&one).sha256, ingested(&other).sha256);
}

#[test]
fn average_and_placeholder_tell_the_color() {
    let made = ingested(&file(
        RgbImage::from_pixel(300, 300, Rgb([200, 60, 20])),
        ImageFormat::Png,
    ));
    assert_eq!(made.average_color, "#c83c14");
    let hash = decode_base64(&made.placeholder);
    let (red, green, blue, alpha) = thumbhash::thumb_hash_to_average_rgba(&hash).unwrap();
    let near = |actual: f32, expected: f32| (actual * 255.0 - expected).abs() < 12.0;
    assert!(near(red, 200.0) && near(green, 60.0) && near(blue, 20.0) && near(alpha, 255.0));
}

#[test]
fn the_placeholder_is_short_and_has_the_shape() {
    let made = ingested(&file(gradient(900, 300), ImageFormat::Png));
    let hash = decode_base64(&made.placeholder);
    assert!(hash.len() < 40, "{} bytes", hash.len());
    let ratio = thumbhash::thumb_hash_to_approximate_aspect_ratio(&hash).unwrap();
    assert!((2.0..4.0).contains(&ratio), "{ratio}");
}

fn decode_base64(text: &str) -> Vec<u8> {
    base64::Engine::decode(&base64::engine::general_purpose::STANDARD, text).unwrap()
}
