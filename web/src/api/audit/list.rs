//! `GET /api/audit`

use axum::Json;
use axum::extract::State;
use studio_app::audit;

use super::{AuditEntryBody, filter_of};
use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{PageQuery, QueryPairs};
use crate::problem::Problem;

/// What happened to your account, newest first.
///
/// Log-ins, also those that failed, keys, and what administrators changed. Entries are kept for a year unless the studio is set up
/// otherwise.
#[utoipa::path(
    get, path = "/api/audit", operation_id = "list_own_audit_entries", tag = "auth",
    params(
        ("action" = Option<String>, Query, description = "Only this action.", example = "session.refused"),
        ("ip" = Option<String>, Query, description = "Only from this address."),
        ("from" = Option<chrono::DateTime<chrono::Utc>>, Query, description = "Not before."),
        ("until" = Option<chrono::DateTime<chrono::Utc>>, Query, description = "Only before."),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of entries.", body = PageBody<AuditEntryBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_own_audit_entries(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    QueryPairs(query): QueryPairs,
    page: PageQuery,
) -> Result<Json<PageBody<AuditEntryBody>>> {
    let found = audit::list_own(&state.app, &user, &filter_of(&query)?, page.cursor, page.limit).await?;
    Ok(Json(found.into()))
}
