//! `/prompts`: the prompt library, what everybody shows, and files in and out.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::prompts::{self, ImportFormat, Imported, PromptFilter, PromptView, PublicPromptView};
use studio_model::{PageLimit, PromptId, UserId};

use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId, QueryPairs, parse_cursor};
use crate::multipart::UploadPairs;
use crate::views::{PromptCard, PromptsPage, View};
use crate::{AppState, Error, paths};

/// Prompts of a page.
const SHOWN: u16 = 30;

/// `GET /prompts`: `?tab=` is `mine`, `favorites` or `public`; `?q=` and `?category=` limit it.
pub(crate) async fn list(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let page = load(&state, user.id, &query).await?;
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

async fn load(state: &AppState, user_id: UserId, query: &FormPairs) -> Result<PromptsPage> {
    let limit = PageLimit::new(SHOWN).unwrap_or_default();
    let after = parse_cursor(query.get("cursor"))?;
    let (q, category) = (query.get("q").trim(), query.get("category"));
    let words = Some(q).filter(|q| !q.is_empty());
    let tab = match query.get("tab") {
        "public" => "public",
        "favorites" => "favorites",
        _ => "mine",
    };
    let (cards, next): (Vec<PromptCard>, _) = if tab == "public" {
        let found = prompts::list_public(&state.app, user_id, words, after, limit).await?;
        (found.items.iter().map(public_card).collect(), found.next)
    } else {
        let filter = PromptFilter {
            category: Some(category.to_owned()).filter(|text| !text.is_empty() && !text.contains('\0')),
            favorites_only: tab == "favorites",
            ..PromptFilter::default()
        };
        let found = prompts::list(&state.app, user_id, filter, words, after, limit).await?;
        (found.items.iter().map(card).collect(), found.next)
    };
    Ok(PromptsPage {
        prompts: cards,
        tab,
        query: q.to_owned(),
        category: category.to_owned(),
        categories: prompts::list_categories(&state.app, user_id).await?,
        next_href: next.map(|cursor| paths::prompts(tab, category, q, &cursor.to_string())),
        imported: None,
        errors: Vec::new(),
    })
}

/// `POST /prompts/import`: a file of CSV or JSON.
pub(crate) async fn import(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    UploadPairs { pairs, complaint }: UploadPairs,
) -> Result<Response> {
    let text = pairs.get("table");
    let done = match complaint {
        Some(complaint) => Err(Error::invalid("file", complaint)),
        None if text.is_empty() => Err(Error::invalid("file", "Choose a file.")),
        None => {
            let is_json = text.trim_start().starts_with(['{', '[']);
            let format = if is_json { ImportFormat::Json } else { ImportFormat::Csv };
            prompts::import(&state.app, user.id, format, text)
                .await
                .map_err(Error::from)
        }
    };
    let mut page = load(&state, user.id, &FormPairs::default()).await?;
    let status = match done {
        Ok(Imported {
            imported,
            already_there,
        }) => {
            page.imported = Some((imported, already_there));
            StatusCode::OK
        }
        Err(error) => {
            let info = ErrorInfo::mendable(&error).ok_or(error)?;
            page.errors = sentences(&info);
            info.status
        }
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}

fn sentences(info: &ErrorInfo) -> Vec<String> {
    if info.errors.is_empty() {
        return vec![info.detail.clone()];
    }
    let told = info.errors.iter().take(20);
    told.map(|error| match error.field.as_str() {
        "file" | "prompts" => error.message.clone(),
        field => format!("{field}: {}", error.message),
    })
    .collect()
}

/// `POST /prompts/{id}/favorite`: the field `favorite` is `true` or `false`.
pub(crate) async fn set_favorite(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<PromptId>,
    pairs: FormPairs,
) -> Result<Redirect> {
    prompts::set_favorite(&state.app, user.id, id, pairs.get("favorite") == "true").await?;
    let tab = if pairs.get("tab") == "favorites" {
        "favorites"
    } else {
        "mine"
    };
    Ok(Redirect::to(&paths::prompts(tab, "", "", "")))
}

/// `POST /prompts/public/{id}/copy`
pub(crate) async fn copy(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<PromptId>,
) -> Result<Response> {
    let made = prompts::copy(&state.app, user.id, id).await?;
    Ok(Redirect::to(&paths::prompt(&made.id.to_string())).into_response())
}

/// `POST /prompts/{id}/delete`
pub(crate) async fn delete(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<PromptId>,
) -> Result<Redirect> {
    prompts::delete(&state.app, user.id, id).await?;
    Ok(Redirect::to(paths::PROMPTS))
}

pub(super) fn card(prompt: &PromptView) -> PromptCard {
    PromptCard {
        id: prompt.id.to_string(),
        title: prompt.title.clone(),
        text: prompt.prompt_text.clone(),
        negative: prompt.negative_prompt.clone().unwrap_or_default(),
        category: prompt.category.clone(),
        tags: prompt.tags.clone(),
        variables: prompt.variables.iter().map(|variable| variable.name.clone()).collect(),
        is_favorite: prompt.is_favorite,
        is_public: prompt.is_public,
        usage_count: prompt.usage_count,
        author: None,
        is_own: true,
        created_at: prompt.created_at,
    }
}

fn public_card(prompt: &PublicPromptView) -> PromptCard {
    PromptCard {
        id: prompt.id.to_string(),
        title: prompt.title.clone(),
        text: prompt.prompt_text.clone(),
        negative: prompt.negative_prompt.clone().unwrap_or_default(),
        category: prompt.category.clone(),
        tags: prompt.tags.clone(),
        variables: prompt.variables.iter().map(|variable| variable.name.clone()).collect(),
        is_favorite: false,
        is_public: true,
        usage_count: 0,
        author: Some(prompt.author_name.clone()),
        is_own: prompt.is_own,
        created_at: prompt.published_at,
    }
}
