//! Picture files in the formats models offer.

use image::{
    ExtendedColorType, ImageEncoder as _, RgbImage, RgbaImage,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
    },
};

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Jpeg,
    Png,
    Webp,
}

/// JPEG quality, 1 to 100: high enough that thumbnails made from it look clean.
const JPEG_QUALITY: u8 = 90;

/// WebP quality, 0 to 100.
const WEBP_QUALITY: f32 = 90.0;

impl Format {
    /// The format of that name; JPEG for any other, as it is every model's default.
    pub(crate) fn from_name(name: &str) -> Self {
        match name {
            "png" => Self::Png,
            "webp" => Self::Webp,
            _ => Self::Jpeg,
        }
    }

    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }

    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
        }
    }
}

/// Encodes a picture.
///
/// # Panics
/// Never for sizes the catalogue lets through: the encoders fail only on sides above 65,535 or when writing fails, and
/// writing to memory does not.
pub(crate) fn encode(picture: &RgbImage, format: Format) -> Vec<u8> {
    let (width, height) = picture.dimensions();
    let mut bytes = Vec::new();
    let encoded = match format {
        Format::Jpeg => JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY).write_image(
            picture,
            width,
            height,
            ExtendedColorType::Rgb8,
        ),
        Format::Png => PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive)
            .write_image(picture, width, height, ExtendedColorType::Rgb8),
        Format::Webp => {
            bytes = webp::Encoder::from_rgb(picture, width, height)
                .encode(WEBP_QUALITY)
                .to_vec();
            Ok(())
        }
    };
    encoded.expect("writing a picture of checked size to memory cannot fail");
    bytes
}

/// Encodes a picture with transparency as PNG.
///
/// # Panics
/// As [`encode`].
pub(crate) fn encode_transparent(picture: &RgbaImage) -> Vec<u8> {
    let (width, height) = picture.dimensions();
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive)
        .write_image(picture, width, height, ExtendedColorType::Rgba8)
        .expect("writing a picture of checked size to memory cannot fail");
    bytes
}
