//! `GET /api/admin/audit`

use axum::Json;
use axum::extract::State;
use studio_app::audit;

use super::{AuditEntryBody, filter_of, query_of};
use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{PageQuery, QueryPairs};
use crate::problem::Problem;

/// The audit log, newest first.
#[utoipa::path(
    get, path = "/api/admin/audit", operation_id = "list_audit_entries", tag = "admin",
    params(
        ("user_id" = Option<uuid::Uuid>, Query, description = "Only about this account. Not with `actor_id`."),
        ("actor_id" = Option<uuid::Uuid>, Query, description = "Only what this user did."),
        ("action" = Option<String>, Query, description = "Only this action.", example = "session.refused"),
        ("ip" = Option<String>, Query, description = "Only from this address."),
        ("from" = Option<chrono::DateTime<chrono::Utc>>, Query, description = "Not before."),
        ("until" = Option<chrono::DateTime<chrono::Utc>>, Query, description = "Only before."),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of entries.", body = PageBody<AuditEntryBody>),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_audit_entries(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    QueryPairs(query): QueryPairs,
    page: PageQuery,
) -> Result<Json<PageBody<AuditEntryBody>>> {
    let (whose, filter) = (query_of(&query)?, filter_of(&query)?);
    let found = audit::list(&state.app, &user, whose, &filter, page.cursor, page.limit).await?;
    Ok(Json(found.into()))
}
