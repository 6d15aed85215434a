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

/// Calls itself until the call stack is gone.
pub(crate) fn recurse(depth: u64) -> u64 {
    if black_box(true) {
        black_box(recurse(depth + 1)) + depth
    } else {
        0
    }
}

/// The same with frames so large that the stack within the plugin's own memory is gone first.
pub(crate) fn recurse_with_large_frames(depth: u64) -> u64 {
    let frame = black_box([depth; 64]);
    if black_box(true) {
        recurse_with_large_frames(frame[0] + 1) + frame[63]
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
