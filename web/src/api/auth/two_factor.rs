//! `/api/auth/two-factor`

use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::IntoResponse;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::accounts::{self, RecoveryCodes};
use utoipa::ToSchema;

use crate::AppState;
use crate::auth::{Browser, CurrentSession};
use crate::error::Result;
use crate::extract::Json;
use crate::problem::Problem;

/// What must not be kept by anything on its way.
const NO_STORE: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];

/// Whether log-ins ask for a code.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TwoFactorBody {
    is_on: bool,
    /// Since when.
    since: Option<DateTime<Utc>>,
    /// Recovery codes that can still be used, 0 to 10.
    #[schema(example = 10)]
    recovery_codes_left: i64,
}

/// The password of whoever asks.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordBody {
    #[schema(example = "violet tram under rain")]
    password: String,
}

/// What an app needs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SetupBody {
    /// Base32, 32 characters, for apps that are typed into.
    #[schema(example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    secret: String,
    /// The same with everything around it, for apps that read addresses.
    #[schema(example = "otpauth://totp/AI%20Image%20Design%20Studio:ada%40example.org?secret=GEZDGNBVGY3TQOJQ")]
    uri: String,
    /// The address as a picture: a `data:` address of an SVG file.
    #[schema(example = "data:image/svg+xml;base64,PHN2Zz4=")]
    qr_code: String,
    /// Confirm it until then.
    expires_at: DateTime<Utc>,
}

/// A code of the app.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeBody {
    /// Six digits.
    #[schema(example = "123456")]
    code: String,
}

/// Both proofs.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProofBody {
    #[schema(example = "violet tram under rain")]
    password: String,
    /// The six digits of the app, or a recovery code.
    #[schema(example = "123456")]
    code: String,
}

/// Told only now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecoveryCodesBody {
    /// Ten codes, each for one log-in without the app.
    #[schema(example = json!(["7k3m-q0xw-9d2c-t5hr"]))]
    recovery_codes: Vec<String>,
}

impl From<RecoveryCodes> for RecoveryCodesBody {
    fn from(codes: RecoveryCodes) -> Self {
        Self {
            recovery_codes: codes.expose().to_vec(),
        }
    }
}

/// Whether log-ins to your account ask for a code.
#[utoipa::path(
    get, path = "/api/auth/two-factor", operation_id = "find_two_factor", tag = "auth",
    responses((status = 200, description = "How it stands.", body = TwoFactorBody))
)]
pub(crate) async fn find_two_factor(
    State(state): State<AppState>,
    CurrentSession(session): CurrentSession,
) -> Result<axum::Json<TwoFactorBody>> {
    let found = accounts::find_two_factor(&state.app, &session.user).await?;
    Ok(axum::Json(TwoFactorBody {
        is_on: found.since.is_some(),
        since: found.since,
        recovery_codes_left: found.recovery_codes_left,
    }))
}

/// Begin to switch two-factor log-in on.
///
/// Gives a secret for your app. Nothing changes until you confirm it by a code, within 15 minutes; asking again makes another secret.
#[utoipa::path(
    post, path = "/api/auth/two-factor", operation_id = "begin_two_factor", tag = "auth",
    request_body = PasswordBody,
    responses(
        (status = 200, description = "A secret that waits to be confirmed.", body = SetupBody),
        (status = 409, description = "It is on already.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The password is wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many failures.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn begin_two_factor(
    State(state): State<AppState>,
    CurrentSession(session): CurrentSession,
    Json(body): Json<PasswordBody>,
) -> Result<impl IntoResponse> {
    let setup = accounts::begin_two_factor(&state.app, &session.user, body.password).await?;
    let body = SetupBody {
        secret: setup.secret,
        uri: setup.uri,
        qr_code: setup.qr_code,
        expires_at: setup.expires_at,
    };
    Ok((NO_STORE, axum::Json(body)))
}

/// Switch two-factor log-in on.
///
/// The answer is the only one that tells the recovery codes. You are told by mail; browsers that are signed in stay so, and API keys go
/// on working.
#[utoipa::path(
    post, path = "/api/auth/two-factor/confirm", operation_id = "confirm_two_factor", tag = "auth",
    request_body = CodeBody,
    responses(
        (status = 200, description = "It is on.", body = RecoveryCodesBody),
        (status = 409, description = "It is on already, or no secret waits.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The code is wrong.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn confirm_two_factor(
    State(state): State<AppState>,
    Browser(client): Browser,
    CurrentSession(session): CurrentSession,
    Json(body): Json<CodeBody>,
) -> Result<impl IntoResponse> {
    let codes = accounts::confirm_two_factor(&state.app, &session.user, &body.code, client.language).await?;
    Ok((NO_STORE, axum::Json(RecoveryCodesBody::from(codes))))
}

/// Make new recovery codes.
///
/// The old ones are of no use any more.
#[utoipa::path(
    post, path = "/api/auth/two-factor/recovery-codes", operation_id = "renew_recovery_codes", tag = "auth",
    request_body = ProofBody,
    responses(
        (status = 200, description = "The new ones.", body = RecoveryCodesBody),
        (status = 409, description = "Two-factor log-in is off.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The password or the code is wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many failures.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn renew_recovery_codes(
    State(state): State<AppState>,
    CurrentSession(session): CurrentSession,
    Json(body): Json<ProofBody>,
) -> Result<impl IntoResponse> {
    let codes = accounts::renew_recovery_codes(&state.app, &session.user, body.password, &body.code).await?;
    Ok((NO_STORE, axum::Json(RecoveryCodesBody::from(codes))))
}

/// Switch two-factor log-in off.
///
/// You are told by mail.
#[utoipa::path(
    post, path = "/api/auth/two-factor/disable", operation_id = "disable_two_factor", tag = "auth",
    request_body = ProofBody,
    responses(
        (status = 204, description = "It is off."),
        (status = 409, description = "It is off already.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The password or the code is wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many failures.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn disable_two_factor(
    State(state): State<AppState>,
    Browser(client): Browser,
    CurrentSession(session): CurrentSession,
    Json(body): Json<ProofBody>,
) -> Result<StatusCode> {
    let (password, code) = (body.password, body.code);
    accounts::disable_two_factor(&state.app, &session.user, password, &code, client.language).await?;
    Ok(StatusCode::NO_CONTENT)
}
