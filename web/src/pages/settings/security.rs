//! `/settings/security`: the password, and where one is signed in.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::accounts::{self, Session, SessionRow};
use studio_model::{PageLimit, SessionId};

use super::answer;
use crate::auth::CurrentSession;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId, QueryPairs, parse_cursor};
use crate::pages::form::complaints;
use crate::pages::signed_in::SignedInPage;
use crate::views::{PasswordForm, SecuritySettings, SessionLine};
use crate::{AppState, Error, paths};

/// Sessions of a page.
const SHOWN: u16 = 20;

/// `GET /settings/security`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, .. }: SignedInPage,
    CurrentSession(session): CurrentSession,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let content = SecuritySettings {
        done: super::done(&query, &["password", "session", "sessions", "two-factor"]),
        ..content(&state, &session, query.get("cursor")).await?
    };
    answer(&state, &request, StatusCode::OK, content)
}

/// `POST /settings/security/password`
pub(crate) async fn change_password(
    State(state): State<AppState>,
    SignedInPage { request, .. }: SignedInPage,
    CurrentSession(session): CurrentSession,
    form: FormPairs,
) -> Result<Response> {
    let (current, new) = (
        form.get("current_password").to_owned(),
        form.get("new_password").to_owned(),
    );
    let changed = accounts::change_password(&state.app, &session, current, new, request.frame.lang.into()).await;
    let Err(error) = changed else {
        return Ok(done("password"));
    };
    let info = ErrorInfo::for_form(Error::App(error))?;
    let page = SecuritySettings {
        password: PasswordForm::new(&complaints(&info)),
        ..content(&state, &session, "").await?
    };
    answer(&state, &request, info.status, page)
}

/// `POST /settings/security/sessions/{id}/revoke`
pub(crate) async fn revoke(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<SessionId>,
) -> Result<Response> {
    accounts::revoke_session(&state.app, &user, id).await?;
    Ok(done("session"))
}

/// `POST /settings/security/sessions/revoke`: all others.
pub(crate) async fn revoke_others(
    State(state): State<AppState>,
    CurrentSession(session): CurrentSession,
) -> Result<Response> {
    accounts::revoke_other_sessions(&state.app, &session.user, session.id).await?;
    Ok(done("sessions"))
}

fn done(what: &str) -> Response {
    Redirect::to(&paths::settings_done("security", what)).into_response()
}

async fn content(state: &AppState, session: &Session, cursor: &str) -> Result<SecuritySettings> {
    let (after, limit) = (parse_cursor(cursor)?, PageLimit::new(SHOWN).unwrap_or_default());
    let found = accounts::list_sessions(&state.app, session.user.id, after, limit).await?;
    Ok(SecuritySettings {
        email: session.user.email.clone(),
        password: PasswordForm::new(&[]),
        sessions: found.items.iter().map(|row| line(row, session.id)).collect(),
        two_factor_since: accounts::find_two_factor(&state.app, &session.user).await?.since,
        next_href: found.next.map(|cursor| paths::sessions_after(&cursor.to_string())),
        done: None,
    })
}

fn line(row: &SessionRow, current: SessionId) -> SessionLine {
    let browser = row.user_agent.as_deref().and_then(browser_of);
    SessionLine {
        id: row.id.to_string(),
        browser: browser.map(str::to_owned),
        user_agent: row.user_agent.clone().unwrap_or_default(),
        ip_address: row.ip_address.clone().unwrap_or_default(),
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
        has_code: row.has_code,
        is_current: row.id == current,
    }
}

/// The browser's name, from what it calls itself: each claims to be some of those below it as well.
fn browser_of(user_agent: &str) -> Option<&'static str> {
    const KNOWN: [(&str, &str); 7] = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];
    KNOWN
        .iter()
        .find(|(mark, _)| user_agent.contains(mark))
        .map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_known_by_their_own_mark() {
        let edge =
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0";
        assert_eq!(browser_of(edge), Some("Edge"));
        assert_eq!(
            browser_of("Mozilla/5.0 (X11; rv:140.0) Gecko/20100101 Firefox/140.0"),
            Some("Firefox")
        );
        assert_eq!(browser_of("something else"), None);
    }
}
