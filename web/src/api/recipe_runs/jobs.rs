//! `GET /api/recipe-runs/{id}/jobs`

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use studio_app::recipes::{self, JobsAfter, RunJobFilter};
use studio_model::RecipeRunId;
use utoipa::ToSchema;

use crate::api::generation::{JobBody, parse_status};
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{PathId, QueryPairs, parse_limit};
use crate::problem::Problem;
use crate::{AppState, Error};

/// Jobs of a run.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RunJobsBody {
    items: Vec<JobBody>,
    /// For `?cursor=`; `null` on the last page.
    next_cursor: Option<String>,
}

/// The jobs of a run with their pictures, by step and source picture.
///
/// Each names its step and the picture it started from. Pictures that are no jobs yet, and refused ones, are left out.
#[utoipa::path(
    get, path = "/api/recipe-runs/{id}/jobs", operation_id = "list_recipe_run_jobs", tag = "recipes",
    params(
        ("id" = uuid::Uuid, Path, description = "The run."),
        ("step" = Option<u32>, Query, description = "Only of this step, from 1 on."),
        ("status" = Option<String>, Query, description = "Only `pending`, `processing`, `completed`, `failed` or `cancelled` ones."),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "Jobs.", body = RunJobsBody),
        (status = 404, description = "You have no such run.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_recipe_run_jobs(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<RecipeRunId>,
    QueryPairs(query): QueryPairs,
) -> Result<Json<RunJobsBody>> {
    let step = match query.get("step") {
        "" => None,
        text => Some(
            text.parse()
                .map_err(|_| Error::invalid("step", "Use the number of a step, 1 for the first."))?,
        ),
    };
    let statuses = match query.get("status") {
        "" => Vec::new(),
        status => vec![parse_status(status)?],
    };
    let filter = RunJobFilter { step, statuses };
    let after = parse_cursor(query.get("cursor"))?;
    let limit = parse_limit(query.get("limit"))?;
    let (jobs, next) = recipes::list_run_jobs(&state.app, user.id, id, &filter, after, limit).await?;
    Ok(Json(RunJobsBody {
        items: jobs.into_iter().map(JobBody::from).collect(),
        next_cursor: next.as_ref().map(write_cursor),
    }))
}

/// A step and a picture, `2-0190c5a2-…`.
pub(crate) fn write_cursor(after: &JobsAfter) -> String {
    format!("{}-{}", after.step, after.source)
}

/// The same in the other direction; an empty text is no cursor.
pub(crate) fn parse_cursor(text: &str) -> Result<Option<JobsAfter>> {
    if text.is_empty() {
        return Ok(None);
    }
    let parsed = text.split_once('-').and_then(|(step, source)| {
        Some(JobsAfter {
            step: step.parse().ok()?,
            source: source.parse().ok()?,
        })
    });
    let cursor = parsed.ok_or_else(|| Error::invalid("cursor", "Use the next_cursor of the page before."))?;
    Ok(Some(cursor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_a_step_and_a_picture() {
        let after = parse_cursor("2-0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5a6b").unwrap().unwrap();
        assert_eq!(after.step, 2);
        assert_eq!(parse_cursor("").unwrap(), None);
        for text in ["2", "x-0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5a6b", "2-x", "-"] {
            let error = parse_cursor(text).unwrap_err();
            assert_eq!(error.field_errors().unwrap()[0].field, "cursor", "{text}");
        }
    }
}
