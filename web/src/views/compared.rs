//! Some pictures beside each other, and what they were made from.

use serde::Serialize;

use super::{ImageTile, View};

/// Two to four pictures; or why there are none.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ComparePage {
    pub images: Vec<ComparedImage>,
    /// What they were made from: first what differs, then what is the same.
    pub rows: Vec<CompareRow>,
    /// Rows that differ.
    pub different: usize,
    /// Why they cannot be compared: `count`, `missing`, `video`; part of the message's name.
    pub problem: Option<&'static str>,
}

impl View for ComparePage {
    const PAGE: &'static str = "pages/compare/page.html";
}

/// One of the pictures.
#[derive(Debug, Clone, Serialize)]
pub struct ComparedImage {
    /// `A` to `D`.
    pub letter: char,
    pub tile: ImageTile,
}

/// One thing that is known about each of them.
#[derive(Debug, Clone, Serialize)]
pub struct CompareRow {
    /// The message that says what it is; empty for a parameter of a model.
    pub key: &'static str,
    /// What it is, where there is no message.
    pub label: String,
    /// For each picture, in parts; none where it is not known or not given.
    pub cells: Vec<Vec<CellPart>>,
    /// Not all are the same.
    pub differs: bool,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellPart {
    pub text: String,
    /// Another of the pictures does not have it.
    pub is_own: bool,
}
