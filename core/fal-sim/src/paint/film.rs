//! A camera that moves slowly over a still: closer, and a little to one side.

use image::{Rgb, RgbImage, imageops, imageops::FilterType};

use super::Subject;
use super::noise::smoothstep;

/// Frames of a video: two seconds. The real models make some five, which would only make tests slower.
pub(crate) const FRAMES: u32 = 48;

/// Frames in a second.
pub(crate) const FRAMES_PER_SECOND: u32 = 24;

/// How much larger the still is than the video, in parts of the video's sides.
const ROOM: f32 = 0.2;

/// A still, and the way of the camera over it.
pub(crate) struct Film {
    still: RgbImage,
    width: u32,
    height: u32,
    /// Where the camera ends, -1 to 1 of the room there is then.
    towards: (f32, f32),
    /// Whether it goes away instead of closer.
    is_backwards: bool,
}

impl Film {
    /// The size of a still for a video of this size.
    pub(crate) fn still_size(width: u32, height: u32) -> (u32, u32) {
        let side = |length: u32| (length as f32 * (1.0 + ROOM)).round() as u32;
        (side(width), side(height))
    }

    /// The film of `subject`. Which way the camera goes is decided by the same dice as what is drawn.
    pub(crate) fn new(still: RgbImage, subject: &Subject) -> Self {
        let dice = crate::ids::digest(&["camera", &subject.model, &subject.prompt, &subject.seed]);
        let part = |die: u8| f32::from(die) / 127.5 - 1.0;
        Self {
            still,
            width: subject.width,
            height: subject.height,
            towards: (part(dice[0]), part(dice[1])),
            is_backwards: dice[2] % 2 == 1,
        }
    }

    pub(crate) fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// All frames, one after the other.
    pub(crate) fn frames(&self) -> impl Iterator<Item = RgbImage> + '_ {
        (0..FRAMES).map(|frame| {
            let time = frame as f32 / (FRAMES - 1) as f32;
            let time = if self.is_backwards { 1.0 - time } else { time };
            self.frame(smoothstep(0.0, 1.0, time))
        })
    }

    /// What the camera sees: all of the still at 0, a part as large as the video at 1.
    fn frame(&self, nearness: f32) -> RgbImage {
        let (still_width, still_height) = self.still.dimensions();
        let part = 1.0 - nearness * (1.0 - 1.0 / (1.0 + ROOM));
        let (seen_width, seen_height) = (still_width as f32 * part, still_height as f32 * part);
        let edge = |still: u32, seen: f32, towards: f32| (still as f32 - seen) * 0.5 * (1.0 + towards);
        let left = edge(still_width, seen_width, self.towards.0);
        let top = edge(still_height, seen_height, self.towards.1);
        RgbImage::from_fn(self.width, self.height, |x, y| {
            let across = left + (x as f32 + 0.5) * seen_width / self.width as f32 - 0.5;
            let down = top + (y as f32 + 0.5) * seen_height / self.height as f32 - 0.5;
            between(&self.still, across, down)
        })
    }
}

/// A picture cut to a shape around its middle, and scaled to it.
pub(crate) fn fitted(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    let (from_width, from_height) = picture.dimensions();
    let scale = (from_width as f32 / width as f32).min(from_height as f32 / height as f32);
    let side = |length: u32, most: u32| ((length as f32 * scale) as u32).clamp(1, most);
    let (cut_width, cut_height) = (side(width, from_width), side(height, from_height));
    let (left, top) = ((from_width - cut_width) / 2, (from_height - cut_height) / 2);
    let cut = imageops::crop_imm(picture, left, top, cut_width, cut_height).to_image();
    imageops::resize(&cut, width, height, FilterType::Triangle)
}

/// The colour between four pixels.
fn between(still: &RgbImage, x: f32, y: f32) -> Rgb<u8> {
    let (right, bottom) = (still.width() - 1, still.height() - 1);
    let (x, y) = (x.clamp(0.0, right as f32), y.clamp(0.0, bottom as f32));
    let (left, top) = (x as u32, y as u32);
    let (u, v) = (x - left as f32, y - top as f32);
    let [a, b, c, d] = [(0, 0), (1, 0), (0, 1), (1, 1)]
        .map(|(across, down)| still.get_pixel((left + across).min(right), (top + down).min(bottom)).0);
    let mix = |channel: usize| {
        let row = |from: u8, to: u8| f32::from(from) + (f32::from(to) - f32::from(from)) * u;
        let (above, below) = (row(a[channel], b[channel]), row(c[channel], d[channel]));
        (above + (below - above) * v).round() as u8
    };
    Rgb([mix(0), mix(1), mix(2)])
}
