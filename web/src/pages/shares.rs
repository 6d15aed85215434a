//! `/shares`, `/images/{id}/share` and `/projects/{id}/share`: the links of a user.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::TimeDelta;
use studio_app::shares::{self, Dead, ShareRequest, ShareTarget, ShareView};
use studio_app::{images, projects};
use studio_model::{ImageId, PageLimit, ProjectId, UserId};

use super::form::complaints;
use super::frame::PageRequest;
use super::next;
use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId, QueryPairs, parse_cursor};
use crate::oembed::snippet;
use crate::views::{FieldError, FormErrors, ShareLine, SharePage, ShareValues, SharesPage, View};
use crate::{AppState, Error, paths};

/// Links of a page.
const SHOWN: u16 = 24;

/// `GET /shares`
pub(crate) async fn list(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let after = parse_cursor(query.get("cursor"))?;
    let found = shares::list(&state.app, user.id, None, after, shown()).await?;
    let page = SharesPage {
        links: found.items.iter().map(|share| line(&state, share)).collect(),
        next_href: found.next.map(|cursor| paths::shares_after(&cursor.to_string())),
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

/// `POST /shares/{token}/revoke`: back to the page that the link was revoked on.
pub(crate) async fn revoke(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(token): PathId<String>,
    headers: HeaderMap,
) -> Result<Redirect> {
    shares::revoke(&state.app, user.id, &token).await?;
    Ok(next::back(&headers, paths::SHARES))
}

/// `GET /images/{id}/share`
pub(crate) async fn show_image(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ImageId>,
) -> Result<Response> {
    let target = ShareTarget::Image(id);
    let page = form(&state, user.id, target, ShareValues::default(), &[]).await?;
    answer(&state, &request, StatusCode::OK, &page)
}

/// `GET /projects/{id}/share`
pub(crate) async fn show_project(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ProjectId>,
) -> Result<Response> {
    let target = ShareTarget::Project(id);
    let page = form(&state, user.id, target, ShareValues::default(), &[]).await?;
    answer(&state, &request, StatusCode::OK, &page)
}

/// `POST /images/{id}/share`
pub(crate) async fn create_image(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ImageId>,
    pairs: FormPairs,
) -> Result<Response> {
    create(&state, &request, user.id, ShareTarget::Image(id), &pairs).await
}

/// `POST /projects/{id}/share`
pub(crate) async fn create_project(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ProjectId>,
    pairs: FormPairs,
) -> Result<Response> {
    create(&state, &request, user.id, ShareTarget::Project(id), &pairs).await
}

async fn create(
    state: &AppState,
    request: &PageRequest,
    user_id: UserId,
    target: ShareTarget,
    pairs: &FormPairs,
) -> Result<Response> {
    let values = ShareValues {
        days: pairs.get("days").to_owned(),
        shows_prompts: pairs.get("shows_prompts") == "true",
        allows_download: pairs.get("allows_download") == "true",
        allows_indexing: pairs.get("allows_indexing") == "true",
    };
    let error = match wanted(state, &values, pairs.get("password")) {
        Err(error) => error,
        Ok(wanted) => match shares::create(&state.app, user_id, target, wanted).await {
            Ok(made) => {
                let place = format!("{}#link-{}", manage_href(target), made.token.expose());
                return Ok(Redirect::to(&place).into_response());
            }
            Err(error) => Error::from(error),
        },
    };
    let info = ErrorInfo::for_form(error)?;
    let page = form(state, user_id, target, values, &complaints(&info)).await?;
    answer(state, request, info.status, &page)
}

/// # Errors
/// For a number of days that the form does not offer.
fn wanted(state: &AppState, values: &ShareValues, password: &str) -> Result<ShareRequest> {
    let days = match values.days.as_str() {
        "" => None,
        text => {
            let days = text.parse::<u16>().ok().filter(|days| (1..=3650).contains(days));
            Some(days.ok_or_else(|| Error::invalid("expires_at", "Choose one of the times."))?)
        }
    };
    Ok(ShareRequest {
        expires_at: days.map(|days| state.app.clock.now() + TimeDelta::days(days.into())),
        password: (!password.is_empty()).then(|| password.to_owned()),
        shows_prompts: values.shows_prompts,
        allows_download: values.allows_download,
        allows_indexing: values.allows_indexing,
    })
}

async fn form(
    state: &AppState,
    user_id: UserId,
    target: ShareTarget,
    values: ShareValues,
    errors: &[FieldError],
) -> Result<SharePage> {
    let (kind, title, back_href) = match target {
        ShareTarget::Image(id) => {
            let image = images::find(&state.app, user_id, id).await?;
            let title = if image.name.is_empty() {
                image.prompt
            } else {
                image.name
            };
            ("image", title, paths::image(&id.to_string()))
        }
        ShareTarget::Project(id) => {
            let project = projects::find(&state.app, user_id, id).await?;
            ("project", project.name, paths::project(&id.to_string()))
        }
    };
    let found = shares::list(&state.app, user_id, Some(target), None, shown()).await?;
    Ok(SharePage {
        kind: kind.to_owned(),
        title,
        back_href,
        action: manage_href(target),
        values,
        errors: FormErrors::sort(&SharePage::CONTROLS, errors),
        links: found.items.iter().map(|share| line(state, share)).collect(),
        has_more: found.next.is_some(),
    })
}

fn line(state: &AppState, share: &ShareView) -> ShareLine {
    let (token, app_url) = (share.token.expose(), &state.app.config.app_url);
    ShareLine {
        url: paths::absolute(app_url, &paths::shared(token)),
        snippet: (!share.has_password).then(|| snippet(app_url, token, &share.title)),
        token: token.to_owned(),
        kind: match share.target {
            ShareTarget::Image(_) => "image".to_owned(),
            ShareTarget::Project(_) => "project".to_owned(),
        },
        title: share.title.clone(),
        manage_href: manage_href(share.target),
        expires_at: share.expires_at,
        dead: share.dead.map(|dead| Dead::as_str(dead).to_owned()),
        has_password: share.has_password,
        shows_prompts: share.shows_prompts,
        allows_download: share.allows_download,
        allows_indexing: share.allows_indexing,
        view_count: share.view_count,
        created_at: share.created_at,
    }
}

fn manage_href(target: ShareTarget) -> String {
    match target {
        ShareTarget::Image(id) => paths::share_image(&id.to_string()),
        ShareTarget::Project(id) => paths::share_project(&id.to_string()),
    }
}

fn shown() -> PageLimit {
    PageLimit::new(SHOWN).unwrap_or_default()
}

fn answer(state: &AppState, request: &PageRequest, status: StatusCode, page: &SharePage) -> Result<Response> {
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}
