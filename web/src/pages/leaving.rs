//! `/account/leaving`: all that there is for somebody whose account is about to be deleted.

use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::accounts::{self, Contents, Session};

use super::frame::PageRequest;
use super::{next, respond};
use crate::auth::{self, Browser};
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::is_htmx;
use crate::views::{LeavingPage, Loss, View};
use crate::{AppState, Error, paths};

/// The session of somebody who is leaving; others are led to what is for them.
#[derive(Clone, Debug)]
pub(crate) struct LeavingSession(Session);

impl<S: Sync> FromRequestParts<S> for LeavingSession {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> std::result::Result<Self, Response> {
        if let Some(session) = auth::leaving_of(&parts.extensions) {
            return Ok(Self(session.clone()));
        }
        let home = paths::HOME.parse().expect("a constant path");
        Err(match auth::session_of(&parts.extensions) {
            Some(_) => Redirect::to(&paths::settings("danger")).into_response(),
            None => next::to_log_in(&home, is_htmx(&parts.headers)),
        })
    }
}

/// `GET /account/leaving`
pub(crate) async fn show(
    State(state): State<AppState>,
    LeavingSession(session): LeavingSession,
    request: PageRequest,
) -> Result<Response> {
    let page = page(&state, &session, None).await?;
    answer(&state, &request, StatusCode::OK, &page)
}

/// `POST /account/leaving/keep`
pub(crate) async fn keep(
    State(state): State<AppState>,
    LeavingSession(session): LeavingSession,
    Browser(client): Browser,
    request: PageRequest,
) -> Result<Response> {
    let Err(error) = accounts::keep_account(&state.app, &session.user, client.language).await else {
        return Ok(Redirect::to(&paths::settings_done("account", "kept")).into_response());
    };
    let info = ErrorInfo::for_form(Error::App(error))?;
    let status = info.status;
    let page = page(&state, &session, Some(info.sentence())).await?;
    answer(&state, &request, status, &page)
}

async fn page(state: &AppState, session: &Session, complaint: Option<String>) -> Result<LeavingPage> {
    let leaving = accounts::find_deletion(&state.app, &session.user).await?;
    Ok(LeavingPage {
        email: session.user.email.clone(),
        due_at: leaving.deletion.map(|deletion| deletion.due_at),
        losses: losses(&leaving.contents),
        complaint,
    })
}

/// What goes; what there is none of is left out.
pub(super) fn losses(contents: &Contents) -> Vec<Loss> {
    let all = [
        ("images", contents.images),
        ("projects", contents.projects),
        ("collections", contents.collections),
        ("prompts", contents.prompts),
        ("jobs", contents.jobs),
        ("batches", contents.batches),
        ("schedules", contents.schedules),
        ("recipes", contents.recipes),
        ("presets", contents.presets),
        ("comments", contents.comments),
        ("shares", contents.shares),
        ("webhooks", contents.webhooks),
        ("api-keys", contents.api_keys),
    ];
    let losses = all.into_iter().filter(|(_, count)| *count > 0);
    losses.map(|(kind, count)| Loss { kind, count }).collect()
}

fn answer(state: &AppState, request: &PageRequest, status: StatusCode, page: &LeavingPage) -> Result<Response> {
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::secret(status, html))
}
