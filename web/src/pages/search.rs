//! `/search`: words in everything that a user has. The command palette asks for the same as parts.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::accounts::{Role, Session};
use studio_app::finder::{self, Found};
use studio_app::queue;
use studio_model::{FoundKind, PageLimit, UserId};

use super::convert::{ModelNames, image_tile};
use super::respond;
use super::signed_in::SignedInPage;
use crate::auth::CurrentSession;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::QueryPairs;
use crate::views::{FoundGroup, FoundThing, PaletteMenu, SearchPage, Thumb, View};
use crate::{AppState, paths};

/// Things of each kind in the palette.
const FEW: u16 = 5;
/// Things of each kind on the page.
const SOME: u16 = 12;
/// Things of the only kind on the page.
const MANY: u16 = 48;

/// `GET /search`: `q` are the words, `in` is the only kind to look for.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    CurrentSession(session): CurrentSession,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let (q, only) = (query.get("q").trim(), FoundKind::parse(query.get("in")));
    let limit = match (request.is_part, only) {
        (true, _) => FEW,
        (false, None) => SOME,
        (false, Some(_)) => MANY,
    };
    let (groups, problem, status) = match look(&state, user.id, q, only, limit).await {
        Ok(groups) => (groups, None, StatusCode::OK),
        Err(error) => {
            let info = ErrorInfo::for_form(error)?;
            let status = info.status;
            (Vec::new(), Some(info.sentence()), status)
        }
    };
    let page = SearchPage {
        q: q.to_owned(),
        only: only.map_or("", FoundKind::as_str),
        kinds: FoundKind::ALL.iter().map(|kind| kind.as_str()).collect(),
        total: groups.iter().map(|group| group.things.len()).sum(),
        groups,
        problem,
        menu: if request.is_part {
            PaletteMenu::default()
        } else {
            menu(&state, &session).await?
        },
    };
    respond::with_status(status, &state, &request, &page)
}

/// `GET /search/palette`: what the command palette offers by itself; elsewhere that is a part of the search page.
pub(crate) async fn palette(
    State(state): State<AppState>,
    SignedInPage { request, .. }: SignedInPage,
    CurrentSession(session): CurrentSession,
) -> Result<Response> {
    if !request.is_part {
        return Ok(Redirect::to(paths::SEARCH).into_response());
    }
    let html = menu(&state, &session).await?.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

async fn menu(state: &AppState, session: &Session) -> Result<PaletteMenu> {
    let user = &session.user;
    let is_paused = queue::is_paused(&state.app, user.id).await?;
    let (owner, is_admin) = (user.id.to_string(), user.role == Role::Admin);
    Ok(PaletteMenu::new(owner, is_admin, is_paused, &session.shortcuts))
}

/// What is found, by kind; nothing where nothing is looked for.
async fn look(
    state: &AppState,
    user_id: UserId,
    q: &str,
    only: Option<FoundKind>,
    limit: u16,
) -> Result<Vec<FoundGroup>> {
    if q.is_empty() {
        return Ok(Vec::new());
    }
    let limit = PageLimit::new(limit).unwrap_or_default();
    let names = ModelNames::load(&state.app);
    let mut groups = Vec::new();
    for kind in FoundKind::ALL.iter().copied() {
        if only.is_some_and(|only| only != kind) {
            continue;
        }
        let things = things(finder::find(&state.app, user_id, kind, q, limit).await?, &names);
        if !things.is_empty() {
            groups.push(FoundGroup {
                kind: kind.as_str(),
                things,
                all_href: all_href(kind, q),
            });
        }
    }
    Ok(groups)
}

fn things(found: Found, names: &ModelNames) -> Vec<FoundThing> {
    match found {
        Found::Images(images) => images
            .iter()
            .map(|image| {
                let tile = image_tile(image, names);
                FoundThing {
                    href: tile.href,
                    label: if tile.name.is_empty() { tile.prompt } else { tile.name },
                    detail: tile.model_name,
                    thumb: Some(tile.thumb_256),
                    icon: "images",
                }
            })
            .collect(),
        Found::Prompts(prompts) => prompts
            .into_iter()
            .map(|prompt| {
                thing(
                    paths::prompt(&prompt.id.to_string()),
                    prompt.title,
                    prompt.prompt_text,
                    "text-quote",
                )
            })
            .collect(),
        Found::Projects(projects) => projects
            .into_iter()
            .map(|project| FoundThing {
                thumb: project.shown_cover_id.map(|id| Thumb::small(&id.to_string())),
                ..thing(
                    paths::project(&project.id.to_string()),
                    project.name,
                    project.description,
                    "folder",
                )
            })
            .collect(),
        Found::Collections(collections) => collections
            .into_iter()
            .map(|board| FoundThing {
                thumb: board.shown_cover_id.map(|id| Thumb::small(&id.to_string())),
                ..thing(
                    paths::collection(&board.id.to_string()),
                    board.name,
                    board.description,
                    "layout-grid",
                )
            })
            .collect(),
        Found::Models(models) => models
            .into_iter()
            .map(|(id, name)| thing(paths::generate_with_model(&id), name, id, "blocks"))
            .collect(),
    }
}

fn thing(href: String, label: String, detail: String, icon: &'static str) -> FoundThing {
    FoundThing {
        href,
        label,
        detail,
        thumb: None,
        icon,
    }
}

/// Where the whole list is, with filters of its own.
fn all_href(kind: FoundKind, q: &str) -> Option<String> {
    match kind {
        FoundKind::Images => Some(paths::gallery_of(&[("q".to_owned(), q.to_owned())])),
        FoundKind::Prompts => Some(paths::prompts("mine", "", q, "")),
        FoundKind::Projects => Some(paths::projects_after(false, q, "")),
        FoundKind::Collections | FoundKind::Models => None,
    }
}
