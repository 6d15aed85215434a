//! Sharing: the links of a user, and what a link shows to anybody.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{FormErrors, ImageTile, View};

/// The links to one thing, with the form for a new one.
#[derive(Debug, Clone, Serialize)]
pub struct SharePage {
    /// `image` or `project`.
    pub kind: String,
    /// Its name or prompt.
    pub title: String,
    /// The page of the thing.
    pub back_href: String,
    /// Where the form is sent.
    pub action: String,
    pub values: ShareValues,
    pub errors: FormErrors,
    pub links: Vec<ShareLine>,
    /// The thing has more links than are listed.
    pub has_more: bool,
}

impl SharePage {
    /// The controls that show their own errors.
    pub const CONTROLS: [&str; 3] = ["expires_at", "password", "allows_indexing"];
}

/// The controls as text. The password is never shown again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShareValues {
    /// Days until the link ends: `1`, `7`, `30`; empty for never.
    pub days: String,
    pub shows_prompts: bool,
    pub allows_download: bool,
    pub allows_indexing: bool,
}

impl Default for ShareValues {
    fn default() -> Self {
        Self {
            days: "30".to_owned(),
            shows_prompts: false,
            allows_download: false,
            allows_indexing: false,
        }
    }
}

/// The user's links.
#[derive(Debug, Clone, Serialize)]
pub struct SharesPage {
    pub links: Vec<ShareLine>,
    /// The address of the next page.
    pub next_href: Option<String>,
}

/// A link as its owner sees it.
#[derive(Debug, Clone, Serialize)]
pub struct ShareLine {
    pub token: String,
    /// The whole address, to be given away.
    pub url: String,
    /// HTML for a page of another site; `None` for links with a password, which cannot be shown inside another page.
    pub snippet: Option<String>,
    /// `image` or `project`.
    pub kind: String,
    /// What it shows.
    pub title: String,
    /// The page with the links to the same thing.
    pub manage_href: String,
    pub expires_at: Option<DateTime<Utc>>,
    /// `expired`, `trashed`.
    pub dead: Option<String>,
    pub has_password: bool,
    pub shows_prompts: bool,
    pub allows_download: bool,
    pub allows_indexing: bool,
    pub view_count: u32,
    pub created_at: DateTime<Utc>,
}

/// What other sites show where a link is posted.
#[derive(Debug, Clone, Serialize)]
pub struct PreviewCard {
    /// The whole address of the page.
    pub url: String,
    /// Empty where the page has words of its own for it.
    pub description: String,
    pub image: Option<PreviewImage>,
    /// Where other sites ask how to show the link.
    pub oembed_url: String,
    /// Search engines may list the page.
    pub is_indexed: bool,
}

/// The picture of a card.
#[derive(Debug, Clone, Serialize)]
pub struct PreviewImage {
    /// The whole address.
    pub url: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    pub alt: String,
}

/// One shared picture.
#[derive(Debug, Clone, Serialize)]
pub struct SharedImagePage {
    /// Empty for a picture without a name.
    pub name: String,
    pub image: ImageTile,
    pub owner_name: String,
    /// `None` where the link does not show it.
    pub prompt: Option<String>,
    /// `None` where the link offers no originals.
    pub original_url: Option<String>,
    /// It may be partly transparent.
    pub may_be_transparent: bool,
    /// The shared project that it is of.
    pub project_href: Option<String>,
    pub newer_href: Option<String>,
    pub older_href: Option<String>,
    pub card: PreviewCard,
}

/// A shared project.
#[derive(Debug, Clone, Serialize)]
pub struct SharedProjectPage {
    pub name: String,
    pub description: String,
    pub owner_name: String,
    pub image_count: u64,
    pub tiles: Vec<ImageTile>,
    /// The address of the next page.
    pub next_href: Option<String>,
    pub card: PreviewCard,
}

/// A link that asks for a password.
#[derive(Debug, Clone, Serialize)]
pub struct LockedSharePage {
    pub token: String,
    /// What was wrong with the last one.
    pub error: Option<String>,
}

/// A link that shows nothing, whatever the reason.
#[derive(Debug, Clone, Serialize)]
pub struct GoneSharePage {}

/// A link inside a page of another site.
#[derive(Debug, Clone, Serialize)]
pub struct EmbedPage {
    /// The page of the link; `None` when it shows nothing here.
    pub href: Option<String>,
    /// Empty for a picture without a name.
    pub title: String,
    pub owner_name: String,
    /// One picture, or the newest of a project.
    pub images: Vec<ImageTile>,
}

impl EmbedPage {
    /// For a link that shows nothing here.
    #[must_use]
    pub fn nothing() -> Self {
        Self {
            href: None,
            title: String::new(),
            owner_name: String::new(),
            images: Vec::new(),
        }
    }
}

impl View for SharePage {
    const PAGE: &'static str = "pages/share/page.html";
}

impl View for SharesPage {
    const PAGE: &'static str = "pages/shares/page.html";
}

impl View for SharedImagePage {
    const PAGE: &'static str = "pages/shared/image.html";
}

impl View for SharedProjectPage {
    const PAGE: &'static str = "pages/shared/project.html";
}

impl View for LockedSharePage {
    const PAGE: &'static str = "pages/shared/locked.html";
}

impl View for GoneSharePage {
    const PAGE: &'static str = "pages/shared/gone.html";
}

impl View for EmbedPage {
    const PAGE: &'static str = "pages/shared/embed.html";
}
