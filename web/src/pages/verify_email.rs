//! `/verify-email`: what a mail leads to. Looking changes nothing, because programs look into mails too; a button does.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use studio_app::accounts;

use super::frame::PageRequest;
use super::respond;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, QueryPairs};
use crate::views::{VerifyEmailPage, View};
use crate::{AppState, Error};

/// `GET /verify-email`
pub(crate) async fn show(
    State(state): State<AppState>,
    request: PageRequest,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let page = VerifyEmailPage {
        token: query.get("token").to_owned(),
        ..VerifyEmailPage::default()
    };
    answer(&state, &request, StatusCode::OK, &page)
}

/// `POST /verify-email`
pub(crate) async fn submit(State(state): State<AppState>, request: PageRequest, form: FormPairs) -> Result<Response> {
    let error = match accounts::verify_email(&state.app, form.get("token")).await {
        Ok(email) => {
            let page = VerifyEmailPage {
                email: Some(email),
                ..VerifyEmailPage::default()
            };
            return answer(&state, &request, StatusCode::OK, &page);
        }
        Err(error) => Error::App(error),
    };
    let info = ErrorInfo::for_form(error)?;
    let page = VerifyEmailPage {
        token: form.get("token").to_owned(),
        complaint: Some(info.clone().sentence()),
        ..VerifyEmailPage::default()
    };
    answer(&state, &request, info.status, &page)
}

fn answer(state: &AppState, request: &PageRequest, status: StatusCode, page: &VerifyEmailPage) -> Result<Response> {
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::secret(status, html))
}
