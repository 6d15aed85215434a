//! `/schedules/new` and `/schedules/{id}/edit`: letting a batch recur, and changing when and how it does.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::batches::{self, BatchRequest};
use studio_app::schedules;
use studio_model::{BatchId, ScheduleId, UserId};

use super::asked_before;
use super::form::{complaints, seen};
use super::frame::PageRequest;
use super::respond;
use super::schedule_form::{KEEP, read, typed, wanted};
use super::schedules::{COMING, coming};
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId, QueryPairs};
use crate::views::{Coming, FieldError, NamedLink, ScheduleEditorPage, ScheduleTyped, View};
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
    let editor = Editor {
        state,
        request,
        user_id: user.id,
        id: None,
    };
    editor.form(values, (StatusCode::OK, None, &[])).await
}

/// `POST /schedules/new`: the field `action` is `preview` or `save`.
pub(crate) async fn submit(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    pairs: FormPairs,
) -> Result<Response> {
    let editor = Editor {
        state,
        request,
        user_id: user.id,
        id: None,
    };
    editor.answer(&pairs).await
}

/// `GET /schedules/{id}/edit`
pub(crate) async fn show_edit(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ScheduleId>,
) -> Result<Response> {
    let values = typed(&schedules::find(&state.app, user.id, id).await?);
    let editor = Editor {
        state,
        request,
        user_id: user.id,
        id: Some(id),
    };
    editor.form(values, (StatusCode::OK, None, &[])).await
}

/// `POST /schedules/{id}/edit`: as for a new one.
pub(crate) async fn submit_edit(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ScheduleId>,
    pairs: FormPairs,
) -> Result<Response> {
    // Somebody else's has no form.
    schedules::find(&state.app, user.id, id).await?;
    let editor = Editor {
        state,
        request,
        user_id: user.id,
        id: Some(id),
    };
    editor.answer(&pairs).await
}

/// The form for one schedule.
struct Editor {
    state: AppState,
    request: PageRequest,
    user_id: UserId,
    /// The one that is changed; none for a new one.
    id: Option<ScheduleId>,
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
        Error::from(error).into()
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        match ErrorInfo::for_form(error) {
            Ok(info) => Self::Wrong(complaints(&info).into_iter().map(at_control).collect()),
            Err(error) => Self::Other(error),
        }
    }
}

/// What is wrong with the request of each run is told beside its choice.
fn at_control(error: FieldError) -> FieldError {
    let field = match error.field.as_str() {
        "misfire.all.max" => "misfire_max",
        field if field.starts_with("request") => "request",
        field => field,
    };
    FieldError::new(field, error.message)
}

impl Editor {
    async fn answer(&self, pairs: &FormPairs) -> Result<Response> {
        let values = read(pairs);
        match self.go(&values, pairs.get("action") == "save").await {
            Ok(Done::Saved(response)) => Ok(response),
            Ok(Done::Previewed(coming)) => self.form(values, (StatusCode::OK, Some(coming), &[])).await,
            Err(Refused::Wrong(errors)) => {
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                self.form(values, (status, None, &errors)).await
            }
            Err(Refused::Other(error)) => Err(error),
        }
    }

    async fn go(&self, values: &ScheduleTyped, saves: bool) -> std::result::Result<Done, Refused> {
        let (app, user_id) = (&self.state.app, self.user_id);
        let wanted = wanted(self.request.frame.lang, values).map_err(Refused::Wrong)?;
        let Some(asked) = self.asked(&values.request).await? else {
            return Err(Refused::Wrong(vec![FieldError::new(
                "request",
                "Choose what is to recur.",
            )]));
        };
        let wanted = wanted(asked);
        if saves {
            let saved = match self.id {
                None => schedules::create(app, user_id, wanted).await?,
                Some(id) => {
                    let seen_at = seen(&values.version)?;
                    schedules::update(app, user_id, id, seen_at, wanted).await?
                }
            };
            let href = paths::schedule(&saved.id.to_string());
            return Ok(Done::Saved(Redirect::to(&href).into_response()));
        }
        let preview = schedules::preview(app, user_id, &wanted.cron, &wanted.zone, &wanted.request, COMING).await?;
        Ok(Done::Previewed(coming(&preview)))
    }

    /// The request that was chosen: that of a batch, of a preset, or the one that the schedule has.
    async fn asked(&self, choice: &str) -> studio_app::Result<Option<BatchRequest>> {
        if let Some(id) = self.id.filter(|_| choice == KEEP) {
            return Ok(schedules::find(&self.state.app, self.user_id, id).await?.request);
        }
        let (kind, id) = choice.split_once(':').unwrap_or_default();
        match asked_before::find(&self.state, self.user_id, kind, id).await {
            Err(studio_app::Error::NotFound) => Ok(None),
            asked => Ok(asked?.map(|asked| asked.request)),
        }
    }

    async fn form(
        &self,
        values: ScheduleTyped,
        (status, coming, errors): (StatusCode, Option<Coming>, &[FieldError]),
    ) -> Result<Response> {
        let page = ScheduleEditorPage {
            id: self.id.map(|id| id.to_string()),
            requests: offered(&self.state, self.user_id, &values.request).await?,
            zones: schedules::zone_names(),
            coming,
            errors: ScheduleEditorPage::sort_errors(errors),
            values,
        };
        let html = page.render(&self.state.templates, &self.request.frame)?;
        Ok(respond::html_response(status, html))
    }
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
