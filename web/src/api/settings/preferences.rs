//! `/api/settings`

use axum::Json as JsonAnswer;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::settings::{self, SettingsView};
use studio_model::{ColorTheme, GalleryView, Language, Preferences};
use utoipa::ToSchema;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::{IfMatch, etag};
use crate::extract::Json;
use crate::problem::Problem;

/// How the studio looks to you.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PreferencesBody {
    /// `en` or `de`, of pages and mails; without it, what the browser prefers.
    #[schema(value_type = Option<String>, example = "de")]
    language: Option<Language>,
    /// An IANA name in which pages show times; without it, the browser's.
    #[schema(example = "Europe/Berlin")]
    time_zone: Option<String>,
    /// `auto`, `light`, `dark`, `hc-light` or `hc-dark`; a browser in which a theme was chosen keeps that.
    #[schema(value_type = String, example = "dark")]
    theme: ColorTheme,
    /// `grid`, `masonry` or `list`. How the gallery begins.
    #[schema(value_type = String, example = "grid")]
    gallery_view: GalleryView,
}

impl From<PreferencesBody> for Preferences {
    fn from(body: PreferencesBody) -> Self {
        Self {
            language: body.language,
            time_zone: body.time_zone,
            theme: body.theme,
            gallery_view: body.gallery_view,
        }
    }
}

/// What you chose.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SettingsBody {
    /// Of pages and mails; `null` means what the browser prefers.
    #[schema(value_type = Option<String>, example = "de")]
    language: Option<Language>,
    /// In which pages show times; `null` means the browser's.
    #[schema(example = "Europe/Berlin")]
    time_zone: Option<String>,
    #[schema(value_type = String, example = "dark")]
    theme: ColorTheme,
    #[schema(value_type = String, example = "grid")]
    gallery_view: GalleryView,
    /// The last change of any setting. The `ETag` says the same.
    updated_at: DateTime<Utc>,
}

/// The settings.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SettingsEnvelope {
    settings: SettingsBody,
}

/// Your settings.
#[utoipa::path(
    get, path = "/api/settings", operation_id = "find_settings", tag = "settings",
    responses((status = 200, description = "What you chose; its `ETag` is what a change sends as `If-Match`.", body = SettingsEnvelope))
)]
pub(crate) async fn find_settings(State(state): State<AppState>, CurrentUser(user): CurrentUser) -> Result<Response> {
    Ok(answer(settings::find(&state.app, user.id).await?))
}

/// Change your settings.
///
/// What is left out is not chosen any more.
#[utoipa::path(
    put, path = "/api/settings", operation_id = "update_settings", tag = "settings",
    params(("If-Match" = String, Header, description = "The `ETag` that you read.")),
    request_body = PreferencesBody,
    responses(
        (status = 200, description = "What you chose.", body = SettingsEnvelope),
        (status = 412, description = "The settings were changed since.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid.", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn update_settings(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    IfMatch(seen_at): IfMatch<DateTime<Utc>>,
    Json(body): Json<PreferencesBody>,
) -> Result<Response> {
    let changed = settings::update_preferences(&state.app, user.id, seen_at, body.into()).await?;
    Ok(answer(changed))
}

fn answer(view: SettingsView) -> Response {
    let preferences = view.preferences;
    let settings = SettingsBody {
        language: preferences.language,
        time_zone: preferences.time_zone,
        theme: preferences.theme,
        gallery_view: preferences.gallery_view,
        updated_at: view.updated_at,
    };
    (etag(view.updated_at), JsonAnswer(SettingsEnvelope { settings })).into_response()
}
