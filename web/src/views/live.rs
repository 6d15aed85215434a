//! What the server sends over the event stream and in answer to htmx: parts with the place they belong to.
//!
//! Each function gives one or more `<hx-partial>` elements; the browser ignores those whose place is not on the page.

use minijinja::context;
use serde::Serialize;

use super::{BatchCard, CanvasPreview, Frame, ImageTile, JobCard};
use crate::{
    i18n::Lang,
    templates::{RenderError, Templates, value},
};

/// The tone of a toast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ToastKind {
    Info,
    Success,
    Error,
}

/// The new state of a job, for its card wherever it is shown.
///
/// # Errors
/// As [`super::View::render`], also for the other functions here.
pub fn job_card_partial(templates: &Templates, frame: &Frame, job: &JobCard) -> Result<String, RenderError> {
    templates.render(
        frame.lang,
        "live/job.html",
        context! { frame => value(frame), job => value(job) },
    )
}

/// The marks of a picture wherever they are shown, and its version in the form on its page.
///
/// # Errors
/// As [`super::View::render`].
pub fn image_partial(
    templates: &Templates,
    frame: &Frame,
    image: &ImageTile,
    version: &str,
) -> Result<String, RenderError> {
    templates.render(
        frame.lang,
        "live/image.html",
        context! { frame => value(frame), image => value(image), version },
    )
}

/// The canvas that a picture is to be extended to.
///
/// # Errors
/// As [`super::View::render`].
pub fn canvas_partial(
    templates: &Templates,
    frame: &Frame,
    image: &ImageTile,
    preview: CanvasPreview,
) -> Result<String, RenderError> {
    templates.render(
        frame.lang,
        "live/canvas.html",
        context! { frame => value(frame), image => value(image), preview => value(preview) },
    )
}

/// The user's batches under way, in the place of those shown.
///
/// # Errors
/// As [`super::View::render`].
pub fn batch_cards_partial(templates: &Templates, frame: &Frame, batches: &[BatchCard]) -> Result<String, RenderError> {
    templates.render(
        frame.lang,
        "live/batches.html",
        context! { frame => value(frame), batches => value(batches) },
    )
}

/// New jobs on top of the results of the generate page; the answer to its form.
///
/// # Errors
/// As [`super::View::render`].
pub fn new_jobs_partial(templates: &Templates, frame: &Frame, jobs: &[JobCard]) -> Result<String, RenderError> {
    templates.render(
        frame.lang,
        "live/new_jobs.html",
        context! { frame => value(frame), jobs => value(jobs) },
    )
}

/// The number of waiting and running jobs in the navigation, `running_jobs` of the frame.
///
/// # Errors
/// As [`super::View::render`].
pub fn running_jobs_partial(templates: &Templates, lang: Lang, running_jobs: u32) -> Result<String, RenderError> {
    templates.render(lang, "live/running_jobs.html", context! { running_jobs })
}

/// The balance in the top bar.
///
/// # Errors
/// As [`super::View::render`].
pub fn credits_partial(templates: &Templates, lang: Lang, credits: f64) -> Result<String, RenderError> {
    templates.render(lang, "live/credits.html", context! { credits })
}

/// The bell in the top bar with the number of notifications that are not read.
///
/// # Errors
/// As [`super::View::render`].
pub fn bell_partial(templates: &Templates, lang: Lang, unread: u32) -> Result<String, RenderError> {
    templates.render(lang, "live/bell.html", context! { unread })
}

/// A message that shows for a few seconds.
///
/// # Errors
/// As [`super::View::render`].
pub fn toast_partial(templates: &Templates, lang: Lang, kind: ToastKind, message: &str) -> Result<String, RenderError> {
    templates.render(lang, "live/toast.html", context! { kind => value(kind), message })
}
