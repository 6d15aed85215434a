//! Cameras store pictures as the sensor lay and say how to turn them.

use image::{ImageFormat, RgbImage};

use crate::fixtures::{assert_close, file, gradient, ingested, largest_thumbnail, with_orientation};

/// What a viewer sees at the top left, as corner of the stored picture; and whether sides change places.
/// Source: EXIF 2.32, tag 274.
const TURNS: [(u8, (bool, bool), bool); 8] = [
    (1, (false, false), false),
    (2, (true, false), false),
    (3, (true, true), false),
    (4, (false, true), false),
    (5, (false, false), true),
    (6, (false, true), true),
    (7, (true, true), true),
    (8, (true, false), true),
];

fn corner(picture: &RgbImage, (right, bottom): (bool, bool)) -> [u8; 3] {
    let x = if right { picture.width() - 2 } else { 1 };
    let y = if bottom { picture.height() - 2 } else { 1 };
    picture.get_pixel(x, y).0
}

#[test]
fn thumbnails_stand_upright() {
    for (width, height) in [(120, 60), (1200, 600)] {
        let stored = gradient(width, height);
        let jpeg = file(stored.clone(), ImageFormat::Jpeg);
        for (orientation, seen, turned) in TURNS {
            let made = ingested(&with_orientation(&jpeg, orientation));
            let size = if turned { (height, width) } else { (width, height) };
            assert_eq!((made.width, made.height), size, "orientation {orientation}");
            let shown = largest_thumbnail(&made).into_rgb8();
            assert_eq!(shown.width() > shown.height(), !turned, "orientation {orientation}");
            let what = format!("orientation {orientation}");
            assert_close(corner(&shown, (false, false)), corner(&stored, seen), &what);
        }
    }
}

#[test]
fn senseless_orientations_are_ignored() {
    let jpeg = file(gradient(40, 20), ImageFormat::Jpeg);
    for orientation in [0, 9, 255] {
        assert_eq!(ingested(&with_orientation(&jpeg, orientation)).width, 40);
    }
}
