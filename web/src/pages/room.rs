//! What the rooms for repainting a picture have in common: their form, and what becomes of it.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::generation::{DEFAULT_REPAINT_MODEL, Edit, JobView, Operation, Submit};
use studio_app::images::{self, ImageView};
use studio_model::{ImageId, ProjectId, UserId};

use super::convert::{ModelNames, image_tile, job_card};
use super::frame::PageRequest;
use super::generate_form::{Draft, Purpose};
use super::respond;
use crate::error::Result;
use crate::extract::FormPairs;
use crate::i18n::Lang;
use crate::views::{FieldError, FormPlace, ImageTile, new_jobs_partial};
use crate::{AppState, paths};

/// A room with its form.
pub(super) struct Room {
    pub(super) image: ImageView,
    pub(super) draft: Draft,
}

impl Room {
    /// The room at `action` for a picture of the user, with what `pairs` say.
    ///
    /// # Errors
    /// Not found when the user has no such picture.
    pub(super) async fn enter(
        state: &AppState,
        user_id: UserId,
        (id, action): (ImageId, String),
        pairs: &FormPairs,
    ) -> Result<Self> {
        let image = images::find(&state.app, user_id, id).await?;
        let model_id = match pairs.get("model") {
            "" => pairs.get("model_id"),
            id => id,
        };
        let purpose = Purpose {
            operation: Operation::Inpaint,
            model_id,
            default_model: DEFAULT_REPAINT_MODEL,
            source: Some(image.clone()),
            place: FormPlace::new(&action, format!("{action}/estimate"), None),
        };
        let mut draft = Draft::read_for(state, user_id, purpose, pairs).await?;
        if pairs.get("num_images").is_empty() {
            draft.values.num_images = 1;
        }
        Ok(Self { image, draft })
    }

    /// What to paint: the request of the form, for the project that the picture is in.
    pub(super) fn edit(&self, submit: Submit) -> Edit {
        Edit {
            prompt: submit.prompt,
            model_id: Some(submit.model_id),
            negative_prompt: submit.negative_prompt,
            parameters: submit.parameters,
            num_images: submit.num_images,
            seed: submit.seed,
            project_id: submit.project_id.or(self.image.project_id.map(ProjectId)),
            priority: submit.priority,
            idempotency_key: None,
        }
    }

    /// The request that a sent form means.
    ///
    /// # Errors
    /// The controls whose text makes no sense, or that the form was sent for another model than the selected one.
    pub(super) fn submit(&self, lang: Lang, form: &FormPairs) -> std::result::Result<Submit, Vec<FieldError>> {
        let other_model = self.draft.check_model(lang, form.get("model_id"));
        other_model.map_or_else(|| self.draft.submit(lang, form), |error| Err(vec![error]))
    }

    pub(super) fn tile(&self, state: &AppState) -> ImageTile {
        image_tile(&self.image, &ModelNames::load(&state.app))
    }
}

/// The job's card for the room; without scripts, the queue, where it stands first.
pub(super) fn accepted(state: &AppState, request: &PageRequest, job: &JobView) -> Result<Response> {
    if !request.is_part {
        return Ok(Redirect::to(paths::QUEUE).into_response());
    }
    let card = job_card(job, &ModelNames::load(&state.app));
    let html = new_jobs_partial(&state.templates, &request.frame, &[card])?;
    Ok(respond::html_response(StatusCode::OK, html))
}
