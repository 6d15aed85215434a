//! `/admin/plugins`: the plugins and one of them with its versions, for administrators.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::accounts::User;
use studio_app::models::{self, Measured, ModelSwitches, SwitchChange, Vitals};
use studio_app::plugins::{self, PluginDetails, PluginView, VersionState, VersionView};

use super::frame::PageRequest;
use super::respond;
use super::signed_in::SignedInPage;
use crate::api::admin::plugins::Component;
use crate::auth::Administrator;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId};
use crate::views::{PluginCard, PluginModel, PluginPage, PluginsPage, VersionLine, View};
use crate::{AppState, Error, paths};

/// Lines of its log that a plugin's page shows.
const LOG_LINES: usize = 50;

/// `GET /admin/plugins`
pub(crate) async fn list(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
) -> Result<Response> {
    show_list(&state, &request, &user, StatusCode::OK, None).await
}

/// `POST /admin/plugins`: the file `component`.
pub(crate) async fn upload(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    _: Administrator,
    component: std::result::Result<Component, Error>,
) -> Result<Response> {
    let uploaded = match component {
        Ok(Component(bytes)) => plugins::upload(&state.app, &user, bytes).await.map_err(Error::from),
        Err(error) => Err(error),
    };
    let error = match uploaded {
        Ok(uploaded) => {
            let href = paths::plugin_version(&uploaded.plugin_id, &uploaded.version.digest);
            return Ok(Redirect::to(&href).into_response());
        }
        Err(error) => error,
    };
    let info = ErrorInfo::mendable(&error)
        .filter(|info| info.status != StatusCode::FORBIDDEN)
        .ok_or(error)?;
    let status = info.status;
    show_list(&state, &request, &user, status, Some(info.sentence())).await
}

/// `GET /admin/plugins/{id}`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<String>,
) -> Result<Response> {
    let details = plugins::find(&state.app, &user, &id).await?;
    show_one(&state, &request, &user, &details, StatusCode::OK, None).await
}

/// `POST /admin/plugins/{id}/enable`
pub(crate) async fn enable(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<String>,
) -> Result<Response> {
    let done = plugins::set_enabled(&state.app, &user, &id, true).await;
    changed(&state, &request, &user, &id, done).await
}

/// `POST /admin/plugins/{id}/disable`
pub(crate) async fn disable(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<String>,
) -> Result<Response> {
    let done = plugins::set_enabled(&state.app, &user, &id, false).await;
    changed(&state, &request, &user, &id, done).await
}

/// `POST /admin/plugins/{id}/models`: takes one of its models off offer or puts it back, or features it.
pub(crate) async fn switch_model(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<String>,
    form: FormPairs,
) -> Result<Redirect> {
    let wish = |name: &str| match form.get(name) {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    };
    let change = SwitchChange {
        is_active: wish("active"),
        is_featured: wish("featured"),
    };
    models::switch(&state.app, &user, form.get("model_id"), change).await?;
    Ok(Redirect::to(&paths::plugin(&id)))
}

/// `POST /admin/plugins/{id}/rollback`
pub(crate) async fn roll_back(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<String>,
) -> Result<Response> {
    let done = plugins::roll_back(&state.app, &user, &id).await;
    changed(&state, &request, &user, &id, done).await
}

/// Back to the plugin's page, or why not.
async fn changed(
    state: &AppState,
    request: &PageRequest,
    user: &User,
    id: &str,
    done: studio_app::Result<PluginDetails>,
) -> Result<Response> {
    let error = match done {
        Ok(_) => return Ok(Redirect::to(&paths::plugin(id)).into_response()),
        Err(error @ studio_app::Error::Conflict(_)) => Error::from(error),
        Err(error) => return Err(error.into()),
    };
    let details = plugins::find(&state.app, user, id).await?;
    let info = ErrorInfo::from(&error);
    show_one(state, request, user, &details, info.status, Some(info.sentence())).await
}

async fn show_list(
    state: &AppState,
    request: &PageRequest,
    user: &User,
    status: StatusCode,
    upload_error: Option<String>,
) -> Result<Response> {
    let found = plugins::list(&state.app, user).await?;
    let known = Known::load(state, user).await?;
    let page = PluginsPage {
        plugins: found.iter().map(|plugin| card(plugin, &known)).collect(),
        problems: plugins::problems(&state.app, user)?,
        upload_error,
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}

async fn show_one(
    state: &AppState,
    request: &PageRequest,
    user: &User,
    details: &PluginDetails,
    status: StatusCode,
    complaint: Option<String>,
) -> Result<Response> {
    let known = Known::load(state, user).await?;
    let id = &details.plugin.id;
    let log = plugins::list_log(&state.app, user, id).await?;
    let page = PluginPage {
        log: log
            .into_iter()
            .take(LOG_LINES)
            .map(|line| (line.logged_at, line.level, line.line))
            .collect(),
        plugin: card(&details.plugin, &known),
        versions: details.versions.iter().map(|version| line(id, version)).collect(),
        complaint,
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}

/// What is known of models besides what their plugins say, by id.
struct Known {
    vitals: HashMap<String, Vitals>,
    switches: HashMap<String, ModelSwitches>,
}

impl Known {
    async fn load(state: &AppState, user: &User) -> Result<Self> {
        Ok(Self {
            vitals: models::vitals(&state.app).await?,
            switches: models::switches(&state.app, user).await?,
        })
    }
}

fn card(plugin: &PluginView, known: &Known) -> PluginCard {
    let shown = &plugin.shown;
    let model = |info: &models::ModelInfo| {
        let vitals = known.vitals.get(&info.model.id);
        let switches = known.switches.get(&info.model.id);
        let measured = vitals.and_then(|vitals| vitals.measured);
        PluginModel {
            id: info.model.id.clone(),
            name: info.model.name.clone(),
            is_active: switches.is_none_or(|switches| switches.is_active),
            is_featured: switches.is_some_and(|switches| switches.is_featured),
            health: vitals
                .and_then(|vitals| vitals.health)
                .map(studio_model::ModelHealth::as_str),
            times: measured.and_then(times),
            success_percent: measured.map(success_percent),
        }
    };
    PluginCard {
        id: plugin.id.clone(),
        name: shown.name.clone(),
        author: shown.author.clone(),
        version: shown.version.clone(),
        state: state_of(plugin),
        models: shown.models.iter().map(model).collect(),
        endpoints: shown.endpoints().into_iter().map(str::to_owned).collect(),
        candidates: plugin.candidates,
        can_roll_back: plugin.previous_digest.is_some(),
    }
}

fn state_of(plugin: &PluginView) -> &'static str {
    if plugin.shown.state != VersionState::Default {
        "candidate"
    } else if !plugin.is_enabled {
        "off"
    } else if plugin.is_withdrawn {
        "withdrawn"
    } else {
        "on"
    }
}

/// Seconds that half of the jobs and nineteen of twenty did not exceed.
pub(super) fn times(measured: Measured) -> Option<(f64, f64)> {
    measured.p50_s.zip(measured.p95_s)
}

/// With one place after the point.
pub(super) fn success_percent(measured: Measured) -> f64 {
    (measured.success_rate * 1000.0).round() / 10.0
}

/// A version in a list.
pub(super) fn line(plugin_id: &str, version: &VersionView) -> VersionLine {
    VersionLine {
        href: paths::plugin_version(plugin_id, &version.digest),
        digest: version.digest.clone(),
        version: version.version.clone(),
        state: version.state.as_str(),
        added_at: version.added_at,
        uploaded_by: version.uploaded_by.clone(),
        times: version.measured.and_then(times),
        success_percent: version.measured.map(success_percent),
    }
}
