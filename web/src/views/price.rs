//! The price beside a form, and where the form stands that is priced.

use minijinja::context;
use serde::Serialize;
use url::form_urlencoded::byte_serialize;

use super::Frame;
use crate::paths;
use crate::templates::{RenderError, Templates, value};

/// Where a form of this kind stands: its addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormPlace {
    /// The page, which also takes the form.
    pub action: String,
    /// Gives the part with price and button.
    pub estimate: String,
    /// What links to the same form with another model keep: `&source=1&project=2`.
    pub query: String,
}

impl FormPlace {
    /// A form at `action` whose links keep a name with its value.
    pub fn new(action: impl Into<String>, estimate: impl Into<String>, kept: Option<(&str, String)>) -> Self {
        let mut place = Self {
            action: action.into(),
            estimate: estimate.into(),
            query: String::new(),
        };
        if let Some((name, value)) = kept {
            place.keep(name, &value);
        }
        place
    }

    /// Keeps one more name with its value.
    pub fn keep(&mut self, name: &str, value: &str) {
        let value: String = byte_serialize(value.as_bytes()).collect();
        self.query.push_str(&format!("&{name}={value}"));
    }
}

impl Default for FormPlace {
    fn default() -> Self {
        Self::new(paths::GENERATE, paths::ESTIMATE, None)
    }
}

/// What pressing the button will cost and take, and what stands in the way.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Estimate {
    /// Where it is asked for anew when the form changes.
    pub href: String,
    /// Pictures, for the button's label.
    pub num_images: u32,
    /// It is a video.
    pub is_video: bool,
    /// Expected credits; `None` while the values cannot be priced.
    pub expected_credits: Option<f64>,
    /// The most it can cost; shown when it differs from what is expected.
    pub high_credits: Option<f64>,
    /// How the price comes about, from the plugin.
    pub basis: String,
    /// Expected seconds; `None` when unknown.
    pub seconds: Option<f64>,
    /// Reasons why it cannot start now. Any of them disables the button.
    pub blockers: Vec<Blocker>,
}

/// One reason why a job cannot start.
#[derive(Debug, Clone, Serialize)]
pub struct Blocker {
    /// A sentence for the user.
    pub message: String,
    /// Where it can be mended; empty for nowhere.
    pub href: String,
}

impl Estimate {
    /// The part `#estimate` of the form: price, blockers, button.
    ///
    /// # Errors
    /// As [`View::render`].
    pub fn render_part(&self, templates: &Templates, frame: &Frame) -> Result<String, RenderError> {
        let context = context! { frame => value(frame), estimate => value(self) };
        templates.render(frame.lang, "pages/generate/_estimate.html", context)
    }
}
