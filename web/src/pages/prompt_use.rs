//! `/prompts/{id}/use`: the gaps of a prompt, filled in on the way to the generation form.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::prompts::{self, PromptView};
use studio_model::PromptId;

use super::prompts::card;
use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId};
use crate::views::{PromptGap, UsePromptPage, View};
use crate::{AppState, Error, paths};

/// What the name of a gap's control starts with.
pub(super) const PREFIX: &str = "v.";

/// `GET /prompts/{id}/use`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<PromptId>,
) -> Result<Response> {
    let prompt = prompts::find(&state.app, user.id, id).await?;
    let page = page(&prompt, &BTreeMap::new(), None);
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

/// `POST /prompts/{id}/use`: counts the use and goes on to the generation form.
pub(crate) async fn submit(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<PromptId>,
    pairs: FormPairs,
) -> Result<Response> {
    let values = read(&pairs);
    let error = match prompts::use_prompt(&state.app, user.id, id, &values).await {
        Ok(_) => {
            let href = paths::generate_with_prompt(&id.to_string(), &values);
            return Ok(Redirect::to(&href).into_response());
        }
        Err(error) => Error::from(error),
    };
    let info = ErrorInfo::for_form(error)?;
    let prompt = prompts::find(&state.app, user.id, id).await?;
    let html = page(&prompt, &values, Some(&info)).render(&state.templates, &request.frame)?;
    Ok(respond::html_response(info.status, html))
}

/// What a form or a query says about the gaps; what is blank counts as nothing.
pub(super) fn read(pairs: &FormPairs) -> BTreeMap<String, String> {
    let gaps = pairs
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix(PREFIX)?, value)));
    gaps.filter(|(_, value)| !value.trim().is_empty())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn page(prompt: &PromptView, values: &BTreeMap<String, String>, info: Option<&ErrorInfo>) -> UsePromptPage {
    let errors = info.map(|info| info.errors.as_slice()).unwrap_or_default();
    let error_of = |name: &str| {
        let field = format!("variables.{name}");
        errors
            .iter()
            .find(|error| error.field == field)
            .map(|error| error.message.clone())
    };
    let gaps = prompt.variables.iter().map(|variable| PromptGap {
        name: variable.name.clone(),
        value: values.get(&variable.name).cloned().unwrap_or_default(),
        is_optional: variable.is_optional,
        error: error_of(&variable.name),
    });
    let about_others = errors.iter().filter(|error| {
        let name = error.field.strip_prefix("variables.");
        name.is_none_or(|name| !prompt.variables.iter().any(|variable| variable.name == name))
    });
    UsePromptPage {
        prompt: card(prompt),
        gaps: gaps.collect(),
        errors: about_others.map(|error| error.message.clone()).collect(),
    }
}
