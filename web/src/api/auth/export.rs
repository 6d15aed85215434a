//! `POST /api/auth/me/export`

use axum::extract::State;
use axum::response::Response;
use studio_app::accounts;
use studio_app::export::ExportKind;

use crate::AppState;
use crate::auth::CurrentSession;
use crate::error::Result;
use crate::export::download;
use crate::problem::Problem;

/// Everything about you, as a ZIP archive.
///
/// Originals under `images/`, those in the trash too, and masks and canvases under `uploads/`, as they are; a JSON array for each
/// kind of rows (`profile.json`, `images.json`, `prompts.json` and so on); at the end `manifest.json` with the version of the format
/// and the number of rows of each file. Passwords, secrets and hashes are not in it. It is written while it is read; one that cannot
/// be sent whole breaks off. Five in 24 hours.
#[utoipa::path(
    post, path = "/api/auth/me/export", operation_id = "export_me", tag = "auth",
    responses(
        (status = 200, description = "The archive.", content_type = "application/zip"),
        (status = 429, description = "Too many exports at a time, or in 24 hours.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn export_me(
    State(state): State<AppState>,
    CurrentSession(session): CurrentSession,
) -> Result<Response> {
    let export = accounts::export_account(&state.app, &session.user).await?;
    Ok(download(export, ExportKind::Archive))
}
