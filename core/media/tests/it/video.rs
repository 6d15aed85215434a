//! Videos: what is known about a whole one, and what is said of others.

use studio_media::{Error, IngestedVideo, VideoLimits, best_thumbnail, ingest_video};
use studio_model::ThumbnailSize;

use crate::fixtures::{assert_close, file, gradient};

/// Twelve frames of 96 × 64 pixels in one second; `files/README.md` says how it was made.
const WHOLE: &[u8] = include_bytes!("files/x264.mp4");

fn ingested(file: &[u8]) -> Result<IngestedVideo, Error> {
    ingest_video(file, &VideoLimits::default())
}

fn refused(file: &[u8]) -> String {
    ingested(file).unwrap_err().to_string()
}

/// Where the body of the first box with this name begins.
fn body_of(kind: &[u8; 4]) -> usize {
    WHOLE.windows(4).position(|bytes| bytes == kind).unwrap() + 4
}

/// The file with other bytes at a place.
fn changed(at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut file = WHOLE.to_vec();
    file[at..at + bytes.len()].copy_from_slice(bytes);
    file
}

#[test]
fn a_video_is_measured_and_its_first_frame_stands_for_it() {
    let video = ingested(WHOLE).unwrap();
    assert_eq!((video.width, video.height), (96, 64));
    assert_eq!((video.duration_ms, video.frames), (1000, 12));
    assert_eq!(video.size_bytes, WHOLE.len() as u64);
    assert_eq!(best_thumbnail(96, 64, ThumbnailSize::Large), video.thumbnails[0].size);
    let poster = image::load_from_memory(&video.thumbnails[0].webp).unwrap().to_rgb8();
    // The colours that ffmpeg gives the first frame, in the middle of plain patches.
    for (x, y, colour) in [
        (8, 46, [253, 0, 0]),
        (40, 46, [255, 255, 3]),
        (56, 46, [0, 2, 255]),
        (72, 48, [254, 0, 253]),
    ] {
        assert_close(poster.get_pixel(x, y).0, colour, &format!("{x}, {y}"));
    }
    assert_eq!(ingested(WHOLE).unwrap(), video);
}

#[test]
fn what_is_no_mp4_video_is_named() {
    assert_eq!(ingested(b""), Err(Error::Empty));
    let picture = file(gradient(8, 8), image::ImageFormat::Png);
    assert_eq!(refused(&picture), "not an MP4 video but a PNG picture");
    assert_eq!(refused(b"<html>502</html>"), "not an MP4 video but HTML");
    assert_eq!(
        refused(b"\0\0\0\x14ftypqt  \0\0\0\0qt  "),
        "not an MP4 video but a QuickTime video"
    );
    let other = changed(body_of(b"stsd") + 12, b"hvc1");
    assert_eq!(
        ingested(&other),
        Err(Error::Coding {
            coding: "hvc1".to_owned()
        })
    );
}

#[test]
fn a_video_cut_anywhere_is_refused() {
    for kept in (0..WHOLE.len()).step_by(7) {
        assert!(ingested(&WHOLE[..kept]).is_err(), "cut to {kept} bytes");
    }
}

#[test]
fn every_limit_holds_and_its_own_value_passes() {
    let exact = VideoLimits {
        max_file_bytes: WHOLE.len() as u64,
        max_pixels: 96 * 64,
        max_side_px: 96,
        max_duration_ms: 1000,
        max_frames: 12,
    };
    assert!(ingest_video(WHOLE, &exact).is_ok());
    let check = |limits: VideoLimits, expected: &str| {
        let message = ingest_video(WHOLE, &limits).unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
    };
    check(
        VideoLimits {
            max_file_bytes: 7000,
            ..exact
        },
        "at most 7000 are taken",
    );
    check(
        VideoLimits {
            max_pixels: 6143,
            ..exact
        },
        "96 × 64 pixels, at most 6143",
    );
    check(
        VideoLimits {
            max_side_px: 95,
            ..exact
        },
        "and 95 on a side",
    );
    check(
        VideoLimits {
            max_duration_ms: 999,
            ..exact
        },
        "lasts 1000 ms, at most 999",
    );
    check(
        VideoLimits {
            max_frames: 11,
            ..exact
        },
        "has 12 frames, at most 11",
    );
}

/// The container says 16 × 16, the stream says 96 × 64: the stream is asked before it is decoded.
#[test]
fn the_size_in_the_stream_is_checked_too() {
    let small = changed(body_of(b"stsd") + 40, &[0, 16, 0, 16]);
    let limits = VideoLimits {
        max_pixels: 256,
        ..VideoLimits::default()
    };
    let error = ingest_video(&small, &limits).unwrap_err();
    assert!(
        matches!(
            error,
            Error::TooManyPixels {
                width: 96,
                height: 64,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn tables_that_lie_cost_nothing() {
    let most = [0xff; 4];
    // As many frames as there can be, all of one size, in a table that needs no entries.
    let frames = [[0, 0, 0, 9], most].concat();
    assert!(refused(&changed(body_of(b"stsz") + 4, &frames)).contains("4294967295 frames"));
    assert!(refused(&changed(body_of(b"stts") + 4, &most)).contains("ends early"));
    assert!(refused(&changed(body_of(b"stco") + 8, &most)).contains("ends early"));
    assert!(refused(&changed(body_of(b"stts") + 12, &[0, 0xff, 0xff, 0xff])).contains("lasts"));
    assert!(refused(&changed(body_of(b"hdlr") + 8, b"soun")).contains("no video track"));
    assert!(refused(&changed(body_of(b"mdhd") + 12, &[0; 4])).contains("no parts"));
    assert!(refused(&changed(body_of(b"avcC") + 6, &most)).contains("damaged"));
}

/// Bits of the description and of the first frame, changed: an error or a video, never a panic that gets out.
#[test]
fn no_flipped_bit_gets_out_as_a_panic() {
    let limits = VideoLimits {
        max_pixels: 20_000,
        ..VideoLimits::default()
    };
    let frame = body_of(b"mdat");
    let places = (0..frame)
        .step_by(3)
        .chain((frame + 4..WHOLE.len().min(frame + 1500)).step_by(7));
    let mut refusals = 0;
    for place in places {
        let file = changed(place, &[WHOLE[place] ^ (1 << (place % 8))]);
        match ingest_video(&file, &limits) {
            Ok(video) => assert!(u64::from(video.width) * u64::from(video.height) <= limits.max_pixels),
            Err(Error::Encode { reason }) => panic!("{place}: {reason}"),
            Err(_) => refusals += 1,
        }
    }
    assert!(refusals > 20, "only {refusals} changes were noticed");
}
