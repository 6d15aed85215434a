//! What people choose about how the studio looks.

use crate::Language;

text_enum! {
    /// Colours of the pages.
    ColorTheme {
        /// What the system prefers.
        Auto = "auto",
        /// Dark on light.
        Light = "light",
        /// Light on dark.
        Dark = "dark",
        /// High contrast, dark on light.
        HcLight = "hc-light",
        /// High contrast, light on dark.
        HcDark = "hc-dark",
    }
}

text_enum! {
    /// How the gallery lays pictures out.
    GalleryView {
        /// Squares.
        Grid = "grid",
        /// Columns of pictures in their own shape.
        Masonry = "masonry",
        /// A line for each.
        List = "list",
    }
}

/// The choices of a user. The default is what somebody has who never chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// Of pages and mails; none means what the browser prefers.
    pub language: Option<Language>,
    /// An IANA name in which times are shown; none means the browser's.
    pub time_zone: Option<String>,
    /// Where the browser itself has not been told otherwise.
    pub theme: ColorTheme,
    /// How the gallery begins.
    pub gallery_view: GalleryView,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            language: None,
            time_zone: None,
            theme: ColorTheme::Auto,
            gallery_view: GalleryView::Grid,
        }
    }
}
