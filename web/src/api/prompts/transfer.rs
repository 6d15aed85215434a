//! The prompt library as a file, and a file into it.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use studio_app::batches::decode;
use studio_app::export::ExportKind;
use studio_app::prompts::{self, ImportFormat};
use utoipa::ToSchema;

use crate::auth::CurrentUser;
use crate::error::Result;
use crate::export::download;
use crate::extract::{MAX_BODY_BYTES, media_type};
use crate::problem::Problem;
use crate::{AppState, Error};

/// What came of an import.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportedBody {
    /// Prompts that are new.
    #[schema(example = 12)]
    imported: u64,
    /// Prompts that you had before, title and words.
    #[schema(example = 3)]
    already_there: u64,
}

/// Your prompts as JSON.
///
/// `{"prompts": […]}`, newest first; it can be imported as it is.
#[utoipa::path(
    get, path = "/api/prompts/export.json", operation_id = "export_prompts_json", tag = "prompts",
    responses(
        (status = 200, description = "All of them.", content_type = "application/json"),
        (status = 429, description = "Too many exports at a time.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn export_prompts_json(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<Response> {
    let export = prompts::export(&state.app, user.id, ImportFormat::Json)?;
    Ok(download(export, ExportKind::Json))
}

/// Your prompts as CSV.
///
/// Safe to open in a spreadsheet: a cell that looks like a formula begins with an apostrophe, which an import takes away again.
#[utoipa::path(
    get, path = "/api/prompts/export.csv", operation_id = "export_prompts_csv", tag = "prompts",
    responses(
        (status = 200, description = "All of them.", content_type = "text/csv"),
        (status = 429, description = "Too many exports at a time.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn export_prompts_csv(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<Response> {
    let export = prompts::export(&state.app, user.id, ImportFormat::Csv)?;
    Ok(download(export, ExportKind::Csv))
}

/// A file with prompts.
#[derive(Debug)]
pub(crate) struct PromptFile {
    format: ImportFormat,
    text: String,
}

impl<S: Send + Sync> FromRequest<S> for PromptFile {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let format = match media_type(request.headers()).as_deref() {
            Some("application/json") => ImportFormat::Json,
            Some("text/csv") => ImportFormat::Csv,
            _ => return Err(Error::UnsupportedMediaType("application/json or text/csv")),
        };
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                Error::TooLarge(MAX_BODY_BYTES)
            } else {
                Error::Malformed("the body ended early".to_owned())
            }
        })?;
        let (text, _encoding) = decode(&bytes).map_err(|error| Error::Malformed(error.to_string()))?;
        Ok(Self { format, text })
    }
}

/// Add the prompts of a file to your library.
///
/// JSON as it is exported, or CSV with the columns `title` and `prompt_text` and any of `negative_prompt`, `category`, `tags`
/// (separated by commas), `is_favorite` and `is_public`. All or none: 1 to 1,000 prompts, at most 2 MiB. What you have already,
/// title and words, is not added again.
#[utoipa::path(
    post, path = "/api/prompts/import", operation_id = "import_prompts", tag = "prompts",
    request_body(
        content((String = "application/json"), (String = "text/csv")),
        description = "The file. CSV may be UTF-8, UTF-16 with a byte order mark, or Windows-1252.",
    ),
    responses(
        (status = 200, description = "All are in your library.", body = ImportedBody),
        (status = 409, description = "You would have more than 10,000 prompts.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Prompts are not valid, named like `prompts[3].title` or `line 4, title`.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn import_prompts(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    file: PromptFile,
) -> Result<axum::Json<ImportedBody>> {
    let done = prompts::import(&state.app, user.id, file.format, &file.text).await?;
    Ok(axum::Json(ImportedBody {
        imported: done.imported,
        already_there: done.already_there,
    }))
}
