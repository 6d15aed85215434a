//! Prints how long the parts of an ingest take on one core: `cargo run -p studio-media --example ingest_time`.

use std::{
    hint::black_box,
    io::Cursor,
    time::{Duration, Instant},
};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use studio_media::{Limits, ingest, inspect};

/// Runs per figure; the median is printed.
const RUNS: usize = 9;

fn main() {
    for side in [512, 1024, 2048] {
        for format in [ImageFormat::Jpeg, ImageFormat::Png] {
            measure(side, format);
        }
    }
}

fn measure(side: u32, format: ImageFormat) {
    let file = file(side, format);
    let limits = Limits::default();
    let look = median(|| drop(black_box(inspect(&file, &limits))));
    let whole = median(|| drop(black_box(ingest(&file, &limits))));
    let made = ingest(&file, &limits).expect("the picture is whole");
    println!(
        "{side} × {side} {format:?}, {} kB: inspect {look:.1?}, ingest {whole:.1?}",
        file.len() / 1000
    );
    for thumbnail in made.thumbnails {
        let (webp, avif) = (thumbnail.webp.len(), thumbnail.avif.len());
        println!(
            "    {:>4} px: WebP {webp:>7} B, AVIF {avif:>7} B",
            thumbnail.width.max(thumbnail.height)
        );
    }
}

fn median(mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[RUNS / 2]
}

/// Smooth waves with fine grain, about as hard to code as a photograph.
fn file(side: u32, format: ImageFormat) -> Vec<u8> {
    let mut seed = 1_u32;
    let picture = RgbImage::from_fn(side, side, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (seed >> 28) as f32;
        let (x, y) = (x as f32 / side as f32, y as f32 / side as f32);
        let wave = |frequency: f32, phase: f32| ((x * frequency + y * phase * 3.0).sin() * 110.0 + 120.0 + grain) as u8;
        Rgb([wave(9.0, 1.0), wave(13.0, 4.0), wave(31.0, 2.0)])
    });
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(picture)
        .write_to(&mut file, format)
        .expect("memory takes all bytes");
    file.into_inner()
}
