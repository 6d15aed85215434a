//! `/admin/plugins/{id}/versions/{digest}`: one version beside the one on offer, for administrators.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::Value;
use studio_app::accounts::User;
use studio_app::plugins::{self, ModelDiff, PluginDiff, ShadowJob, ShadowOutcome, ShadowView};
use studio_model::MicroDollars;

use super::frame::PageRequest;
use super::plugins::line;
use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId};
use crate::views::{ModelChange, ShadowExample, ShadowSummary, VersionDiff, VersionPage, View};
use crate::{AppState, Error, paths};

/// Jobs that did not go the same way and are shown.
const EXAMPLES: usize = 10;
/// Characters of a value that are shown.
const SHOWN_CHARS: usize = 600;
/// Jobs that are repeated unless somebody says otherwise.
const JOBS: &str = "50";

/// What came of a form.
#[derive(Default)]
struct Outcome {
    jobs: Option<String>,
    jobs_error: Option<String>,
    complaint: Option<String>,
}

/// `GET /admin/plugins/{id}/versions/{digest}`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId((id, digest)): PathId<(String, String)>,
) -> Result<Response> {
    answer(
        &state,
        &request,
        &user,
        &id,
        &digest,
        StatusCode::OK,
        Outcome::default(),
    )
    .await
}

/// `POST /admin/plugins/{id}/versions/{digest}/promote`
pub(crate) async fn promote(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId((id, digest)): PathId<(String, String)>,
) -> Result<Response> {
    match plugins::promote(&state.app, &user, &id, &digest).await {
        Ok(_) => Ok(Redirect::to(&paths::plugin(&id)).into_response()),
        Err(error) => refused(&state, &request, &user, &id, &digest, error).await,
    }
}

/// `POST /admin/plugins/{id}/versions/{digest}/delete`
pub(crate) async fn delete(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId((id, digest)): PathId<(String, String)>,
) -> Result<Response> {
    if let Err(error) = plugins::delete_version(&state.app, &user, &id, &digest).await {
        return refused(&state, &request, &user, &id, &digest, error).await;
    }
    // The last version takes the plugin with it.
    let is_left = plugins::find(&state.app, &user, &id).await.is_ok();
    let href = if is_left {
        paths::plugin(&id)
    } else {
        paths::PLUGINS.to_owned()
    };
    Ok(Redirect::to(&href).into_response())
}

/// `POST /admin/plugins/{id}/versions/{digest}/shadow`: the field `jobs` says how many.
pub(crate) async fn shadow(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId((id, digest)): PathId<(String, String)>,
    form: FormPairs,
) -> Result<Response> {
    let typed = form.get("jobs");
    let error = match plugins::shadow(&state.app, &user, &id, &digest, typed.trim().parse().unwrap_or(0)).await {
        Ok(_) => return Ok(Redirect::to(&paths::plugin_version(&id, &digest)).into_response()),
        Err(error @ studio_app::Error::Invalid(_)) => Error::from(error),
        Err(error) => return refused(&state, &request, &user, &id, &digest, error).await,
    };
    let info = ErrorInfo::from(&error);
    let (status, jobs) = (info.status, Some(typed.to_owned()));
    let outcome = Outcome {
        jobs,
        jobs_error: Some(info.sentence()),
        complaint: None,
    };
    answer(&state, &request, &user, &id, &digest, status, outcome).await
}

/// The page with the reason; errors that are not about the version's state have pages of their own.
async fn refused(
    state: &AppState,
    request: &PageRequest,
    user: &User,
    id: &str,
    digest: &str,
    error: studio_app::Error,
) -> Result<Response> {
    let error = match error {
        error @ studio_app::Error::Conflict(_) => Error::from(error),
        error => return Err(error.into()),
    };
    let info = ErrorInfo::from(&error);
    let status = info.status;
    let outcome = Outcome {
        complaint: Some(info.sentence()),
        ..Outcome::default()
    };
    answer(state, request, user, id, digest, status, outcome).await
}

async fn answer(
    state: &AppState,
    request: &PageRequest,
    user: &User,
    id: &str,
    digest: &str,
    status: StatusCode,
    outcome: Outcome,
) -> Result<Response> {
    let diff = plugins::diff(&state.app, user, id, digest).await?;
    let shadow = plugins::find_shadow(&state.app, user, id, digest).await?;
    let page = VersionPage {
        plugin_id: id.to_owned(),
        name: diff.to.name.clone(),
        version: line(id, &diff.to),
        against: diff.from.as_ref().map(|version| version.version.clone()),
        diff: differences(diff),
        shadow: shadow.map(summary),
        jobs: outcome.jobs.unwrap_or_else(|| JOBS.to_owned()),
        jobs_error: outcome.jobs_error,
        complaint: outcome.complaint,
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}

fn differences(diff: PluginDiff) -> VersionDiff {
    VersionDiff {
        is_empty: diff.is_empty(),
        endpoints_added: diff.endpoints_added,
        endpoints_removed: diff.endpoints_removed,
        models_added: diff.models_added,
        models_removed: diff.models_removed,
        models: diff.models_changed.into_iter().map(model_change).collect(),
    }
}

fn model_change(diff: ModelDiff) -> ModelChange {
    let credits = |price: Option<u64>| price.map(|price| MicroDollars::saturating_from(price).credits());
    let parameters = diff.parameters.into_iter().map(|change| {
        let what = match (&change.before, &change.after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        };
        (change.name, what)
    });
    let fields = diff.fields.into_iter();
    ModelChange {
        id: diff.id,
        price: diff
            .price
            .map(|price| (credits(price.before_microdollars), credits(price.after_microdollars))),
        parameters: parameters.collect(),
        fields: fields
            .map(|change| (change.field, shown(&change.before), shown(&change.after)))
            .collect(),
    }
}

fn summary(view: ShadowView) -> ShadowSummary {
    ShadowSummary {
        ran_at: view.ran_at,
        same: view.same,
        different: view.differed,
        failed: view.failed,
        examples: view.jobs.into_iter().filter_map(example).take(EXAMPLES).collect(),
    }
}

fn example(job: ShadowJob) -> Option<ShadowExample> {
    let (what, before, after) = match job.outcome {
        ShadowOutcome::Same => return None,
        ShadowOutcome::Different { what, before, after } => (what, shown(&before), shown(&after)),
        ShadowOutcome::Failed { message } => ("error".to_owned(), String::new(), message),
    };
    Some(ShadowExample {
        job_id: job.job_id.to_string(),
        model_id: job.model_id,
        what,
        before,
        after,
    })
}

/// A value as a person reads it, cut.
fn shown(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match text.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
