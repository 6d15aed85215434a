//! `/generate`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::accounts::User;
use studio_app::generation::{self, JobFilter, JobView, Operation};
use studio_app::{images, models, prompts};
use studio_model::{ImageId, PageLimit, PromptId};

use super::convert::{ModelNames, job_card, offers};
use super::frame::PageRequest;
use super::generate_form::{Draft, mendable};
use super::generate_pictures::slots;
use super::signed_in::SignedInPage;
use super::{generate_presets, prompt_use, respond};
use crate::error::Result;
use crate::extract::{FormPairs, QueryPairs};
use crate::views::schema_form::RawValues;
use crate::views::{FieldError, GeneratePage, PartView, View, new_jobs_partial};
use crate::{AppState, paths};

/// Jobs beside the form.
const RECENT_JOBS: u16 = 12;

/// `GET /generate`: the form and the last jobs. `?model=` selects a model and keeps what else the query says; `?from=` fills
/// the form with the settings of a picture, `?own=` with a preset of the user, `?source=` starts from a picture, `?project=` lets the
/// new ones go there, and `?prompt_id=` with its gaps (`?v.subject=`) takes a prompt of the library.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    if let Some(chosen) = Some(query.get("model")).filter(|id| !id.is_empty()) {
        // A model that is no more is told by the form.
        match models::mark_seen(&state.app, user.id, chosen).await {
            Ok(()) | Err(studio_app::Error::NotFound) => (),
            Err(error) => return Err(error.into()),
        }
    }
    let draft = match (query.get("from").parse(), query.get("prompt_id").parse()) {
        (Ok(image_id), _) => draft_from_image(&state, &user, image_id, &query).await?,
        (_, Ok(prompt_id)) => draft_from_prompt(&state, &user, prompt_id, &query).await?,
        _ => draft_from_query(&state, &user, &query).await?,
    };
    let misfits = draft.misfits();
    page(&state, &request, &user, &draft, &query, (StatusCode::OK, &misfits)).await
}

/// `GET /generate/estimate`: price, blockers and button for the form in the query.
pub(crate) async fn estimate(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let draft = Draft::read(&state, user.id, model_id(&query), source(&query), &query).await?;
    let estimate = draft.estimate(&state, user.id, request.frame.lang, &query).await?;
    let html = estimate.render_part(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

/// `POST /generate`: asks for the pictures. The form comes back when something is wrong with it.
pub(crate) async fn submit(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    form: FormPairs,
) -> Result<Response> {
    let draft = Draft::read(&state, user.id, form.get("model_id"), source(&form), &form).await?;
    let lang = request.frame.lang;
    let other_model = draft.check_model(lang, form.get("model_id"));
    let wanted = other_model.map_or_else(|| draft.submit(lang, &form), |error| Err(vec![error]));
    let errors = match wanted {
        Err(errors) => errors,
        Ok(submit) => match mendable(generation::submit(&state.app, user.id, submit).await)? {
            Ok(job) => return accepted(&state, &request, &job).await,
            Err(errors) => errors,
        },
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    page(&state, &request, &user, &draft, &form, (status, &errors)).await
}

/// The model in a link, else the one in the form's hidden field.
fn model_id(query: &FormPairs) -> &str {
    match query.get("model") {
        "" => query.get("model_id"),
        id => id,
    }
}

/// The picture to start from, in a link or in the form's hidden field.
pub(super) fn source(pairs: &FormPairs) -> Option<ImageId> {
    let id = match pairs.get("source") {
        "" => pairs.get("source_image_id"),
        id => id,
    };
    id.parse().ok()
}

async fn draft_from_image(state: &AppState, user: &User, id: ImageId, query: &FormPairs) -> Result<Draft> {
    let image = images::find(&state.app, user.id, id).await?;
    let models = models::list(&state.app).await?;
    let model = models.iter().find(|model| model.id == image.model_id);
    let takes_source = model.is_some_and(|model| {
        [Operation::ImageToImage, Operation::Video]
            .iter()
            .any(|kind| offers(model, *kind))
    });
    let source = match image.parent_image_id.filter(|_| takes_source) {
        Some(id) => Some(images::find(&state.app, user.id, ImageId(id)).await?),
        None => None,
    };
    // A variation of a video goes back to the video, which cannot be started from.
    let source = source.filter(|parent| parent.video.is_none()).map(|parent| parent.id);
    let mut draft = Draft::read(state, user.id, &image.model_id, source, query).await?;
    draft.values.prompt = image.prompt;
    draft.values.negative_prompt = image.negative_prompt.unwrap_or_default();
    draft.values.seed = image.seed.unwrap_or_default();
    // Another model, such as the first one in place of an inpainting one, has other parameters.
    if draft.model().is_some_and(|model| model.id == image.model_id) {
        draft.raw = RawValues::from_parameters(&image.parameters);
    }
    Ok(draft)
}

/// The form as the query says, or filled with a preset of the user.
async fn draft_from_query(state: &AppState, user: &User, query: &FormPairs) -> Result<Draft> {
    let Some(preset) = generate_presets::wanted(state, user, query).await? else {
        return Draft::read(state, user.id, model_id(query), source(query), query).await;
    };
    let mut draft = Draft::read(state, user.id, &preset.model_id, source(query), query).await?;
    draft.use_preset(preset);
    Ok(draft)
}

async fn draft_from_prompt(state: &AppState, user: &User, id: PromptId, query: &FormPairs) -> Result<Draft> {
    let filled = prompts::fill_prompt(&state.app, user.id, id, &prompt_use::read(query)).await?;
    let mut draft = Draft::read(state, user.id, model_id(query), source(query), query).await?;
    draft.values.prompt = filled.prompt;
    draft.values.negative_prompt = filled.negative_prompt.unwrap_or_default();
    Ok(draft)
}

async fn accepted(state: &AppState, request: &PageRequest, job: &JobView) -> Result<Response> {
    if !request.is_part {
        let again = job.project_id.map_or_else(
            || paths::GENERATE.to_owned(),
            |id| paths::generate_in_project(&id.to_string()),
        );
        return Ok(Redirect::to(&again).into_response());
    }
    let card = job_card(job, &ModelNames::load(&state.app));
    let html = new_jobs_partial(&state.templates, &request.frame, &[card])?;
    Ok(respond::html_response(StatusCode::OK, html))
}

async fn page(
    state: &AppState,
    request: &PageRequest,
    user: &User,
    draft: &Draft,
    pairs: &FormPairs,
    (status, errors): (StatusCode, &[FieldError]),
) -> Result<Response> {
    let estimate = draft.estimate(state, user.id, request.frame.lang, pairs).await?;
    let slots = slots(state, user.id, draft, errors).await?;
    let own = draft.own_presets(state, user, pairs.get("saved") == "true").await?;
    let form = draft
        .form(errors)
        .with_slots(slots)
        .with_own_presets(own)
        .with_estimate(estimate);
    let mut page = GeneratePage { form, jobs: Vec::new() };
    let html = if request.is_part {
        page.render_part(&state.templates, &request.frame)?
    } else {
        page.jobs = recent_jobs(state, user).await?;
        page.render(&state.templates, &request.frame)?
    };
    Ok(respond::html_response(status, html))
}

async fn recent_jobs(state: &AppState, user: &User) -> Result<Vec<crate::views::JobCard>> {
    let limit = PageLimit::new(RECENT_JOBS).unwrap_or_default();
    let jobs = generation::list(&state.app, user.id, &JobFilter::default(), None, limit).await?;
    let names = ModelNames::load(&state.app);
    Ok(jobs.items.iter().map(|job| job_card(job, &names)).collect())
}
