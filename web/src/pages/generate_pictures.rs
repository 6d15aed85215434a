//! The pictures that a request starts from or is guided by, and choosing them.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use studio_app::generation::Submit;
use studio_app::images::{self, ImageFilter, ImageView};
use studio_app::models::ModelView;
use studio_model::{ImageId, PageLimit, UserId};

use super::convert::{ModelNames, image_tile};
use super::generate_form::Draft;
use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::extract::{FormPairs, QueryPairs};
use crate::image_query::words;
use crate::views::{FieldError, PictureSlot, SlotRole};
use crate::{AppState, paths};

/// Pictures to choose from at a time.
const CHOICES: u16 = 18;

/// The pictures that guide a request, by the form.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Guides {
    control: Option<ImageId>,
    style: Option<ImageId>,
}

impl Guides {
    pub(super) fn read(pairs: &FormPairs) -> Self {
        let chosen = |role: SlotRole| pairs.get(role.control()).parse().ok();
        Self {
            control: chosen(SlotRole::Control),
            style: chosen(SlotRole::Style),
        }
    }

    /// Puts those into a request that its model takes; what was chosen for another model waits in the form.
    pub(super) fn fill(self, model: &ModelView, submit: &mut Submit) {
        submit.control_image = self.control.filter(|_| takes(model, SlotRole::Control));
        submit.style_image = self.style.filter(|_| takes(model, SlotRole::Style));
    }
}

/// The places for pictures that the form for the draft's model has.
pub(super) async fn slots(
    state: &AppState,
    user_id: UserId,
    draft: &Draft,
    errors: &[FieldError],
) -> Result<Vec<PictureSlot>> {
    let Some(model) = draft.model() else {
        return Ok(Vec::new());
    };
    let (newest, names) = (choices(state, user_id, "").await?, ModelNames::load(&state.app));
    let mut slots = Vec::new();
    for role in SlotRole::ALL.into_iter().filter(|role| takes(model, *role)) {
        let chosen = match role {
            SlotRole::Source => draft.source.clone(),
            SlotRole::Control => find(state, user_id, draft.guides.control).await?,
            SlotRole::Style => find(state, user_id, draft.guides.style).await?,
        };
        let error = errors.iter().find(|error| error.field == role.control());
        slots.push(PictureSlot {
            error: error.map(|error| error.message.clone()),
            ..slot_of(role, chosen.as_ref(), &newest, &names)
        });
    }
    Ok(slots)
}

/// `GET /generate/pictures`: the choices of the slot `role`, of which its control is chosen, for the words of its search.
pub(crate) async fn choose(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let wanted = SlotRole::ALL
        .into_iter()
        .find(|role| role.control().strip_suffix("_image_id") == Some(query.get("role")));
    let role = wanted.ok_or(studio_app::Error::NotFound)?;
    let chosen = find(&state, user.id, query.get(role.control()).parse().ok()).await?;
    let found = choices(&state, user.id, query.get(role.search())).await?;
    let slot = slot_of(role, chosen.as_ref(), &found, &ModelNames::load(&state.app));
    let html = slot.render_choices(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

/// Whether a model has use for such a picture; one to start from leads to other models.
fn takes(model: &ModelView, role: SlotRole) -> bool {
    let has = |capability: &str| model.capabilities.iter().any(|known| known == capability);
    match role {
        SlotRole::Source => true,
        SlotRole::Control => has("control-input"),
        SlotRole::Style => has("style-input"),
    }
}

fn slot_of(role: SlotRole, chosen: Option<&ImageView>, found: &[ImageView], names: &ModelNames) -> PictureSlot {
    let others = found
        .iter()
        .filter(|image| chosen.is_none_or(|chosen| chosen.id != image.id));
    PictureSlot {
        role,
        name: role.control(),
        search: role.search(),
        chosen: chosen.map(|image| image_tile(image, names)),
        images: others.map(|image| image_tile(image, names)).collect(),
        reload: match role {
            SlotRole::Source => paths::GENERATE.to_owned(),
            SlotRole::Control | SlotRole::Style => String::new(),
        },
        error: None,
    }
}

/// A picture by its id; what is none of the user's is not chosen.
async fn find(state: &AppState, user_id: UserId, id: Option<ImageId>) -> Result<Option<ImageView>> {
    let Some(id) = id else { return Ok(None) };
    match images::find(&state.app, user_id, id).await {
        Ok(image) => Ok(Some(image)),
        Err(studio_app::Error::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The newest pictures with these words.
async fn choices(state: &AppState, user_id: UserId, text: &str) -> Result<Vec<ImageView>> {
    let filter = ImageFilter {
        words: words(text).unwrap_or_default(),
        ..ImageFilter::default()
    };
    let limit = PageLimit::new(CHOICES).unwrap_or_default();
    Ok(images::list(&state.app, user_id, &filter, None, limit).await?.items)
}
