//! `GET /api/batches/{id}/rows`

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use studio_app::batches::{self, RowFilter};
use studio_app::generation::JobView;
use studio_model::BatchId;
use utoipa::ToSchema;

use crate::api::generation::{JobBody, parse_status};
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{PathId, QueryPairs, parse_limit};
use crate::problem::Problem;
use crate::{AppState, Error};

/// Rows of a batch.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RowsBody {
    items: Vec<JobBody>,
    /// For `?after=`; `null` on the last page.
    next_after: Option<u32>,
}

/// The rows of a batch with their pictures, in order.
///
/// Each is a job with its `axes`: where it stands in the grid. Rows that are not jobs yet, and broken ones, are left out.
#[utoipa::path(
    get, path = "/api/batches/{id}/rows", operation_id = "list_batch_rows", tag = "batches",
    params(
        ("id" = uuid::Uuid, Path, description = "The batch."),
        ("status" = Option<String>, Query, description = "Only `pending`, `processing`, `completed`, `failed` or `cancelled` ones."),
        ("axis" = Option<String>, Query, description = "Only rows at a value of an axis: `color:red`."),
        ("after" = Option<u32>, Query, description = "Rows after the one with this number."),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
    ),
    responses(
        (status = 200, description = "Rows.", body = RowsBody),
        (status = 404, description = "You have no such batch.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_batch_rows(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<BatchId>,
    QueryPairs(query): QueryPairs,
) -> Result<Json<RowsBody>> {
    let filter = RowFilter {
        statuses: match query.get("status") {
            "" => Vec::new(),
            status => vec![parse_status(status)?],
        },
        axis: parse_axis(query.get("axis"))?,
    };
    let after = match query.get("after") {
        "" => None,
        text => Some(
            text.parse()
                .map_err(|_| Error::invalid("after", "Use the number of a row."))?,
        ),
    };
    let limit = parse_limit(query.get("limit"))?;
    let rows = batches::list_rows(&state.app, user.id, id, &filter, after, limit).await?;
    let is_full = rows.len() >= usize::from(limit.rows());
    let last = rows.last().and_then(|job: &JobView| job.batch).map(|(_, row)| row);
    Ok(Json(RowsBody {
        next_after: last.filter(|_| is_full),
        items: rows.into_iter().map(JobBody::from).collect(),
    }))
}

fn parse_axis(text: &str) -> Result<Option<(String, String)>> {
    if text.is_empty() {
        return Ok(None);
    }
    let (name, value) = text
        .split_once(':')
        .ok_or_else(|| Error::invalid("axis", "Use a name and a value: color:red."))?;
    Ok(Some((name.to_owned(), value.to_owned())))
}
