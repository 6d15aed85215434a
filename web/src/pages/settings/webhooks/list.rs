//! `/settings/webhooks`: all of them, and the form for another one.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use studio_app::webhooks::{self, MAX_WEBHOOKS};
use studio_model::{PageLimit, UserId};

use super::super::answer;
use super::{events, line, one, read, wanted};
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, QueryPairs};
use crate::pages::form::complaints;
use crate::pages::settings::done;
use crate::pages::signed_in::SignedInPage;
use crate::views::{FieldError, FormErrors, WebhookValues, WebhooksSettings};
use crate::{AppState, Error};

/// `GET /settings/webhooks`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let fresh = WebhookValues {
        events: vec!["job.completed".to_owned(), "job.failed".to_owned()],
        ..WebhookValues::default()
    };
    let content = WebhooksSettings {
        done: done(&query, &["removed"]),
        ..content(&state, user.id, fresh, &[]).await?
    };
    answer(&state, &request, StatusCode::OK, content)
}

/// `POST /settings/webhooks`: answers with the page of the new one, which shows its secret.
pub(crate) async fn create(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    pairs: FormPairs,
) -> Result<Response> {
    // A new one is meant to work.
    let values = WebhookValues {
        is_enabled: true,
        ..read(&pairs)
    };
    let made = match wanted(&values) {
        Ok(wanted) => webhooks::create(&state.app, &user, wanted).await.map_err(Error::from),
        Err(error) => Err(error),
    };
    match made {
        Ok(made) => one::shown_once(&state, &request, user.id, made).await,
        Err(error) => {
            let info = ErrorInfo::for_form(error)?;
            let content = content(&state, user.id, values, &complaints(&info)).await?;
            answer(&state, &request, info.status, content)
        }
    }
}

async fn content(
    state: &AppState,
    user_id: UserId,
    values: WebhookValues,
    errors: &[FieldError],
) -> Result<WebhooksSettings> {
    // All of them: there can be no more.
    let limit = u16::try_from(MAX_WEBHOOKS)
        .ok()
        .and_then(PageLimit::new)
        .unwrap_or_default();
    let found = webhooks::list(&state.app, user_id, None, limit).await?;
    Ok(WebhooksSettings {
        hooks: found.items.iter().map(line).collect(),
        values,
        errors: FormErrors::sort(&WebhookValues::CONTROLS, errors),
        events: events(),
        done: None,
    })
}
