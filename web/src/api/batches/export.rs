//! `GET /api/batches/{id}/export` and the manifests alone

use axum::extract::State;
use axum::response::Response;
use studio_app::batches;
use studio_app::export::ExportKind;
use studio_model::{BatchId, UserId};

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::export::download;
use crate::extract::PathId;
use crate::problem::Problem;

/// All pictures of a batch with its manifest, as a ZIP archive.
///
/// Originals as they are, called after row, prompt and picture (`0007-a-white-fox-1.png`), and at the end `manifest.json`
/// and `manifest.csv` with a line for every row that is a job by now; files that the store lacks are named there. An archive
/// that cannot be sent whole breaks off.
#[utoipa::path(
    get, path = "/api/batches/{id}/export", operation_id = "export_batch", tag = "batches",
    params(("id" = uuid::Uuid, Path, description = "The batch.")),
    responses(
        (status = 200, description = "The archive.", content_type = "application/zip"),
        (status = 404, description = "You have no such batch.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many exports at a time.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn export_batch(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<BatchId>,
) -> Result<Response> {
    send(&state, user.id, id, ExportKind::Archive).await
}

/// The manifest of a batch as JSON.
///
/// As in the archive; whether the files are there is not looked up.
#[utoipa::path(
    get, path = "/api/batches/{id}/manifest.json", operation_id = "find_batch_manifest_json", tag = "batches",
    params(("id" = uuid::Uuid, Path, description = "The batch.")),
    responses(
        (status = 200, description = "The manifest.", content_type = "application/json"),
        (status = 404, description = "You have no such batch.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many exports at a time.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_batch_manifest_json(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<BatchId>,
) -> Result<Response> {
    send(&state, user.id, id, ExportKind::Json).await
}

/// The manifest of a batch as CSV.
///
/// Safe to open in a spreadsheet: a cell that looks like a formula begins with an apostrophe.
#[utoipa::path(
    get, path = "/api/batches/{id}/manifest.csv", operation_id = "find_batch_manifest_csv", tag = "batches",
    params(("id" = uuid::Uuid, Path, description = "The batch.")),
    responses(
        (status = 200, description = "The manifest.", content_type = "text/csv"),
        (status = 404, description = "You have no such batch.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many exports at a time.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_batch_manifest_csv(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<BatchId>,
) -> Result<Response> {
    send(&state, user.id, id, ExportKind::Csv).await
}

async fn send(state: &AppState, user_id: UserId, id: BatchId, kind: ExportKind) -> Result<Response> {
    let export = batches::export(&state.app, user_id, id, kind).await?;
    Ok(download(export, kind))
}
