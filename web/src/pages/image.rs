//! `/images/{id}`

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;
use studio_app::generation;
use studio_app::images::{self, ImageView};
use studio_app::models::{self, ModelView};
use studio_model::{ImageId, UserId};

use super::comments;
use super::convert::{ModelNames, image_tile};
use super::enhance_image;
use super::form::version;
use super::frame::PageRequest;
use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::extract::{PathId, QueryPairs, parse_cursor};
use crate::views::schema_form::describe;
use crate::views::{Comments, DetailsForm, Enhancers, ImagePage};
use crate::{AppState, paths};

/// `GET /images/{id}`: one picture with everything that is known about it.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ImageId>,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let mut page = load(&state, user.id, id).await?;
    if let Some(after) = parse_cursor(query.get("comments"))? {
        page.comments = comments::load(&state, user.id, id, Some(after)).await?;
    }
    respond::page(&state, &request, &page)
}

/// The page of the picture with what is wrong with a request that was made on it.
pub(super) async fn refuse(
    state: &AppState,
    request: &PageRequest,
    user_id: UserId,
    id: ImageId,
    (status, problem): (StatusCode, String),
) -> Result<Response> {
    let page = ImagePage {
        problem: Some(problem),
        ..load(state, user_id, id).await?
    };
    respond::with_status(status, state, request, &page)
}

pub(super) async fn load(state: &AppState, user_id: UserId, id: ImageId) -> Result<ImagePage> {
    let image = images::find(&state.app, user_id, id).await?;
    let neighbours = images::find_neighbours(&state.app, user_id, &image).await?;
    let models = models::list(&state.app).await?;
    let href = |id: Option<ImageId>| id.map(|id| paths::image(&id.to_string()));
    Ok(ImagePage {
        newer_href: href(neighbours.newer),
        older_href: href(neighbours.older),
        enhancers: enhance_image::enhancers(state, &image).await?,
        notes: notes(state, user_id, &image).await?,
        comments: comments::load(state, user_id, id, None).await?,
        compare_href: compare_href(state, user_id, &image).await?,
        ..page(&image, &models)
    })
}

/// Where the picture can be compared with what it was made from, if both are pictures and still there.
async fn compare_href(state: &AppState, user_id: UserId, image: &ImageView) -> Result<Option<String>> {
    let Some(parent) = image.parent_image_id else {
        return Ok(None);
    };
    let both = images::compare(&state.app, user_id, &[ImageId(parent), image.id]).await?;
    Ok(both
        .is_ok()
        .then(|| paths::compare(&[parent.to_string(), image.id.to_string()])))
}

/// How the request was translated for the model; none when its job is no longer known.
async fn notes(state: &AppState, user_id: UserId, image: &ImageView) -> Result<Vec<String>> {
    let Some(job_id) = image.job_id else {
        return Ok(Vec::new());
    };
    match generation::find(&state.app, user_id, job_id).await {
        Ok(job) => Ok(job.notes),
        Err(studio_app::Error::NotFound) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

fn page(image: &ImageView, models: &[ModelView]) -> ImagePage {
    let model = models.iter().find(|model| model.id == image.model_id);
    let schema = model.map_or(&Value::Null, |model| &model.parameters_schema);
    ImagePage {
        image: image_tile(image, &ModelNames::of(models)),
        model_id: image.model_id.clone(),
        tags: image.tags.clone(),
        notes_of_owner: image.notes.clone(),
        details: DetailsForm {
            name: image.name.clone(),
            alt_text: image.alt_text.clone(),
            tags: image.tags.join(", "),
            notes: image.notes.clone(),
            version: version(image.updated_at),
            errors: BTreeMap::new(),
        },
        negative_prompt: image.negative_prompt.clone(),
        effective_prompt: effective_prompt(image),
        seed: image.seed.clone(),
        parameters: describe(schema, &image.parameters),
        content_type: content_type(image),
        frames: image.video.map(|video| video.frames),
        size_bytes: image.file_size,
        cost_credits: Some(image.cost.credits()),
        duration_s: image.generation_time,
        notes: Vec::new(),
        problem: None,
        licence_note: model.map(|model| model.licence_note.clone()).unwrap_or_default(),
        enhancers: Enhancers::default(),
        comments: Comments::default(),
        compare_href: None,
        newer_href: None,
        older_href: None,
    }
}

fn content_type(image: &ImageView) -> String {
    let kind = if image.video.is_some() { "video" } else { "image" };
    format!("{kind}/{}", image.format)
}

/// The prompt that the provider says it used, where it is another one.
fn effective_prompt(image: &ImageView) -> Option<String> {
    let told = image.metadata.get("effective_prompt")?.as_str()?;
    (told.trim() != image.prompt.trim()).then(|| told.to_owned())
}
