//! `POST /api/images`

use axum::extract::{FromRequest, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use studio_app::images::{self, MAX_UPLOAD_BYTES, Upload};
use utoipa::ToSchema;

use super::ImageBody;
use super::details::answer;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::multipart::Form;
use crate::problem::Problem;
use crate::{AppState, Error};

/// The form with a picture.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub(crate) struct UploadForm {
    /// JPEG, PNG, WebP or GIF, at most 25 MiB and 100,000,000 pixels.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// The file of a form.
pub(crate) struct UploadRequest(Upload);

impl<S: Send + Sync> FromRequest<S> for UploadRequest {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let mut form = Form::open(request, state, MAX_UPLOAD_BYTES).await?;
        let part = form.next_file(&["file"]).await?;
        let part = part.ok_or_else(|| Error::invalid("file", "the form lacks it"))?;
        Ok(Self(Upload {
            bytes: part.bytes,
            file_name: part.file_name,
        }))
    }
}

/// Bring a picture of your own.
///
/// It is decoded and written anew: nothing of the file stays but its pixels, an animation becomes its first frame. The name of the
/// file without its ending becomes the name of the picture; its model is `upload`.
#[utoipa::path(
    post, path = "/api/images", operation_id = "upload_image", tag = "images",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "Stored.", body = ImageBody),
        (status = 413, description = "The file is too large.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The file is no picture that can be taken.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn upload_image(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    UploadRequest(upload): UploadRequest,
) -> Result<Response> {
    let image = images::upload(&state.app, user.id, upload).await?;
    let location = [(header::LOCATION, format!("/api/images/{}", image.id))];
    Ok((StatusCode::CREATED, location, answer(image)).into_response())
}
