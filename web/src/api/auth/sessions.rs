//! `/api/auth/sessions`

use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::Serialize;
use studio_app::accounts::{self, SessionRow};
use studio_model::SessionId;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentSession;
use crate::error::Result;
use crate::extract::{PageQuery, PathId};
use crate::problem::Problem;

/// A browser that is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionBody {
    id: Uuid,
    /// Where the log-in came from.
    #[schema(example = "192.0.2.7")]
    ip_address: Option<String>,
    /// What the browser calls itself, at most 500 characters.
    #[schema(example = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")]
    user_agent: Option<String>,
    /// When it logged in.
    created_at: DateTime<Utc>,
    /// Its last request, exact to a minute.
    last_seen_at: DateTime<Utc>,
    /// It ends then, or two weeks after its last request.
    expires_at: DateTime<Utc>,
    /// Whether the log-in was proven by a code as well.
    has_code: bool,
    /// Whether it is the one that asks.
    is_current: bool,
}

impl SessionBody {
    fn new(row: SessionRow, current: SessionId) -> Self {
        Self {
            is_current: row.id == current,
            id: row.id.0,
            ip_address: row.ip_address,
            user_agent: row.user_agent,
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            expires_at: row.expires_at,
            has_code: row.has_code,
        }
    }
}

/// Where you are signed in, the newest log-in first.
#[utoipa::path(
    get, path = "/api/auth/sessions", operation_id = "list_sessions", tag = "auth",
    params(
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of sessions.", body = PageBody<SessionBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_sessions(
    State(state): State<AppState>,
    CurrentSession(session): CurrentSession,
    query: PageQuery,
) -> Result<axum::Json<PageBody<SessionBody>>> {
    let page = accounts::list_sessions(&state.app, session.user.id, query.cursor, query.limit).await?;
    let next = page.next.map(|cursor| cursor.to_string());
    let items = page.items.into_iter().map(|row| SessionBody::new(row, session.id));
    Ok(axum::Json(PageBody::of(items.collect(), next)))
}

/// Log one of your browsers out.
///
/// The one that asks can do that to itself.
#[utoipa::path(
    delete, path = "/api/auth/sessions/{id}", operation_id = "revoke_session", tag = "auth",
    params(("id" = uuid::Uuid, Path, description = "The session.")),
    responses(
        (status = 204, description = "It is logged out."),
        (status = 404, description = "You have no such session.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn revoke_session(
    State(state): State<AppState>,
    CurrentSession(session): CurrentSession,
    PathId(id): PathId<SessionId>,
) -> Result<StatusCode> {
    accounts::revoke_session(&state.app, &session.user, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How many there were.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RevokedBody {
    #[schema(example = 2)]
    revoked: u64,
}

/// Log all your other browsers out.
#[utoipa::path(
    delete, path = "/api/auth/sessions", operation_id = "revoke_other_sessions", tag = "auth",
    responses((status = 200, description = "Only the one that asks is left.", body = RevokedBody))
)]
pub(crate) async fn revoke_other_sessions(
    State(state): State<AppState>,
    CurrentSession(session): CurrentSession,
) -> Result<axum::Json<RevokedBody>> {
    let revoked = accounts::revoke_other_sessions(&state.app, &session.user, session.id).await?;
    Ok(axum::Json(RevokedBody { revoked }))
}
