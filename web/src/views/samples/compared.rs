//! Samples of pictures beside each other.

use super::tile;
use crate::views::{CellPart, ComparePage, CompareRow, ComparedImage};

/// Two, four, and every reason why there are none.
#[must_use]
pub fn compare_pages() -> Vec<ComparePage> {
    let refused = ["count", "missing", "video"].map(|problem| ComparePage {
        problem: Some(problem),
        ..ComparePage::default()
    });
    [page(2), page(4)].into_iter().chain(refused).collect()
}

fn page(count: usize) -> ComparePage {
    let row = |key, label: &str, cells: &[&str]| CompareRow {
        key,
        label: label.to_owned(),
        cells: cells.iter().cycle().take(count).map(|cell| parts(cell)).collect(),
        differs: cells.len() > 1,
    };
    let images = ('A'..).zip(0..count).map(|(letter, index)| ComparedImage {
        letter,
        tile: tile(index),
    });
    ComparePage {
        images: images.collect(),
        rows: vec![
            row(
                "prompt",
                "",
                &["A lighthouse at dawn", "A lighthouse <script> at night"],
            ),
            row("", "Safety checker", &["true", ""]),
            row("seed", "", &["7"]),
        ],
        different: 2,
        problem: None,
    }
}

fn parts(text: &str) -> Vec<CellPart> {
    let part = |word: &str| CellPart {
        text: word.to_owned(),
        is_own: word == "night",
    };
    text.split_whitespace().map(part).collect()
}
