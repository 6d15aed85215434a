//! `DELETE /api/auth/me` and `/api/auth/me/deletion`

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::accounts::{self, Contents, Deletion, Farewell, Leaving};
use utoipa::ToSchema;

use crate::auth::{AnySession, Browser, CurrentSession};
use crate::error::Result;
use crate::extract::Json;
use crate::problem::Problem;
use crate::{AppState, cookies};

/// Proof that it is you.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FarewellBody {
    #[schema(example = "violet tram under rain")]
    password: String,
    /// A code of the app, or a recovery code, where log-ins ask for one; else of no matter.
    #[serde(default)]
    #[schema(example = "123456")]
    code: String,
}

/// A wish for the end of an account.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeletionBody {
    requested_at: DateTime<Utc>,
    /// Until then you can keep the account; afterwards everything in it goes, within hours.
    due_at: DateTime<Utc>,
}

impl From<Deletion> for DeletionBody {
    fn from(deletion: Deletion) -> Self {
        Self {
            requested_at: deletion.requested_at,
            due_at: deletion.due_at,
        }
    }
}

/// The wish as it was noted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RequestedBody {
    deletion: DeletionBody,
}

/// How many things there are.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "images": 128, "image_bytes": 201_326_592, "projects": 3, "collections": 2, "prompts": 14, "jobs": 96, "batches": 2,
    "schedules": 1, "recipes": 1, "presets": 2, "comments": 5, "shares": 1, "webhooks": 0, "api_keys": 1,
}))]
pub(crate) struct ContentsBody {
    /// Pictures and videos, those in the trash included.
    images: i64,
    /// Size of their originals, in bytes.
    image_bytes: i64,
    projects: i64,
    collections: i64,
    prompts: i64,
    jobs: i64,
    batches: i64,
    schedules: i64,
    recipes: i64,
    /// Of the generation form and of batches.
    presets: i64,
    comments: i64,
    /// Links by which others see something.
    shares: i64,
    webhooks: i64,
    api_keys: i64,
}

impl From<Contents> for ContentsBody {
    fn from(contents: Contents) -> Self {
        Self {
            images: contents.images,
            image_bytes: contents.image_bytes,
            projects: contents.projects,
            collections: contents.collections,
            prompts: contents.prompts,
            jobs: contents.jobs,
            batches: contents.batches,
            schedules: contents.schedules,
            recipes: contents.recipes,
            presets: contents.presets,
            comments: contents.comments,
            shares: contents.shares,
            webhooks: contents.webhooks,
            api_keys: contents.api_keys,
        }
    }
}

/// What the end of your account means.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LeavingBody {
    /// What you asked for; null when you did not.
    deletion: Option<DeletionBody>,
    /// Days from the wish to the end.
    #[schema(minimum = 1, maximum = 365, example = 14)]
    grace_days: u16,
    /// Whether the wish takes a code besides the password.
    asks_for_code: bool,
    /// What goes.
    contents: ContentsBody,
    /// What can be spent now, in credits: it expires.
    #[schema(minimum = 0, example = 961.5)]
    credits: f64,
}

impl From<Leaving> for LeavingBody {
    fn from(leaving: Leaving) -> Self {
        Self {
            deletion: leaving.deletion.map(DeletionBody::from),
            grace_days: leaving.grace_days,
            asks_for_code: leaving.asks_for_code,
            contents: leaving.contents.into(),
            credits: leaving.credits,
        }
    }
}

/// Ask for your account to be deleted.
///
/// At once every browser is logged out, this one too, every API key is revoked, schedules are held back, what works is cancelled,
/// and links show nothing any more. Until `due_at` a log-in lets you keep the account with `DELETE /api/auth/me/deletion`, and
/// nothing else: everything else is answered 403 `account_leaving`. Afterwards everything goes for good: pictures and their files,
/// prompts, projects, jobs, settings; the rest of the credits expires. You are told by mail, now and when it is done.
#[utoipa::path(
    delete, path = "/api/auth/me", operation_id = "delete_me", tag = "auth",
    request_body = FarewellBody,
    responses(
        (status = 202, description = "It was noted, and this browser is logged out.", body = RequestedBody),
        (status = 409, description = "You are the last administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The password or the code is wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many failures.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_me(
    State(state): State<AppState>,
    Browser(client): Browser,
    CurrentSession(session): CurrentSession,
    Json(body): Json<FarewellBody>,
) -> Result<impl IntoResponse> {
    let proof = Farewell {
        password: body.password,
        code: body.code,
    };
    let deletion = accounts::request_deletion(&state.app, &session.user, proof, client.language).await?;
    let body = RequestedBody {
        deletion: deletion.into(),
    };
    Ok((StatusCode::ACCEPTED, cookies::forget(&state.app.config), Answer(body)))
}

/// What the end of your account means.
///
/// For an account that is leaving too.
#[utoipa::path(
    get, path = "/api/auth/me/deletion", operation_id = "find_account_deletion", tag = "auth",
    responses(
        (status = 200, description = "What goes, and what was asked for.", body = LeavingBody),
    )
)]
pub(crate) async fn find_account_deletion(
    State(state): State<AppState>,
    AnySession(session): AnySession,
) -> Result<Answer<LeavingBody>> {
    let leaving = accounts::find_deletion(&state.app, &session.user).await?;
    Ok(Answer(leaving.into()))
}

/// Keep your account after all.
///
/// The session goes on as any other. What was cancelled stays cancelled, API keys stay revoked, and schedules wait until you let
/// them go on.
#[utoipa::path(
    delete, path = "/api/auth/me/deletion", operation_id = "keep_account", tag = "auth",
    responses(
        (status = 204, description = "The account stays."),
        (status = 409, description = "It is not about to be deleted.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn keep_account(
    State(state): State<AppState>,
    Browser(client): Browser,
    AnySession(session): AnySession,
) -> Result<StatusCode> {
    accounts::keep_account(&state.app, &session.user, client.language).await?;
    Ok(StatusCode::NO_CONTENT)
}
