//! Signing in and out.

pub(crate) mod avatar;
pub(crate) mod change_email;
pub(crate) mod change_password;
pub(crate) mod deletion;
pub(crate) mod export;
pub(crate) mod forgot_password;
pub(crate) mod log_in;
pub(crate) mod log_in_code;
pub(crate) mod log_out;
pub(crate) mod me;
pub(crate) mod profile;
pub(crate) mod register;
pub(crate) mod sessions;
pub(crate) mod two_factor;
pub(crate) mod verify_email;

use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Serialize;
use studio_app::accounts::User;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::etag::etag;

/// An account as its owner sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UserBody {
    id: Uuid,
    #[schema(example = "ada@example.org")]
    email: String,
    #[schema(example = "Ada")]
    name: String,
    /// `user` or `admin`.
    #[schema(example = "user")]
    role: &'static str,
    email_verified: bool,
    /// The picture: a WebP file, square and at most 256 pixels wide, for whoever is signed in.
    #[schema(
        example = "/media/avatars/0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5a6b/6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b.webp"
    )]
    avatar_url: Option<String>,
    /// What can be spent now, in credits.
    #[schema(example = 1000.0)]
    credits_balance: f64,
    created_at: DateTime<Utc>,
    /// The last change of what you say or prove; money does not count. The `ETag` says the same.
    updated_at: DateTime<Utc>,
    /// When the account will be deleted, because you asked for that; see `/api/auth/me/deletion`.
    deletes_at: Option<DateTime<Utc>>,
}

/// The account that is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SignedInBody {
    user: UserBody,
}

impl From<User> for SignedInBody {
    fn from(user: User) -> Self {
        Self {
            user: UserBody {
                id: user.id.0,
                email: user.email,
                name: user.name,
                role: user.role.as_str(),
                email_verified: user.email_verified,
                avatar_url: user.avatar_url,
                credits_balance: user.balance.credits(),
                created_at: user.created_at,
                updated_at: user.updated_at,
                deletes_at: user.deletes_at,
            },
        }
    }
}

/// An account with its version.
pub(crate) fn versioned(user: User) -> Response {
    (etag(user.updated_at), axum::Json(SignedInBody::from(user))).into_response()
}
