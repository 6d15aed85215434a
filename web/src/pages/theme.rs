//! `POST /theme`

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;

use super::next;
use crate::extract::FormPairs;
use crate::views::Theme;
use crate::{AppState, cookies, paths};

/// One year in seconds.
const MAX_AGE_S: u32 = 365 * 24 * 60 * 60;

/// Keeps the chosen theme in a cookie and goes back to the page it was chosen on.
pub(crate) async fn choose(State(state): State<AppState>, form: FormPairs) -> impl IntoResponse {
    let cookie = keep(&state, Theme::from_name(form.get("theme")));
    (cookie, next::go_on(form.get("next"), paths::HOME))
}

/// Keeps a theme in this browser.
pub(super) fn keep(state: &AppState, theme: Theme) -> cookies::SetCookie {
    let secure = if cookies::is_https(&state.app.config) {
        "; Secure"
    } else {
        ""
    };
    let cookie = format!(
        "{}={}; Path=/; Max-Age={MAX_AGE_S}; SameSite=Lax{secure}",
        Theme::COOKIE,
        theme.name()
    );
    let cookie = HeaderValue::try_from(cookie).expect("constant words");
    [(header::SET_COOKIE, cookie)]
}
