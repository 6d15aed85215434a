//! `/schedules/new`: letting a batch recur.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::batches;
use studio_app::schedules;
use studio_model::{BatchId, UserId};

use super::asked_before;
use super::frame::PageRequest;
use super::respond;
use super::schedule_form::{read, wanted};
use super::schedules::{COMING, coming};
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, QueryPairs};
use crate::views::{Coming, FieldError, NamedLink, NewSchedulePage, ScheduleTyped, View};
use crate::{AppState, Error, paths};

/// `GET /schedules/new`: `?batch=` or `?preset=` is what is to recur.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let mut values = read(&query);
    for kind in ["batch", "preset"] {
        if !query.get(kind).is_empty() {
            values.request = format!("{kind}:{}", query.get(kind));
        }
    }
    form(&state, &request, user.id, values, (StatusCode::OK, None, &[])).await
}

/// `POST /schedules/new`: the field `action` is `preview` or `save`.
pub(crate) async fn submit(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    pairs: FormPairs,
) -> Result<Response> {
    let values = read(&pairs);
    match go(&state, user.id, &values, pairs.get("action") == "save").await {
        Ok(Done::Saved(response)) => Ok(response),
        Ok(Done::Previewed(coming)) => {
            form(&state, &request, user.id, values, (StatusCode::OK, Some(coming), &[])).await
        }
        Err(Refused::Wrong(errors)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            form(&state, &request, user.id, values, (status, None, &errors)).await
        }
        Err(Refused::Other(error)) => Err(error),
    }
}

enum Done {
    Saved(Response),
    Previewed(Coming),
}

enum Refused {
    /// The form says what to mend.
    Wrong(Vec<FieldError>),
    Other(Error),
}

impl From<studio_app::Error> for Refused {
    fn from(error: studio_app::Error) -> Self {
        let error = Error::from(error);
        let Some(info) = ErrorInfo::mendable(&error).filter(|info| info.status != StatusCode::NOT_FOUND) else {
            return Self::Other(error);
        };
        match error.field_errors() {
            Some(errors) => Self::Wrong(errors.iter().map(at_control).collect()),
            None => Self::Wrong(vec![FieldError::new("", info.detail)]),
        }
    }
}

/// What is wrong with the request of each run is told beside its choice.
fn at_control(error: &studio_app::FieldError) -> FieldError {
    let field = match error.field.as_str() {
        "misfire.all.max" => "misfire_max",
        field if field.starts_with("request") => "request",
        field => field,
    };
    FieldError::new(field, error.message.clone())
}

async fn go(
    state: &AppState,
    user_id: UserId,
    values: &ScheduleTyped,
    saves: bool,
) -> std::result::Result<Done, Refused> {
    let wanted = wanted(values).map_err(Refused::Wrong)?;
    let (kind, id) = values.request.split_once(':').unwrap_or_default();
    let asked = match asked_before::find(state, user_id, kind, id).await {
        Err(studio_app::Error::NotFound) => None,
        asked => asked?,
    };
    let Some(asked) = asked else {
        return Err(Refused::Wrong(vec![FieldError::new(
            "request",
            "Choose what is to recur.",
        )]));
    };
    if saves {
        let saved = schedules::create(&state.app, user_id, wanted(asked.request)).await?;
        let href = paths::schedule(&saved.id.to_string());
        return Ok(Done::Saved(Redirect::to(&href).into_response()));
    }
    let wanted = wanted(asked.request);
    let preview = schedules::preview(&state.app, user_id, &wanted.cron, &wanted.zone, &wanted.request, COMING).await?;
    Ok(Done::Previewed(coming(&preview)))
}

async fn form(
    state: &AppState,
    request: &PageRequest,
    user_id: UserId,
    values: ScheduleTyped,
    (status, coming, errors): (StatusCode, Option<Coming>, &[FieldError]),
) -> Result<Response> {
    let page = NewSchedulePage {
        requests: offered(state, user_id, &values.request).await?,
        zones: schedules::zone_names(),
        coming,
        errors: NewSchedulePage::sort_errors(errors),
        values,
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}

/// The presets, and the batch that was chosen.
async fn offered(state: &AppState, user_id: UserId, choice: &str) -> Result<Vec<NamedLink>> {
    let presets = asked_before::presets(state, user_id).await?;
    let mut offered: Vec<NamedLink> = presets
        .into_iter()
        .map(|preset| NamedLink {
            id: format!("preset:{}", preset.id),
            name: preset.name,
        })
        .collect();
    if let Some(Ok(id)) = choice.strip_prefix("batch:").map(str::parse::<BatchId>)
        && let Ok(batch) = batches::find(&state.app, user_id, id).await
    {
        offered.insert(
            0,
            NamedLink {
                id: choice.to_owned(),
                name: batch.name,
            },
        );
    }
    Ok(offered)
}
