//! `GET /api/notifications`

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;
use studio_app::notifications::{self, NotificationView};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{PageQuery, QueryPairs, parse_flag};
use crate::problem::Problem;

/// Something that the studio told you.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NotificationBody {
    id: Uuid,
    /// `batch_ended`, `batch_stalled`, `schedule_paused`, `budget_reached`, `share_expiring` or `webhook_disabled`.
    #[schema(example = "batch_ended")]
    kind: String,
    /// What it is about: a batch, a schedule, a budget, a link. It may be gone.
    subject_id: Uuid,
    /// The name of that, as it was; may be empty.
    #[schema(example = "Owls")]
    about: String,
    /// What there is to say besides, by kind: numbers of jobs, a reason, a limit.
    #[schema(value_type = Object)]
    details: serde_json::Value,
    created_at: DateTime<Utc>,
    /// When you read it.
    read_at: Option<DateTime<Utc>>,
}

impl From<NotificationView> for NotificationBody {
    fn from(told: NotificationView) -> Self {
        Self {
            id: told.id.0,
            kind: told.kind.to_string(),
            subject_id: told.subject_id,
            about: told.about,
            details: told.details,
            created_at: told.created_at,
            read_at: told.read_at,
        }
    }
}

/// What the studio told you, newest first. It is kept for 90 days.
#[utoipa::path(
    get, path = "/api/notifications", operation_id = "list_notifications", tag = "notifications",
    params(
        ("unread" = Option<bool>, Query, description = "Only what you have not read."),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of notifications.", body = PageBody<NotificationBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_notifications(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    QueryPairs(query): QueryPairs,
    page: PageQuery,
) -> Result<Json<PageBody<NotificationBody>>> {
    let unread_only = parse_flag("unread", query.get("unread"))?;
    let found = notifications::list(&state.app, user.id, unread_only, page.cursor, page.limit).await?;
    Ok(Json(found.into()))
}
