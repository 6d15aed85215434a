//! `GET` and `PUT /api/notifications/settings`

use std::collections::BTreeMap;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use studio_app::notifications::{self, NotificationKind};
use studio_model::UserId;
use utoipa::ToSchema;

use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::Json;
use crate::problem::Problem;
use crate::{AppState, Error};

/// Which kinds you want to be told.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotificationSettingsBody {
    /// Whether each kind is wanted, by its name; what a change leaves out is wanted.
    #[schema(example = json!({ "batch_ended": true, "share_expiring": false }))]
    kinds: BTreeMap<String, bool>,
}

/// Which kinds of notifications you want.
#[utoipa::path(
    get, path = "/api/notifications/settings", operation_id = "find_notification_settings", tag = "notifications",
    responses((status = 200, description = "All kinds.", body = NotificationSettingsBody))
)]
pub(crate) async fn find_notification_settings(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<axum::Json<NotificationSettingsBody>> {
    present(&state, user.id).await
}

/// Say which kinds of notifications you want.
#[utoipa::path(
    put, path = "/api/notifications/settings", operation_id = "put_notification_settings", tag = "notifications",
    request_body = NotificationSettingsBody,
    responses(
        (status = 200, description = "All kinds, as they are now.", body = NotificationSettingsBody),
        (status = 422, description = "There is no such kind.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn put_notification_settings(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<NotificationSettingsBody>,
) -> Result<axum::Json<NotificationSettingsBody>> {
    let mut unwanted = Vec::new();
    for (name, is_wanted) in &body.kinds {
        let kind = NotificationKind::parse(name);
        let kind = kind.ok_or_else(|| Error::invalid(format!("kinds.{name}"), "There is no such kind."))?;
        if !is_wanted {
            unwanted.push(kind);
        }
    }
    notifications::set_unwanted(&state.app, user.id, &unwanted).await?;
    present(&state, user.id).await
}

async fn present(state: &AppState, user_id: UserId) -> Result<axum::Json<NotificationSettingsBody>> {
    let unwanted = notifications::unwanted(&state.app, user_id).await?;
    let kinds = NotificationKind::ALL.iter();
    let kinds = kinds.map(|kind| (kind.to_string(), !unwanted.contains(kind)));
    Ok(axum::Json(NotificationSettingsBody { kinds: kinds.collect() }))
}
