//! Video files: H.264 in MP4, the moving picture that every browser plays.

use image::RgbImage;
use muxide::api::{MuxerBuilder, VideoCodec};
use rusty_h264_common::YuvFrame;
use rusty_h264_encoder::{Encoder, EncoderConfig, Preset};

use super::film::{FRAMES, FRAMES_PER_SECOND, Film};

/// How coarse the coding is, 0 to 51: high enough that posters made from it look clean.
const QUANTIZER: u8 = 24;

/// Codes a film.
///
/// # Panics
/// Never for films, whose sides are even and below 65,535: the coder and the writer of the container refuse nothing else.
pub(crate) fn encode_video(film: &Film) -> Vec<u8> {
    let (width, height) = film.size();
    let mut config = EncoderConfig::baseline(width as usize, height as usize);
    config.preset = Preset::Fast;
    config.qp = QUANTIZER;
    // One frame that stands alone, at the start.
    config.gop_size = FRAMES;
    config.framerate = FRAMES_PER_SECOND as f32;
    let mut encoder = Encoder::new(config).expect("sides of films are even");
    let mut file = Vec::new();
    let mut muxer = MuxerBuilder::new(&mut file)
        .video(VideoCodec::H264, width, height, f64::from(FRAMES_PER_SECOND))
        .build()
        .expect("films fit into the container");
    for (number, frame) in film.frames().enumerate() {
        let coded = encoder.encode(&to_yuv(&frame));
        let time_s = number as f64 / f64::from(FRAMES_PER_SECOND);
        muxer
            .write_video(time_s, &coded, number == 0)
            .expect("frames come in their order");
    }
    muxer.finish().expect("writing to memory cannot fail");
    file
}

/// From red, green and blue to luma and two differences of colour of half the size, in 65,536ths.
/// Source: ITU-R BT.601-7, read 2026-11-27.
fn to_yuv(frame: &RgbImage) -> YuvFrame {
    let (width, height) = (frame.width() as usize, frame.height() as usize);
    let mut yuv = YuvFrame::black(width, height);
    for (luma, pixel) in yuv.y.iter_mut().zip(frame.pixels()) {
        *luma = weigh(pixel.0.map(i32::from), [16_829, 33_039, 6_416], 16);
    }
    for row in 0..height / 2 {
        for column in 0..width / 2 {
            let mut mean = [2; 3];
            for (x, y) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                let pixel = frame.get_pixel((column * 2 + x) as u32, (row * 2 + y) as u32);
                for (sum, level) in mean.iter_mut().zip(pixel.0) {
                    *sum += i32::from(level);
                }
            }
            let (mean, at) = (mean.map(|sum| sum / 4), row * (width / 2) + column);
            yuv.u[at] = weigh(mean, [-9_714, -19_070, 28_784], 128);
            yuv.v[at] = weigh(mean, [28_784, -24_103, -4_681], 128);
        }
    }
    yuv
}

fn weigh(levels: [i32; 3], weights: [i32; 3], middle: i32) -> u8 {
    let sum: i32 = levels.iter().zip(weights).map(|(level, weight)| level * weight).sum();
    (((sum + 32_768) >> 16) + middle).clamp(0, 255) as u8
}
