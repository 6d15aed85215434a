//! `/forgot-password`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use studio_app::{accounts, mail};

use super::frame::PageRequest;
use super::respond;
use crate::AppState;
use crate::auth::MaybeUser;
use crate::error::Result;
use crate::extract::FormPairs;
use crate::views::{ForgotPasswordPage, View};

/// `GET /forgot-password`
pub(crate) async fn show(State(state): State<AppState>, request: PageRequest) -> Result<Response> {
    answer(&state, &request, &ForgotPasswordPage::default())
}

/// `POST /forgot-password`: says the same whether there is such an account or not.
pub(crate) async fn submit(
    State(state): State<AppState>,
    request: PageRequest,
    MaybeUser(user): MaybeUser,
    form: FormPairs,
) -> Result<Response> {
    let email = form.get("email").trim();
    if !email.is_empty() {
        accounts::forgot_password(&state.app, email, request.frame.lang.into()).await?;
    }
    let page = ForgotPasswordPage {
        is_sent: !email.is_empty(),
        email: email.to_owned(),
        has_outbox: mail::is_open(&state.app, user.as_ref()),
    };
    answer(&state, &request, &page)
}

fn answer(state: &AppState, request: &PageRequest, page: &ForgotPasswordPage) -> Result<Response> {
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}
