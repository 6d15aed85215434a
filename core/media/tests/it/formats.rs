//! Each format and each odd kind of it.

use image::{DynamicImage, GrayImage, ImageBuffer, ImageFormat, Luma, LumaA, Rgb, RgbImage, Rgba, RgbaImage};
use studio_media::{Format, Limits, inspect};

use crate::fixtures::{
    animated_webp, assert_close, file, gif, gradient, half_clear, ingested, insert_png_chunk, largest_thumbnail,
};

#[test]
fn each_format_is_known_by_its_content() {
    for (coded, format) in [
        (ImageFormat::Jpeg, Format::Jpeg),
        (ImageFormat::Png, Format::Png),
        (ImageFormat::WebP, Format::Webp),
    ] {
        let file = file(gradient(300, 200), coded);
        let made = ingested(&file);
        assert_eq!((made.format, made.width, made.height), (format, 300, 200));
        assert_eq!(
            (made.size_bytes, made.animated, made.has_alpha),
            (file.len() as u64, false, false)
        );
        let shown = largest_thumbnail(&made).into_rgb8();
        assert_close(
            shown.get_pixel(290, 10).0,
            gradient(300, 200).get_pixel(290, 10).0,
            "top right",
        );
    }
}

#[test]
fn inspecting_and_ingesting_agree() {
    for file in [file(gradient(50, 70), ImageFormat::Jpeg), gif(3), animated_webp(2)] {
        let (probe, made) = (inspect(&file, &Limits::default()).unwrap(), ingested(&file));
        assert_eq!(
            (probe.format, probe.width, probe.height),
            (made.format, made.width, made.height)
        );
        assert_eq!((probe.animated, probe.size_bytes), (made.animated, made.size_bytes));
    }
}

#[test]
fn one_pixel_is_a_picture() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let made = ingested(&file(RgbImage::from_pixel(1, 1, Rgb([255, 0, 0])), format));
        assert_eq!((made.width, made.height, made.thumbnails.len()), (1, 1, 1));
        assert_close(
            largest_thumbnail(&made).into_rgb8().get_pixel(0, 0).0,
            [255, 0, 0],
            "the pixel",
        );
    }
}

#[test]
fn sixteen_bits_become_eight() {
    let deep = ImageBuffer::from_pixel(20, 20, Rgb([0xffff_u16, 0x8000, 0x00ff]));
    let made = ingested(&file(DynamicImage::ImageRgb16(deep), ImageFormat::Png));
    assert_eq!(made.average_color, "#ff8001");
    let clear = ImageBuffer::from_pixel(20, 20, Rgba([0xffff_u16, 0x8000, 0x00ff, 0x7fff]));
    assert!(ingested(&file(DynamicImage::ImageRgba16(clear), ImageFormat::Png)).has_alpha);
}

#[test]
fn grey_becomes_color() {
    let grey = ingested(&file(GrayImage::from_pixel(9, 9, Luma([70])), ImageFormat::Jpeg));
    assert_eq!(grey.average_color, "#464646");
    let clear = ImageBuffer::from_pixel(9, 9, LumaA([70_u8, 128]));
    let clear = ingested(&file(DynamicImage::ImageLumaA8(clear), ImageFormat::Png));
    assert_eq!((clear.average_color.as_str(), clear.has_alpha), ("#464646", true));
}

#[test]
fn transparency_reaches_the_thumbnails() {
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let made = ingested(&file(half_clear(600, 600), format));
        assert!(made.has_alpha);
        let shown = largest_thumbnail(&made).into_rgba8();
        assert!(shown.get_pixel(30, 300).0[3] < 10 && shown.get_pixel(570, 300).0[3] > 245);
        let avif = &made.thumbnails[0].avif;
        assert!(avif.windows(40).any(|window| window.ends_with(b"auxiliary:alpha")));
    }
}

#[test]
fn an_alpha_channel_nobody_uses_is_not_transparency() {
    let made = ingested(&file(
        RgbaImage::from_pixel(20, 20, Rgba([9, 90, 200, 255])),
        ImageFormat::Png,
    ));
    assert!(!made.has_alpha);
    assert!(!largest_thumbnail(&made).color().has_alpha());
}

#[test]
fn moving_pictures_show_their_first_frame() {
    for (file, format, animated) in [
        (gif(1), Format::Gif, false),
        (gif(3), Format::Gif, true),
        (animated_webp(2), Format::Webp, true),
    ] {
        let made = ingested(&file);
        assert_eq!(
            (made.format, made.width, made.height, made.animated),
            (format, 40, 30, animated)
        );
        assert_close(
            largest_thumbnail(&made).into_rgb8().get_pixel(20, 15).0,
            [200, 0, 0],
            "first frame",
        );
    }
}

#[test]
fn an_animated_png_says_so() {
    let still = file(gradient(20, 10), ImageFormat::Png);
    for (frames, animated) in [(1_u32, false), (2, true)] {
        let control = [frames.to_be_bytes(), [0; 4]].concat();
        let file = insert_png_chunk(&still, b"acTL", &control);
        assert_eq!(
            inspect(&file, &Limits::default()).unwrap().animated,
            animated,
            "{frames} frames"
        );
    }
}

#[test]
fn bytes_after_the_end_do_not_matter() {
    for file in [
        file(gradient(20, 10), ImageFormat::Jpeg),
        file(gradient(20, 10), ImageFormat::Png),
        gif(2),
    ] {
        let longer = [file.as_slice(), b"appended by a camera"].concat();
        assert_eq!(ingested(&longer).average_color, ingested(&file).average_color);
    }
}
