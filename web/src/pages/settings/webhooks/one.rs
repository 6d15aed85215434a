//! `/settings/webhooks/{id}`: one of them, what it says, and what it was told.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::webhooks::{self, Delivery, DeliveryStatus, Made, WebhookView};
use studio_model::{PageLimit, UserId, WebhookDeliveryId, WebhookId};

use super::super::answer;
use super::{events, line, read, wanted};
use crate::api::webhooks::deliveries::wanted_status;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId, QueryPairs, parse_cursor};
use crate::pages::form::{complaints, seen, version};
use crate::pages::frame::PageRequest;
use crate::pages::settings::done;
use crate::pages::signed_in::SignedInPage;
use crate::views::{DeliveryLine, FormErrors, WebhookSettings, WebhookValues};
use crate::{AppState, Error, paths};

/// Deliveries of a page.
const SHOWN: u16 = 20;

/// `GET /settings/webhooks/{id}`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<WebhookId>,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let hook = webhooks::find(&state.app, user.id, id).await?;
    let content = WebhookSettings {
        done: done(&query, &["saved", "tried", "resent"]),
        ..content(&state, user.id, hook, &query).await?
    };
    answer(&state, &request, StatusCode::OK, content)
}

/// `POST /settings/webhooks/{id}`: the field `version` is the version that was seen.
pub(crate) async fn update(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<WebhookId>,
    pairs: FormPairs,
) -> Result<Response> {
    // Somebody else's is not found, whatever the form says.
    let hook = webhooks::find(&state.app, user.id, id).await?;
    let (values, version) = (read(&pairs), pairs.get("version").to_owned());
    let error = match wanted(&values).and_then(|wanted| Ok((wanted, seen(&version)?))) {
        Err(error) => error,
        Ok((wanted, seen)) => match webhooks::update(&state.app, &user, id, seen, wanted).await {
            Ok(_) => return Ok(to(id, "saved").into_response()),
            Err(error) => Error::from(error),
        },
    };
    let info = ErrorInfo::for_form(error)?;
    let content = WebhookSettings {
        version,
        values,
        errors: FormErrors::sort(&WebhookValues::CONTROLS, &complaints(&info)),
        ..content(&state, user.id, hook, &FormPairs::default()).await?
    };
    answer(&state, &request, info.status, content)
}

/// `POST /settings/webhooks/{id}/secret`
pub(crate) async fn rotate(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<WebhookId>,
) -> Result<Response> {
    let made = webhooks::rotate_secret(&state.app, &user, id).await?;
    shown_once(&state, &request, user.id, made).await
}

/// `POST /settings/webhooks/{id}/test`
pub(crate) async fn send_trial(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<WebhookId>,
) -> Result<Redirect> {
    webhooks::send_trial(&state.app, user.id, id).await?;
    Ok(to(id, "tried"))
}

/// `POST /settings/webhooks/{id}/deliveries/{delivery_id}/resend`
pub(crate) async fn resend(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId((id, delivery_id)): PathId<(WebhookId, WebhookDeliveryId)>,
) -> Result<Redirect> {
    webhooks::resend(&state.app, user.id, id, delivery_id).await?;
    Ok(to(id, "resent"))
}

/// `POST /settings/webhooks/{id}/delete`
pub(crate) async fn delete(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<WebhookId>,
) -> Result<Redirect> {
    webhooks::delete(&state.app, &user, id).await?;
    Ok(Redirect::to(&paths::settings_done("webhooks", "removed")))
}

/// Nothing may keep this answer.
pub(super) async fn shown_once(
    state: &AppState,
    request: &PageRequest,
    user_id: UserId,
    made: Made,
) -> Result<Response> {
    let content = WebhookSettings {
        made: Some(made.secret.expose()),
        ..content(state, user_id, made.webhook, &FormPairs::default()).await?
    };
    let mut response = answer(state, request, StatusCode::CREATED, content)?;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn to(id: WebhookId, done: &str) -> Redirect {
    Redirect::to(&paths::webhook_with(&id.to_string(), &[("done", done)]))
}

/// The page as its webhook stands; `query` says which deliveries are shown.
async fn content(state: &AppState, user_id: UserId, hook: WebhookView, query: &FormPairs) -> Result<WebhookSettings> {
    let (status, after) = (query.get("status"), parse_cursor(query.get("cursor"))?);
    let limit = PageLimit::new(SHOWN).unwrap_or_default();
    let found = webhooks::list_deliveries(&state.app, user_id, hook.id, wanted_status(status)?, after, limit).await?;
    let id = hook.id.to_string();
    let next = |cursor: String| paths::webhook_with(&id, &[("status", status), ("cursor", &cursor)]);
    Ok(WebhookSettings {
        hook: line(&hook),
        version: version(hook.updated_at),
        made: None,
        previous_until: hook.previous_until,
        values: WebhookValues {
            url: hook.url,
            description: hook.description,
            events: hook.events.iter().map(ToString::to_string).collect(),
            is_enabled: hook.is_enabled,
        },
        errors: FormErrors::sort(&WebhookValues::CONTROLS, &[]),
        events: events(),
        deliveries: found.items.into_iter().map(delivery_line).collect(),
        status: status.to_owned(),
        next_href: found.next.map(|cursor| next(cursor.to_string())),
        done: None,
    })
}

fn delivery_line(delivery: Delivery) -> DeliveryLine {
    let (hook, id) = (delivery.webhook_id.to_string(), delivery.id.to_string());
    DeliveryLine {
        resend_href: paths::resend_delivery(&hook, &id),
        id,
        event: delivery.event,
        status: delivery.status.as_str(),
        attempts: delivery.attempts,
        next_attempt_at: (delivery.status == DeliveryStatus::Waiting).then_some(delivery.next_attempt_at),
        created_at: delivery.created_at,
        duration_ms: delivery.duration_ms,
        answer_status: delivery.answer_status,
        answer: delivery.answer.unwrap_or_default(),
        error: delivery.error.unwrap_or_default(),
        data: serde_json::to_string_pretty(&delivery.data).unwrap_or_default(),
    }
}
