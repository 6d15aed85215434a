//! `PUT`, `DELETE /api/auth/avatar`

use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::response::Response;
use studio_app::accounts::{self, MAX_AVATAR_BYTES};

use super::{SignedInBody, versioned};
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{body_up_to, media_type};
use crate::multipart::Form;
use crate::problem::Problem;
use crate::{AppState, Error};

/// Largest form with a picture, in bytes.
pub(crate) const MAX_FORM_BYTES: usize = MAX_AVATAR_BYTES + 64 * 1024;

/// An uploaded picture, as the body or as the file `avatar` of a form. What type it says it is does not matter.
pub(crate) struct AvatarFile(pub(crate) Bytes);

impl<S: Send + Sync> FromRequest<S> for AvatarFile {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let bytes = match media_type(request.headers()).as_deref() {
            Some("multipart/form-data") => read_form(Form::open(request, state, MAX_FORM_BYTES).await?).await?,
            Some(kind) if kind.starts_with("image/") => body_up_to(request, state, MAX_AVATAR_BYTES).await?,
            _ => return Err(Error::UnsupportedMediaType("a picture, or multipart/form-data")),
        };
        match bytes.len() {
            // A browser sends an empty file where none was chosen.
            0 => Err(Error::invalid("avatar", "Choose a picture.")),
            length if length > MAX_AVATAR_BYTES => Err(Error::TooLarge(MAX_AVATAR_BYTES)),
            _ => Ok(Self(bytes)),
        }
    }
}

async fn read_form(mut form: Form) -> Result<Bytes> {
    let mut file = Bytes::new();
    while let Some((name, bytes)) = form.next(&["avatar", "csrf"]).await? {
        if name == "avatar" {
            file = bytes;
        }
    }
    Ok(file)
}

/// Give yourself a picture.
///
/// The middle square of a JPEG, PNG, WebP or GIF picture, shrunk to 256 pixels and written anew; nothing else of the file is kept. At most
/// 8 MiB and 64 megapixels; as the body, or as the file `avatar` of a form.
#[utoipa::path(
    put, path = "/api/auth/avatar", operation_id = "put_avatar", tag = "auth",
    request_body(content = Vec<u8>, content_type = "image/*"),
    responses(
        (status = 200, description = "The account with its picture.", body = SignedInBody),
        (status = 413, description = "Larger than 8 MiB.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Not a picture, damaged, or with too many pixels.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn put_avatar(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    AvatarFile(file): AvatarFile,
) -> Result<Response> {
    Ok(versioned(accounts::set_avatar(&state.app, user.id, file).await?))
}

/// Take your picture away.
///
/// Fine when there is none.
#[utoipa::path(
    delete, path = "/api/auth/avatar", operation_id = "delete_avatar", tag = "auth",
    responses((status = 200, description = "The account without a picture.", body = SignedInBody))
)]
pub(crate) async fn delete_avatar(State(state): State<AppState>, CurrentUser(user): CurrentUser) -> Result<Response> {
    Ok(versioned(accounts::remove_avatar(&state.app, user.id).await?))
}
