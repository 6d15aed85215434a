//! `/settings/privacy`: what is kept for how long, and taking all of it away.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use studio_app::accounts;
use studio_app::export::ExportKind;
use studio_app::tasks::housekeeping::Chore;

use super::answer;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::export::download;
use crate::pages::signed_in::SignedInPage;
use crate::views::{KeptFor, PrivacySettings};
use crate::{AppState, Error};

/// What people ask after, by the chore that forgets it.
const KEPT: [(&str, Chore); 8] = [
    ("trash", Chore::TrashedImages),
    ("sessions", Chore::Sessions),
    ("audit", Chore::AuditLog),
    ("mails", Chore::Mails),
    ("notifications", Chore::Notifications),
    ("webhooks", Chore::WebhookDeliveries),
    ("calls", Chore::Attempts),
    ("account", Chore::LeavingAccounts),
];

/// `GET /settings/privacy`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, .. }: SignedInPage,
) -> Result<Response> {
    answer(&state, &request, StatusCode::OK, content(&state, None))
}

/// `POST /settings/privacy/export`: the archive itself, or the page with why there is none.
pub(crate) async fn export(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
) -> Result<Response> {
    let error = match accounts::export_account(&state.app, &user).await {
        Ok(export) => return Ok(download(export, ExportKind::Archive)),
        Err(error) => Error::App(error),
    };
    let info = ErrorInfo::for_form(error)?;
    let status = info.status;
    answer(&state, &request, status, content(&state, Some(info.sentence())))
}

fn content(state: &AppState, complaint: Option<String>) -> PrivacySettings {
    let settings = &state.app.config.retention;
    let kept = KEPT.map(|(kind, chore)| KeptFor {
        kind,
        days: chore.keeps(settings).as_secs() / 86_400,
    });
    PrivacySettings {
        exports_a_day: accounts::EXPORTS_A_DAY,
        kept: kept.into(),
        complaint,
    }
}
