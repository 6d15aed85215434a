//! Prints how long the parts of an ingest take on one core: `cargo run -p studio-media --example ingest_time`.

use std::{
    hint::black_box,
    io::Cursor,
    time::{Duration, Instant},
};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use studio_avif::Pixels;
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
    let look = time(|| drop(black_box(inspect(&file, &limits))));
    let whole = time(|| drop(black_box(ingest(&file, &limits))));
    let made = ingest(&file, &limits).expect("the picture is whole");
    println!(
        "{side} × {side} {format:?}, {} kB: inspect {look}, ingest {whole}",
        file.len() / 1000
    );
    for thumbnail in made.thumbnails {
        let small = image::load_from_memory(&thumbnail.webp)
            .expect("it was just written")
            .into_rgb8();
        let (width, height) = (small.width() as usize, small.height() as usize);
        let avif = time(|| drop(black_box(studio_avif::encode(Pixels::Rgb(&small), width, height, 120))));
        let sizes = (thumbnail.webp.len(), thumbnail.avif.len());
        println!(
            "    {width:>4} px: WebP {:>6} B, AVIF {:>6} B in {avif}",
            sizes.0, sizes.1
        );
    }
}

/// Median of the time on the clock, and mean of the processor's, which other programs disturb less.
fn time(mut run: impl FnMut()) -> String {
    let cpu = cpu_time();
    let mut times: Vec<Duration> = (0..RUNS).map(|_| clock(&mut run)).collect();
    times.sort_unstable();
    let cpu = (cpu_time() - cpu) / RUNS as u32;
    format!("{:.1?} (CPU {cpu:.0?})", times[RUNS / 2])
}

fn clock(run: &mut impl FnMut()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

/// Processor time of this process so far: ticks of 10 ms in user and system mode, fields 14 and 15 of `proc(5)`.
fn cpu_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("this example runs on Linux");
    let fields = stat
        .rsplit_once(')')
        .expect("the name stands in brackets")
        .1
        .split_whitespace();
    let ticks: u64 = fields
        .skip(11)
        .take(2)
        .map(|field| field.parse::<u64>().expect("a number"))
        .sum();
    Duration::from_millis(ticks * 10)
}

/// Smooth waves with a little grain.
fn file(side: u32, format: ImageFormat) -> Vec<u8> {
    let mut seed = 1_u32;
    let picture = RgbImage::from_fn(side, side, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (seed >> 30) as f32;
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
