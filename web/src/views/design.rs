//! Every component in its states, for those who work on the pages.

use serde::Serialize;

use super::schema_form::FieldGroup;
use super::{BatchCard, BatchSummary, DayHead, ImageTile, JobCard, PluginModel, ShareLine, UsedBar, View};

/// What the components are shown with.
#[derive(Debug, Clone, Serialize)]
pub struct DesignPage {
    /// A plain one, a favourite, one with stars, and a video.
    pub tiles: Vec<ImageTile>,
    /// Today, yesterday, and a day long ago.
    pub days: Vec<DayHead>,
    /// One in each state.
    pub jobs: Vec<JobCard>,
    /// One in each state.
    pub batches: Vec<BatchCard>,
    pub summary: BatchSummary,
    /// Parameters of every kind, some with complaints.
    pub groups: Vec<FieldGroup>,
    /// One that works, one with a password, and one that does not work any more.
    pub links: Vec<ShareLine>,
    /// Quick, slow, and not known yet.
    pub models: Vec<PluginModel>,
    pub bars: Vec<UsedBar>,
}

impl View for DesignPage {
    const PAGE: &'static str = "pages/design/page.html";
}
