//! Spreading schedules that are due at the same moment, so that midnight is no stampede.

use std::time::Duration;

use chrono::{DateTime, Utc};

/// How long to wait after `due_at` before the run starts: 0 to `max`, both included, in whole milliseconds.
///
/// The same for the same `seed` (the schedule's id), `due_at` and `max` on every node and in every version, and evenly spread over
/// seeds and due times. Not secret: anyone who knows the id can work it out. With a `max` beyond the schedule's shortest gap, runs
/// may start out of order.
#[must_use]
pub fn jitter(seed: u128, due_at: DateTime<Utc>, max: Duration) -> Duration {
    let (high, low) = ((seed >> 64) as u64, seed as u64);
    let hash = [high, low, due_at.timestamp_micros().cast_unsigned()]
        .into_iter()
        .fold(0, |hash, part| mix(hash ^ part));
    let choices = u64::try_from(max.as_millis()).unwrap_or(u64::MAX).saturating_add(1);
    // The upper half of the product is the hash scaled from 64 bits to the number of choices.
    Duration::from_millis(((u128::from(hash) * u128::from(choices)) >> 64) as u64)
}

/// One step of SplitMix64: every bit of the input changes half the bits of the result.
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ value >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ value >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ value >> 31
}
