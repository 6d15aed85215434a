//! The ways to misuse time, memory, stack and log. `black_box` keeps the compiler from seeing through them.

use std::hint::black_box;

/// Runs without end.
pub(crate) fn spin() {
    let mut turns = 0_u64;
    while black_box(true) {
        turns = black_box(turns.wrapping_add(1));
    }
}

/// Takes memory bit by bit and uses it, without end.
pub(crate) fn hoard() {
    let mut hoard = Vec::new();
    while black_box(true) {
        hoard.push(black_box(vec![1_u8; 1 << 20]));
    }
}

/// Asks for one gigabyte at once.
pub(crate) fn grab() {
    black_box(vec![1_u8; 1 << 30]);
}

/// Calls itself until the stack is gone. The array makes frames large and keeps it from becoming a loop.
pub(crate) fn recurse(depth: u64) -> u64 {
    let frame = black_box([depth; 64]);
    if black_box(true) {
        recurse(frame[0] + 1) + frame[63]
    } else {
        0
    }
}

/// Writes more and longer lines than anybody reads, some of them made to look like other people's.
pub(crate) fn flood_log() {
    let line = format!("{}\nERROR forged line", "flood ".repeat(1_000));
    for _ in 0..1_000 {
        studio_plugin_sdk::log_info(&line);
    }
}
