//! `/notifications`: what the studio told the user, and what it is to tell.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Redirect, Response};
use serde_json::Value;
use studio_app::notifications::{self, NotificationKind, NotificationView};
use studio_model::{MicroDollars, NotificationId, PageLimit};

use super::next;
use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::extract::{FormPairs, PathId, QueryPairs, parse_cursor};
use crate::i18n::Lang;
use crate::templates::format;
use crate::views::{NoticeChoice, NoticeLine, NotificationsPage, View};
use crate::{AppState, paths};

/// Notifications of a page.
const SHOWN: u16 = 30;

/// `GET /notifications`: all, or with `?unread=true` what was not read.
pub(crate) async fn list(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let (limit, unread_only) = (PageLimit::new(SHOWN).unwrap_or_default(), query.get("unread") == "true");
    let after = parse_cursor(query.get("cursor"))?;
    let found = notifications::list(&state.app, user.id, unread_only, after, limit).await?;
    let unwanted = notifications::unwanted(&state.app, user.id).await?;
    let lang = request.frame.lang;
    let choices = NotificationKind::ALL.iter().map(|kind| NoticeChoice {
        kind: kind.to_string(),
        is_wanted: !unwanted.contains(kind),
    });
    let page = NotificationsPage {
        lines: found.items.iter().map(|told| line(lang, told)).collect(),
        unread_only,
        next_href: found
            .next
            .map(|cursor| paths::notifications(unread_only, &cursor.to_string())),
        choices: choices.collect(),
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

/// `POST /notifications/{id}/read`
pub(crate) async fn read(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<NotificationId>,
    headers: HeaderMap,
) -> Result<Redirect> {
    notifications::mark_read(&state.app, user.id, id).await?;
    Ok(next::back(&headers, paths::NOTIFICATIONS))
}

/// `POST /notifications/read`
pub(crate) async fn read_all(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
) -> Result<Redirect> {
    notifications::mark_all_read(&state.app, user.id).await?;
    Ok(Redirect::to(paths::NOTIFICATIONS))
}

/// `POST /notifications/settings`: the fields `kind` are what is wanted.
pub(crate) async fn save_settings(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    pairs: FormPairs,
) -> Result<Redirect> {
    let is_wanted = |kind: &NotificationKind| pairs.iter().any(|pair| pair == ("kind", kind.as_str()));
    let unwanted: Vec<_> = NotificationKind::ALL
        .iter()
        .copied()
        .filter(|kind| !is_wanted(kind))
        .collect();
    notifications::set_unwanted(&state.app, user.id, &unwanted).await?;
    Ok(Redirect::to(paths::NOTIFICATIONS))
}

fn line(lang: Lang, told: &NotificationView) -> NoticeLine {
    let number = |name: &str| told.details[name].as_u64().unwrap_or(0);
    let text = |name: &str| told.details[name].as_str().unwrap_or_default().to_owned();
    let (about, number, href) = match told.kind {
        NotificationKind::BatchEnded | NotificationKind::BatchStalled => (
            told.about.clone(),
            number("completed"),
            Some(paths::batch(&told.subject_id.to_string())),
        ),
        NotificationKind::SchedulePaused => (
            told.about.clone(),
            number("failures"),
            Some(paths::schedule(&told.subject_id.to_string())),
        ),
        NotificationKind::BudgetReached => (limit(lang, &told.details["limit_microdollars"]), 0, None),
        NotificationKind::WebhookDisabled => (
            format::shorten(&told.about, 80),
            0,
            Some(paths::webhook(&told.subject_id.to_string())),
        ),
        NotificationKind::ShareExpiring => (format::shorten(&told.about, 80), 0, Some(share_href(&told.details))),
    };
    NoticeLine {
        id: told.id.to_string(),
        kind: told.kind.to_string(),
        about,
        href,
        number,
        text: text("message"),
        failed: told.details["failed"].as_u64().unwrap_or(0),
        is_read: told.read_at.is_some(),
        created_at: told.created_at,
    }
}

/// The page with the links to the same thing.
fn share_href(details: &Value) -> String {
    match (details["image_id"].as_str(), details["project_id"].as_str()) {
        (Some(id), _) => paths::share_image(id),
        (None, Some(id)) => paths::share_project(id),
        (None, None) => paths::SHARES.to_owned(),
    }
}

fn limit(lang: Lang, microdollars: &Value) -> String {
    format::credits(lang, MicroDollars(microdollars.as_i64().unwrap_or(0)).credits())
}
