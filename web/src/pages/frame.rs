//! What surrounds a page, from the request.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum_extra::extract::cookie::CookieJar;
use studio_app::accounts::{Role, Session};

use crate::error::Result;
use crate::extract::is_htmx;
use crate::views::{Frame, Theme, UserBadge};
use crate::{AppState, Error, auth, csrf, shortcuts};

/// How a page is to be answered.
#[derive(Clone, Debug)]
pub(crate) struct PageRequest {
    /// What surrounds it.
    pub(crate) frame: Frame,
    /// Only a part is wanted.
    pub(crate) is_part: bool,
}

impl FromRequestParts<AppState> for PageRequest {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self> {
        let mut frame = Frame::anonymous(auth::preferred_language(parts).into(), parts.uri.path());
        frame.theme = theme_of(&parts.headers);
        frame.demo_provider = state.app.config.fal.is_demo;
        if let Some(session) = auth::any_session_of(&parts.extensions) {
            let jar = CookieJar::from_headers(&parts.headers);
            suit(&mut frame, state, session, jar.get(Theme::COOKIE).is_some());
        }
        if let Some(session) = auth::session_of(&parts.extensions) {
            sign_in(&mut frame, state, session).await?;
        }
        Ok(Self {
            frame,
            is_part: is_htmx(&parts.headers),
        })
    }
}

/// What the browser was told itself goes before what its user chose for all.
fn suit(frame: &mut Frame, state: &AppState, session: &Session, has_theme: bool) {
    let preferences = &session.preferences;
    if !has_theme {
        frame.theme = Theme::from_name(preferences.theme.as_str());
    }
    frame.time_zone.clone_from(&preferences.time_zone);
    frame.shortcuts = shortcuts::told(&session.shortcuts);
    frame.csrf = csrf::token(&state.app.config, session.id);
}

async fn sign_in(frame: &mut Frame, state: &AppState, session: &Session) -> Result<()> {
    frame.running_jobs = studio_app::generation::count_active(&state.app, session.user.id).await?;
    frame.unread = studio_app::notifications::count_unread(&state.app, session.user.id).await?;
    frame.user = Some(UserBadge {
        name: session.user.name.clone(),
        email: session.user.email.clone(),
        avatar_url: session.user.avatar_url.clone(),
        credits: session.user.balance.credits(),
        is_admin: session.user.role == Role::Admin,
    });
    Ok(())
}

/// The theme that the visitor chose.
pub(crate) fn theme_of(headers: &HeaderMap) -> Theme {
    let jar = CookieJar::from_headers(headers);
    jar.get(Theme::COOKIE)
        .map_or(Theme::Auto, |cookie| Theme::from_name(cookie.value()))
}
