//! The first frame of a video as a picture. Source of the record `avcC`: ISO/IEC 14496-15:2022, 5.3.3.1, read 2026-11-27.

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::{Rgb, RgbImage};
use rusty_h264_common::YuvFrame;
use rusty_h264_common::nal::emulation_unprevent;
use rusty_h264_decoder::{DecodeError, Decoder, Sps};

use super::{VideoLimits, check_size, mp4::Track};
use crate::Error;
use crate::structure::{Reader, Reason};

/// What stands before each unit of a stream (ITU-T H.264, annex B).
const START_CODE: [u8; 4] = [0, 0, 0, 1];
/// Types of units: a piece of a picture that needs no other, and a parameter set of the sequence.
const KEY_SLICE: u8 = 5;
const SEQUENCE: u8 = 7;

/// Videos with at least this many lines have the colours of high definition (ITU-R BT.709), smaller ones those of BT.601,
/// as browsers assume where a stream does not say.
const HD_LINES: usize = 720;

/// Decodes the first frame.
pub(super) fn decode(track: &Track<'_>, limits: &VideoLimits) -> Result<RgbImage, Error> {
    let units = units(track).map_err(Error::corrupt_video)?;
    if !units.iter().any(|unit| kind(unit) == KEY_SLICE) {
        return Err(Error::corrupt_video("its first frame cannot stand alone"));
    }
    let mut stream = Vec::with_capacity(units.iter().map(|unit| unit.len() + START_CODE.len()).sum());
    for unit in units {
        if kind(unit) == SEQUENCE {
            check_sequence(unit, limits)?;
        }
        stream.extend_from_slice(&START_CODE);
        stream.extend_from_slice(unit);
    }
    let decoded = catch_unwind(AssertUnwindSafe(|| Decoder::new().decode(&stream)));
    match decoded {
        Ok(Ok(Some(frame))) if frame.is_valid() && frame.width > 1 && frame.height > 1 => Ok(to_rgb(&frame)),
        Ok(Ok(_)) => Err(Error::corrupt_video("its first frame is not whole")),
        Ok(Err(error)) => Err(explain(&error)),
        Err(_) => Err(Error::corrupt_video("its first frame makes no sense")),
    }
}

/// The units of the first frame: the parameter sets that the file keeps apart, then its own.
fn units<'a>(track: &Track<'a>) -> Result<Vec<&'a [u8]>, Reason> {
    let mut reader = Reader::new(track.config);
    let [_version, _profile, _constraints, _level, packed, sequences] = reader.array()?;
    let length_bytes = usize::from(packed & 0b11) + 1;
    let mut units = Vec::new();
    take_sets(&mut reader, sequences & 0b1_1111, &mut units)?;
    let pictures = reader.byte()?;
    take_sets(&mut reader, pictures, &mut units)?;
    let mut reader = Reader::new(track.first_frame);
    while !reader.rest().is_empty() {
        let length = reader.take(length_bytes)?;
        let length = length.iter().fold(0_usize, |sum, &byte| sum << 8 | usize::from(byte));
        units.push(reader.take(length)?);
    }
    units.retain(|unit| !unit.is_empty());
    Ok(units)
}

fn take_sets<'a>(reader: &mut Reader<'a>, count: u8, units: &mut Vec<&'a [u8]>) -> Result<(), Reason> {
    for _ in 0..count {
        let length = u16::from_be_bytes(reader.array()?);
        units.push(reader.take(usize::from(length))?);
    }
    Ok(())
}

fn kind(unit: &[u8]) -> u8 {
    unit.first().map_or(0, |head| head & 0b1_1111)
}

/// Refuses a stream that claims more pixels than may be decoded, before the decoder sees it.
fn check_sequence(unit: &[u8], limits: &VideoLimits) -> Result<(), Error> {
    let payload = emulation_unprevent(&unit[1..]);
    let parsed =
        catch_unwind(|| Sps::parse(&payload)).map_err(|_| Error::corrupt_video("its parameters make no sense"))?;
    let sequence = parsed.map_err(|error| explain(&error))?;
    let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
    check_size(side(sequence.coded_width()), side(sequence.coded_height()), limits)
}

fn explain(error: &DecodeError) -> Error {
    match error {
        DecodeError::Unsupported(what) => Error::Coding {
            coding: format!("H.264 with what is not read ({what})"),
        },
        other => Error::corrupt_video(other.to_string()),
    }
}

/// From luma and two differences of colour, of half the size and with room at both ends, to red, green and blue.
/// In 65,536ths. Source: ITU-R BT.601-7 and BT.709-6, read 2026-11-27.
fn to_rgb(frame: &YuvFrame) -> RgbImage {
    let [red_v, green_u, green_v, blue_u] = if frame.height >= HD_LINES {
        [117_489, 13_975, 34_925, 138_438]
    } else {
        [104_597, 25_675, 53_279, 132_201]
    };
    let half = frame.width / 2;
    RgbImage::from_fn(frame.width as u32, frame.height as u32, |x, y| {
        let (x, y) = (x as usize, y as usize);
        let small = (y / 2).min(frame.height / 2 - 1) * half + (x / 2).min(half - 1);
        let luma = (i32::from(frame.y[y * frame.width + x]) - 16) * 76_309;
        let [u, v] = [&frame.u, &frame.v].map(|plane| i32::from(plane[small]) - 128);
        let level = |sum: i32| ((sum + 32_768) >> 16).clamp(0, 255) as u8;
        Rgb([
            level(luma + red_v * v),
            level(luma - green_u * u - green_v * v),
            level(luma + blue_u * u),
        ])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_black_and_red_come_out_as_they_are() {
        for (levels, expected) in [
            ([235, 128, 128], [255, 255, 255]),
            ([16, 128, 128], [0, 0, 0]),
            ([81, 90, 240], [255, 0, 0]),
        ] {
            let frame = YuvFrame {
                width: 2,
                height: 2,
                y: vec![levels[0]; 4],
                u: vec![levels[1]],
                v: vec![levels[2]],
            };
            let actual = to_rgb(&frame).get_pixel(1, 1).0;
            let is_close = actual.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= 2);
            assert!(is_close, "{actual:?} instead of {expected:?}");
        }
    }
}
