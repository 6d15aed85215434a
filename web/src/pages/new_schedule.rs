//! `/schedules/new`: letting a batch recur.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::batches::{self, BatchRequest, presets};
use studio_app::schedules::{self, Misfire, Overlap, ScheduleRequest};
use studio_model::{BatchId, PageLimit, PresetId, UserId};

use super::frame::PageRequest;
use super::respond;
use super::schedules::{COMING, coming};
use super::signed_in::SignedInPage;
use crate::api::schedules::budget;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, QueryPairs};
use crate::views::{Coming, FieldError, NamedLink, NewSchedulePage, ScheduleTyped, View};
use crate::{AppState, Error, paths};

/// Presets that are offered.
const OFFERED: u16 = 100;

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
        let info = ErrorInfo::from(&error);
        if info.status.is_server_error() || info.status == StatusCode::NOT_FOUND {
            return Self::Other(error);
        }
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
    let Some(request) = asked_for(state, user_id, &values.request).await? else {
        return Err(Refused::Wrong(vec![FieldError::new(
            "request",
            "Choose what is to recur.",
        )]));
    };
    if saves {
        let saved = schedules::create(&state.app, user_id, wanted(request)).await?;
        let href = paths::schedule(&saved.id.to_string());
        return Ok(Done::Saved(Redirect::to(&href).into_response()));
    }
    let wanted = wanted(request);
    let preview = schedules::preview(&state.app, user_id, &wanted.cron, &wanted.zone, &wanted.request, COMING).await?;
    Ok(Done::Previewed(coming(&preview)))
}

/// The request of `preset:<id>` or `batch:<id>`.
async fn asked_for(
    state: &AppState,
    user_id: UserId,
    choice: &str,
) -> std::result::Result<Option<BatchRequest>, studio_app::Error> {
    let found = match choice.split_once(':') {
        Some(("batch", id)) => match id.parse::<BatchId>() {
            Ok(id) => batches::find_request(&state.app, user_id, id).await,
            Err(_) => return Ok(None),
        },
        Some(("preset", id)) => match id.parse::<PresetId>() {
            Ok(id) => presets::find(&state.app, user_id, id)
                .await
                .map(|preset| preset.request),
            Err(_) => return Ok(None),
        },
        _ => return Ok(None),
    };
    match found {
        Err(studio_app::Error::NotFound) => Ok(None),
        found => found.map(Some),
    }
}

fn read(pairs: &FormPairs) -> ScheduleTyped {
    let or = |name: &str, default: &str| match pairs.get(name) {
        "" => default.to_owned(),
        text => text.to_owned(),
    };
    ScheduleTyped {
        name: or("name", ""),
        request: or("request", ""),
        every: or("every", "day"),
        at: or("at", "09:00"),
        weekday: or("weekday", "mon"),
        day: or("day", "1"),
        cron: or("cron", ""),
        zone: or("zone", "UTC"),
        overlap: or("overlap", "skip"),
        misfire: or("misfire", "once"),
        misfire_max: or("misfire_max", "10"),
        jitter_s: or("jitter_s", "0"),
        budget_credits: or("budget_credits", ""),
        pause_after: or("pause_after", "3"),
    }
}

/// What the form means, but for the request of each run.
///
/// # Errors
/// Every control whose text makes no sense.
fn wanted(
    values: &ScheduleTyped,
) -> std::result::Result<impl Fn(BatchRequest) -> ScheduleRequest + '_, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut number = |field: &str, text: &str| {
        text.trim().parse::<u32>().unwrap_or_else(|_| {
            errors.push(FieldError::new(field, "Use a whole number."));
            0
        })
    };
    let jitter_s = number("jitter_s", &values.jitter_s);
    let pause_after = number("pause_after", &values.pause_after);
    let misfire = match values.misfire.as_str() {
        "skip" => Misfire::Skip,
        "all" => Misfire::All {
            max: number("misfire_max", &values.misfire_max),
        },
        _ => Misfire::Once,
    };
    let budget = match values.budget_credits.trim() {
        "" => None,
        text => match text
            .replace(',', ".")
            .parse()
            .map_err(|_| ())
            .and_then(|credits| budget(credits).map_err(drop))
        {
            Ok(budget) => Some(budget),
            Err(()) => {
                errors.push(FieldError::new(
                    "budget_credits",
                    "Use a number above 0, or leave it empty.",
                ));
                None
            }
        },
    };
    let cron = cron(values).unwrap_or_else(|error| {
        errors.push(error);
        String::new()
    });
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(move |request| ScheduleRequest {
        name: values.name.clone(),
        cron: cron.clone(),
        zone: values.zone.clone(),
        request,
        overlap: match values.overlap.as_str() {
            "queue" => Overlap::Queue,
            "cancel_previous" => Overlap::CancelPrevious,
            "allow" => Overlap::Allow,
            _ => Overlap::Skip,
        },
        misfire,
        jitter_s,
        budget,
        pause_after,
    })
}

/// The line for the plain choices.
fn cron(values: &ScheduleTyped) -> std::result::Result<String, FieldError> {
    if values.every == "custom" {
        return Ok(values.cron.trim().to_owned());
    }
    let time = chrono::NaiveTime::parse_from_str(values.at.trim(), "%H:%M");
    let time = time.map_err(|_| FieldError::new("at", "Use a time such as 09:30."))?;
    let (hour, minute) = (chrono::Timelike::hour(&time), chrono::Timelike::minute(&time));
    match values.every.as_str() {
        "hour" => Ok(format!("{minute} * * * *")),
        "weekday" => Ok(format!("{minute} {hour} * * mon-fri")),
        "week" => match values.weekday.as_str() {
            day @ ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun") => Ok(format!("{minute} {hour} * * {day}")),
            _ => Err(FieldError::new("every", "Choose a day of the week.")),
        },
        "month" => match values.day.trim().parse::<u32>() {
            Ok(day @ 1..=28) => Ok(format!("{minute} {hour} {day} * *")),
            _ => Err(FieldError::new("day", "Use a day from 1 to 28, which every month has.")),
        },
        _ => Ok(format!("{minute} {hour} * * *")),
    }
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
    let limit = PageLimit::new(OFFERED).unwrap_or_default();
    let presets = presets::list(&state.app, user_id, None, limit).await?.items;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_choices_become_a_line() {
        let values = ScheduleTyped {
            at: "09:30".to_owned(),
            weekday: "tue".to_owned(),
            day: "28".to_owned(),
            cron: " @daily ".to_owned(),
            ..ScheduleTyped::default()
        };
        for (every, line) in [
            ("hour", "30 * * * *"),
            ("day", "30 9 * * *"),
            ("weekday", "30 9 * * mon-fri"),
            ("week", "30 9 * * tue"),
            ("month", "30 9 28 * *"),
            ("custom", "@daily"),
        ] {
            let every = every.to_owned();
            assert_eq!(
                cron(&ScheduleTyped {
                    every,
                    ..values.clone()
                }),
                Ok(line.to_owned())
            );
        }
        let wrong = |every: &str, at: &str, day: &str| {
            let values = ScheduleTyped {
                every: every.to_owned(),
                at: at.to_owned(),
                day: day.to_owned(),
                ..values.clone()
            };
            cron(&values).unwrap_err().field
        };
        assert_eq!(wrong("day", "25:00", "1"), "at");
        assert_eq!(wrong("month", "09:00", "31"), "day");
    }
}
