//! Places of a form that take one of the user's pictures.

use minijinja::context;
use serde::Serialize;

use super::{Frame, ImageTile};
use crate::templates::{RenderError, Templates, value};

/// What a picture is to the request, as templates compare it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SlotRole {
    /// To start from; which models are on offer depends on it.
    Source,
    /// Guides the composition.
    Control,
    /// Lends its style.
    Style,
}

impl SlotRole {
    pub const ALL: [Self; 3] = [Self::Source, Self::Control, Self::Style];

    /// The name of its control.
    #[must_use]
    pub fn control(self) -> &'static str {
        match self {
            Self::Source => "source_image_id",
            Self::Control => "control_image_id",
            Self::Style => "style_image_id",
        }
    }

    /// The name of the search beside it.
    #[must_use]
    pub fn search(self) -> &'static str {
        match self {
            Self::Source => "find.source",
            Self::Control => "find.control",
            Self::Style => "find.style",
        }
    }
}

/// A place for a picture.
#[derive(Debug, Clone, Serialize)]
pub struct PictureSlot {
    pub role: SlotRole,
    /// The name of the control.
    pub name: &'static str,
    /// The name of the search.
    pub search: &'static str,
    pub chosen: Option<ImageTile>,
    /// Others to choose from: the newest, or what a search found.
    pub images: Vec<ImageTile>,
    /// Where the form is loaded anew when the choice changes what it is for; empty for nowhere.
    pub reload: String,
    pub error: Option<String>,
}

impl PictureSlot {
    /// The pictures of the slot, sent when they are searched or one was uploaded.
    ///
    /// # Errors
    /// As [`super::View::render`].
    pub fn render_choices(&self, templates: &Templates, frame: &Frame) -> Result<String, RenderError> {
        let context = context! { frame => value(frame), slot => value(self) };
        templates.render(frame.lang, "pages/generate/_slot_images.html", context)
    }
}
