//! `/prompts/new` and `/prompts/{id}`: the form for a prompt.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::prompts::{self, PromptRequest, PromptView};
use studio_model::{PromptId, UserId};

use super::form::{complaints, seen, split_tags, version};
use super::frame::PageRequest;
use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId};
use crate::views::{FieldError, FormErrors, PromptFormPage, PromptValues, View};
use crate::{AppState, Error, paths};

/// `GET /prompts/new`
pub(crate) async fn show_new(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
) -> Result<Response> {
    let page = form(
        &state,
        user.id,
        String::new(),
        String::new(),
        PromptValues::default(),
        &[],
    )
    .await?;
    answer(&state, &request, StatusCode::OK, &page)
}

/// `POST /prompts/new`
pub(crate) async fn create(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    pairs: FormPairs,
) -> Result<Response> {
    let values = read(&pairs);
    let error = match prompts::create(&state.app, user.id, wanted(&values)).await {
        Ok(_) => return Ok(Redirect::to(paths::PROMPTS).into_response()),
        Err(error) => Error::from(error),
    };
    refused(&state, &request, user.id, (String::new(), String::new()), values, error).await
}

/// `GET /prompts/{id}`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<PromptId>,
) -> Result<Response> {
    let prompt = prompts::find(&state.app, user.id, id).await?;
    let version = version(prompt.updated_at);
    let page = form(&state, user.id, id.to_string(), version, write(&prompt), &[]).await?;
    answer(&state, &request, StatusCode::OK, &page)
}

/// `POST /prompts/{id}`: the field `version` is the version that was seen.
pub(crate) async fn update(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<PromptId>,
    pairs: FormPairs,
) -> Result<Response> {
    // Somebody else's is not found, whatever the form says.
    prompts::find(&state.app, user.id, id).await?;
    let (values, version) = (read(&pairs), pairs.get("version").to_owned());
    let error = match seen(&version) {
        Err(error) => error,
        Ok(seen) => match prompts::update(&state.app, user.id, id, seen, wanted(&values)).await {
            Ok(_) => return Ok(Redirect::to(paths::PROMPTS).into_response()),
            Err(error) => Error::from(error),
        },
    };
    refused(&state, &request, user.id, (id.to_string(), version), values, error).await
}

fn read(pairs: &FormPairs) -> PromptValues {
    let text = |name: &str| pairs.get(name).to_owned();
    PromptValues {
        title: text("title"),
        prompt_text: text("prompt_text"),
        negative_prompt: text("negative_prompt"),
        category: text("category"),
        tags: text("tags"),
        is_favorite: pairs.get("is_favorite") == "true",
        is_public: pairs.get("is_public") == "true",
    }
}

fn write(prompt: &PromptView) -> PromptValues {
    PromptValues {
        title: prompt.title.clone(),
        prompt_text: prompt.prompt_text.clone(),
        negative_prompt: prompt.negative_prompt.clone().unwrap_or_default(),
        category: prompt.category.clone(),
        tags: prompt.tags.join(", "),
        is_favorite: prompt.is_favorite,
        is_public: prompt.is_public,
    }
}

fn wanted(values: &PromptValues) -> PromptRequest {
    PromptRequest {
        title: values.title.clone(),
        // Browsers send line ends as CR LF.
        prompt_text: values.prompt_text.replace("\r\n", "\n"),
        negative_prompt: Some(values.negative_prompt.replace("\r\n", "\n")),
        category: values.category.clone(),
        tags: split_tags(&values.tags),
        is_favorite: values.is_favorite,
        is_public: values.is_public,
    }
}

/// The form again, with what the user can mend.
///
/// # Errors
/// Anything else.
async fn refused(
    state: &AppState,
    request: &PageRequest,
    user_id: UserId,
    (id, version): (String, String),
    values: PromptValues,
    error: Error,
) -> Result<Response> {
    let info = ErrorInfo::for_form(error)?;
    let page = form(state, user_id, id, version, values, &complaints(&info)).await?;
    answer(state, request, info.status, &page)
}

async fn form(
    state: &AppState,
    user_id: UserId,
    id: String,
    version: String,
    values: PromptValues,
    errors: &[FieldError],
) -> Result<PromptFormPage> {
    let categories = prompts::list_categories(&state.app, user_id).await?;
    Ok(PromptFormPage {
        id,
        version,
        values,
        errors: FormErrors::sort(&PromptFormPage::CONTROLS, errors),
        categories: categories.into_iter().map(|(name, _)| name).collect(),
    })
}

fn answer(state: &AppState, request: &PageRequest, status: StatusCode, page: &PromptFormPage) -> Result<Response> {
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}
