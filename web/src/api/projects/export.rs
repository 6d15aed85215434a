//! `/api/projects/{id}/export` and the manifests alone

use axum::extract::State;
use axum::response::Response;
use studio_app::export::ExportKind;
use studio_app::projects;
use studio_model::{ProjectId, UserId};

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::export::download;
use crate::extract::PathId;
use crate::problem::Problem;

/// All pictures of a project with its manifest, as a ZIP archive.
///
/// Originals as they are, newest first, called after day, prompt and id (`2026-11-27-a-white-fox-3d4e5f6a7b8c.png`), and at the
/// end `manifest.json` and `manifest.csv` with a line for each; files that the store lacks are named there. An archive that
/// cannot be sent whole breaks off.
#[utoipa::path(
    get, path = "/api/projects/{id}/export", operation_id = "download_project", tag = "projects",
    params(("id" = uuid::Uuid, Path, description = "The project.")),
    responses(
        (status = 200, description = "The archive.", content_type = "application/zip"),
        (status = 404, description = "You have no such project.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many exports at a time.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn download_project(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ProjectId>,
) -> Result<Response> {
    send(&state, user.id, id, ExportKind::Archive).await
}

/// The same archive, for programs that ask for it by POST.
#[utoipa::path(
    post, path = "/api/projects/{id}/export", operation_id = "export_project", tag = "projects",
    params(("id" = uuid::Uuid, Path, description = "The project.")),
    responses(
        (status = 200, description = "The archive.", content_type = "application/zip"),
        (status = 404, description = "You have no such project.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many exports at a time.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn export_project(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ProjectId>,
) -> Result<Response> {
    send(&state, user.id, id, ExportKind::Archive).await
}

/// The manifest of a project as JSON.
///
/// As in the archive; whether the files are there is not looked up.
#[utoipa::path(
    get, path = "/api/projects/{id}/manifest.json", operation_id = "find_project_manifest_json", tag = "projects",
    params(("id" = uuid::Uuid, Path, description = "The project.")),
    responses(
        (status = 200, description = "The manifest.", content_type = "application/json"),
        (status = 404, description = "You have no such project.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many exports at a time.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_project_manifest_json(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ProjectId>,
) -> Result<Response> {
    send(&state, user.id, id, ExportKind::Json).await
}

/// The manifest of a project as CSV.
///
/// Safe to open in a spreadsheet: a cell that looks like a formula begins with an apostrophe.
#[utoipa::path(
    get, path = "/api/projects/{id}/manifest.csv", operation_id = "find_project_manifest_csv", tag = "projects",
    params(("id" = uuid::Uuid, Path, description = "The project.")),
    responses(
        (status = 200, description = "The manifest.", content_type = "text/csv"),
        (status = 404, description = "You have no such project.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many exports at a time.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_project_manifest_csv(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ProjectId>,
) -> Result<Response> {
    send(&state, user.id, id, ExportKind::Csv).await
}

async fn send(state: &AppState, user_id: UserId, id: ProjectId, kind: ExportKind) -> Result<Response> {
    let export = projects::export(&state.app, user_id, id, kind).await?;
    Ok(download(export, kind))
}
