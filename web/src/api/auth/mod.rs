//! Signing in and out.

pub(crate) mod log_in;
pub(crate) mod log_out;
pub(crate) mod me;
pub(crate) mod register;

use chrono::{DateTime, Utc};
use serde::Serialize;
use studio_app::accounts::User;
use utoipa::ToSchema;
use uuid::Uuid;

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
    /// What can be spent now, in credits.
    #[schema(example = 1000.0)]
    credits_balance: f64,
    created_at: DateTime<Utc>,
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
                credits_balance: user.balance.credits(),
                created_at: user.created_at,
            },
        }
    }
}
