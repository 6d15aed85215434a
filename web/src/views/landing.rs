//! The page for visitors who are not signed in.

use serde::Serialize;

use super::{ImageTile, ModelCard, View};

/// The landing page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LandingPage {
    /// Pictures for the hero, the best first; up to six are shown, none is fine.
    pub images: Vec<ImageTile>,
    /// The models on offer; none hides the section.
    pub models: Vec<ModelCard>,
}

impl View for LandingPage {
    const PAGE: &'static str = "pages/landing/page.html";
}
