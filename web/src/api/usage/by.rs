//! `GET /api/usage/by-model`, `/by-action`, `/by-project`

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use studio_app::usage::{self, Dimension, Share};
use studio_model::UserId;
use utoipa::ToSchema;

use super::UsedBody;
use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{FormPairs, QueryPairs};
use crate::problem::Problem;

/// What a model was used for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ModelUsageBody {
    #[schema(example = "fal-ai/flux/dev")]
    model_id: String,
    #[serde(flatten)]
    used: UsedBody,
}

/// What went into an action.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ActionUsageBody {
    #[schema(example = "text-to-image")]
    action: String,
    #[serde(flatten)]
    used: UsedBody,
}

/// What went into a project.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProjectUsageBody {
    /// `null` for jobs without a project.
    project_id: Option<String>,
    /// `null` for a project that is gone, too.
    project_name: Option<String>,
    #[serde(flatten)]
    used: UsedBody,
}

/// What you used of each model, the dearest first.
#[utoipa::path(
    get, path = "/api/usage/by-model", operation_id = "list_usage_by_model", tag = "usage",
    params(
        ("from" = Option<String>, Query, description = "The first day, `YYYY-MM-DD` in UTC; by default 29 days before `to`.", example = "2026-11-01"),
        ("to" = Option<String>, Query, description = "The last day, by default today; at most 366 days from `from` on.", example = "2026-11-30"),
    ),
    responses(
        (status = 200, description = "All models that you used; there is no further page.", body = PageBody<ModelUsageBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_usage_by_model(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    QueryPairs(query): QueryPairs,
) -> Result<Json<PageBody<ModelUsageBody>>> {
    let body = |share: Share| ModelUsageBody {
        model_id: share.key,
        used: share.used.into(),
    };
    list(&state, user.id, &query, Dimension::Model, body).await
}

/// What went into each action, the dearest first.
#[utoipa::path(
    get, path = "/api/usage/by-action", operation_id = "list_usage_by_action", tag = "usage",
    params(
        ("from" = Option<String>, Query, description = "The first day, `YYYY-MM-DD` in UTC; by default 29 days before `to`.", example = "2026-11-01"),
        ("to" = Option<String>, Query, description = "The last day, by default today; at most 366 days from `from` on.", example = "2026-11-30"),
    ),
    responses(
        (status = 200, description = "All actions that you used; there is no further page.", body = PageBody<ActionUsageBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_usage_by_action(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    QueryPairs(query): QueryPairs,
) -> Result<Json<PageBody<ActionUsageBody>>> {
    let body = |share: Share| ActionUsageBody {
        action: share.key,
        used: share.used.into(),
    };
    list(&state, user.id, &query, Dimension::Action, body).await
}

/// What went into each project, the dearest first.
#[utoipa::path(
    get, path = "/api/usage/by-project", operation_id = "list_usage_by_project", tag = "usage",
    params(
        ("from" = Option<String>, Query, description = "The first day, `YYYY-MM-DD` in UTC; by default 29 days before `to`.", example = "2026-11-01"),
        ("to" = Option<String>, Query, description = "The last day, by default today; at most 366 days from `from` on.", example = "2026-11-30"),
    ),
    responses(
        (status = 200, description = "All projects that you worked on; there is no further page.", body = PageBody<ProjectUsageBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_usage_by_project(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    QueryPairs(query): QueryPairs,
) -> Result<Json<PageBody<ProjectUsageBody>>> {
    let body = |share: Share| ProjectUsageBody {
        project_id: Some(share.key).filter(|id| !id.is_empty()),
        project_name: share.project_name,
        used: share.used.into(),
    };
    list(&state, user.id, &query, Dimension::Project, body).await
}

async fn list<T>(
    state: &AppState,
    user: UserId,
    query: &FormPairs,
    dimension: Dimension,
    body: impl Fn(Share) -> T,
) -> Result<Json<PageBody<T>>> {
    let shares = usage::by(&state.app, user, query.get("from"), query.get("to"), dimension).await?;
    Ok(Json(PageBody::whole(shares.into_iter().map(body).collect())))
}
