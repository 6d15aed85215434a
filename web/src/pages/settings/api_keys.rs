//! `/settings/api-keys`: the keys of programs. A new one is shown in the answer to the form that made it, and never again.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, TimeDelta, Utc};
use studio_app::accounts::{Role, User};
use studio_app::keys::{self, KeySecret, KeyView, MAX_KEYS, NewKey};
use studio_model::{ApiKeyId, KeyScope, PageLimit};

use super::answer;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId};
use crate::pages::form::complaints;
use crate::pages::frame::PageRequest;
use crate::pages::signed_in::SignedInPage;
use crate::views::{ApiKeyLine, ApiKeyValues, ApiKeysSettings, FieldError, FormErrors};
use crate::{AppState, Error, paths};

/// Days that a key can last by the form; 0 for ever.
const LIFETIMES: [u16; 4] = [30, 90, 365, 0];

/// `GET /settings/api-keys`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
) -> Result<Response> {
    let content = content(&state, &user, fresh(), None, &[]).await?;
    answer(&state, &request, StatusCode::OK, content)
}

/// `POST /settings/api-keys`
pub(crate) async fn create(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    pairs: FormPairs,
) -> Result<Response> {
    let values = read(&pairs);
    let made = match wanted(&values, state.app.clock.now()) {
        Ok(wanted) => keys::create(&state.app, &user, wanted).await.map_err(Error::from),
        Err(error) => Err(error),
    };
    match made {
        Ok(made) => shown_once(&state, &request, &user, &made.secret).await,
        Err(error) => {
            let info = ErrorInfo::for_form(error)?;
            let content = content(&state, &user, values, None, &complaints(&info)).await?;
            answer(&state, &request, info.status, content)
        }
    }
}

/// `POST /settings/api-keys/{id}/revoke`
pub(crate) async fn revoke(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<ApiKeyId>,
) -> Result<Redirect> {
    keys::revoke(&state.app, &user, id).await?;
    Ok(Redirect::to(&paths::settings("api-keys")))
}

/// Nothing may keep this answer.
async fn shown_once(state: &AppState, request: &PageRequest, user: &User, secret: &KeySecret) -> Result<Response> {
    let content = content(state, user, fresh(), Some(secret), &[]).await?;
    let mut response = answer(state, request, StatusCode::CREATED, content)?.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// What the form begins with: a key that cannot do much for long.
fn fresh() -> ApiKeyValues {
    ApiKeyValues {
        name: String::new(),
        scopes: vec![KeyScope::Read.to_string()],
        days: LIFETIMES[1].to_string(),
    }
}

fn read(pairs: &FormPairs) -> ApiKeyValues {
    let ticked = pairs.iter().filter(|(name, _)| *name == "scopes");
    ApiKeyValues {
        name: pairs.get("name").to_owned(),
        scopes: ticked.map(|(_, scope)| scope.to_owned()).collect(),
        days: pairs.get("days").to_owned(),
    }
}

/// # Errors
/// The control whose text makes no sense.
fn wanted(values: &ApiKeyValues, now: DateTime<Utc>) -> Result<NewKey> {
    let scopes = values.scopes.iter().map(|scope| KeyScope::parse(scope));
    let days = values.days.parse().ok().filter(|days| LIFETIMES.contains(days));
    let days: u16 = days.ok_or_else(|| Error::invalid("days", "Choose one of the durations."))?;
    Ok(NewKey {
        name: values.name.clone(),
        scopes: scopes
            .collect::<Option<_>>()
            .ok_or_else(|| Error::invalid("scopes", "Choose what the key may do."))?,
        expires_at: (days > 0).then(|| now + TimeDelta::days(days.into())),
    })
}

async fn content(
    state: &AppState,
    user: &User,
    values: ApiKeyValues,
    made: Option<&KeySecret>,
    errors: &[FieldError],
) -> Result<ApiKeysSettings> {
    // All of them: there can be no more.
    let limit = u16::try_from(MAX_KEYS)
        .ok()
        .and_then(PageLimit::new)
        .unwrap_or_default();
    let found = keys::list(&state.app, user.id, None, limit).await?;
    let may = |scope: &&KeyScope| user.role == Role::Admin || **scope != KeyScope::Admin;
    Ok(ApiKeysSettings {
        keys: found.items.iter().map(line).collect(),
        made: made.map(|secret| secret.expose().to_owned()),
        values,
        errors: FormErrors::sort(&ApiKeysSettings::CONTROLS, errors),
        scopes: KeyScope::ALL.iter().filter(may).map(|scope| scope.as_str()).collect(),
        lifetimes: &LIFETIMES,
    })
}

fn line(key: &KeyView) -> ApiKeyLine {
    ApiKeyLine {
        id: key.id.to_string(),
        name: key.name.clone(),
        hint: key.hint.clone(),
        scopes: key.scopes.iter().map(|scope| scope.as_str()).collect(),
        created_at: key.created_at,
        expires_at: key.expires_at,
        is_expired: key.is_expired,
        last_used_at: key.last_used_at,
        last_used_ip: key.last_used_ip.map(|ip| ip.to_string()),
    }
}
