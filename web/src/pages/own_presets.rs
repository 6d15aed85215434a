//! `/presets`: the user's own presets of the generation form.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::Value;
use studio_app::accounts::User;
use studio_app::generation::presets::{self, Fit, PresetRequest, PresetView};
use studio_model::{GenerationPresetId, PageLimit};

use super::frame::PageRequest;
use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId, QueryPairs, parse_cursor};
use crate::views::{OwnPresetCard, OwnPresetsPage, View};
use crate::{AppState, Error, paths};

/// Presets of a page.
const SHOWN: u16 = 50;

/// `GET /presets`
pub(crate) async fn list(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let page = load(&state, &user, query.get("cursor")).await?;
    answer(&state, &request, StatusCode::OK, &page)
}

/// `POST /presets/{id}`: the fields `name` and `version`.
pub(crate) async fn rename(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<GenerationPresetId>,
    form: FormPairs,
) -> Result<Response> {
    let name = form.get("name").to_owned();
    let changed = change(&state, &user, id, &form, |preset| preset.name.clone_from(&name)).await;
    let Err(error) = changed else {
        return Ok(Redirect::to(paths::OWN_PRESETS).into_response());
    };
    refused(&state, &request, &user, error, Some((id, name))).await
}

/// `POST /presets/{id}/default`: the form begins with it, or with none when `is_default` is not `true`.
pub(crate) async fn set_default(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<GenerationPresetId>,
    form: FormPairs,
) -> Result<Response> {
    let is_default = form.get("is_default") == "true";
    match change(&state, &user, id, &form, |preset| preset.is_default = is_default).await {
        Ok(()) => Ok(Redirect::to(paths::OWN_PRESETS).into_response()),
        Err(error) => refused(&state, &request, &user, error, None).await,
    }
}

/// `POST /presets/{id}/delete`
pub(crate) async fn delete(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<GenerationPresetId>,
) -> Result<Response> {
    presets::delete(&state.app, user.id, id).await?;
    Ok(Redirect::to(paths::OWN_PRESETS).into_response())
}

async fn change(
    state: &AppState,
    user: &User,
    id: GenerationPresetId,
    form: &FormPairs,
    make: impl FnOnce(&mut PresetRequest),
) -> std::result::Result<(), Error> {
    let version = form.get("version").parse();
    let version = version.map_err(|_| Error::invalid("", "Load the page again."))?;
    let mut wanted = PresetRequest::of(&presets::find(&state.app, user.id, id).await?);
    make(&mut wanted);
    presets::update(&state.app, user.id, id, version, wanted).await?;
    Ok(())
}

/// The page again with what the user can mend; what was typed stays.
///
/// # Errors
/// Anything else.
async fn refused(
    state: &AppState,
    request: &PageRequest,
    user: &User,
    error: Error,
    typed: Option<(GenerationPresetId, String)>,
) -> Result<Response> {
    let info = ErrorInfo::for_form(error)?;
    let status = info.status;
    let mut page = OwnPresetsPage {
        problem: Some(info.sentence()),
        ..load(state, user, "").await?
    };
    if let Some((id, name)) = typed {
        let id = id.to_string();
        for card in page.presets.iter_mut().filter(|card| card.id == id) {
            card.name.clone_from(&name);
        }
    }
    answer(state, request, status, &page)
}

fn answer(state: &AppState, request: &PageRequest, status: StatusCode, page: &OwnPresetsPage) -> Result<Response> {
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}

async fn load(state: &AppState, user: &User, cursor: &str) -> Result<OwnPresetsPage> {
    let limit = PageLimit::new(SHOWN).unwrap_or_default();
    let found = presets::list(&state.app, user.id, parse_cursor(cursor)?, limit).await?;
    Ok(OwnPresetsPage {
        presets: found.items.into_iter().map(card).collect(),
        next_href: found.next.map(|cursor| paths::own_presets_after(&cursor.to_string())),
        problem: None,
    })
}

fn card(preset: PresetView) -> OwnPresetCard {
    let complaints = match &preset.fit {
        Fit::Changed(errors) => errors.iter().map(|error| error.message.clone()).collect(),
        Fit::Fits | Fit::ModelGone => Vec::new(),
    };
    let parameter = |(name, value): (&String, &Value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        format!("{name}: {text}")
    };
    OwnPresetCard {
        id: preset.id.to_string(),
        version: preset.version,
        is_gone: preset.fit == Fit::ModelGone,
        complaints,
        is_default: preset.is_default,
        num_images: preset.num_images,
        parameters: preset.parameters.iter().map(parameter).collect(),
        negative_prompt: preset.negative_prompt,
        model_name: preset.model_name,
        name: preset.name,
    }
}
