//! `/admin/audit`: who did what that matters for security, for administrators.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Days, NaiveDate, SecondsFormat, Utc};
use serde_json::Value;
use studio_app::audit::{self, AuditEntry, AuditFilter, AuditQuery};
use studio_model::{AuditAction, PageLimit};

use super::form::complaints;
use super::respond;
use super::signed_in::SignedInPage;
use crate::api::audit::{filter_of, query_of};
use crate::auth::Administrator;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, QueryPairs, parse_cursor};
use crate::views::{AuditLine, AuditPage, AuditValues, FormErrors, View};
use crate::{AppState, Error, paths};

/// Entries of a page.
const SHOWN: u16 = 50;

/// `GET /admin/audit`: `?action=`, `?ip=`, `?actor_id=`, and the days `?from=` and `?until=`.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    _: Administrator,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let values = read(&query);
    let (status, found, errors) = match wanted(&values) {
        Ok((whose, filter)) => {
            let limit = PageLimit::new(SHOWN).unwrap_or_default();
            let after = parse_cursor(query.get("cursor"))?;
            let found = audit::list(&state.app, &user, whose, &filter, after, limit).await?;
            (StatusCode::OK, Some(found), Vec::new())
        }
        Err(error) => {
            let info = ErrorInfo::for_form(error)?;
            (info.status, None, complaints(&info))
        }
    };
    let next = found.as_ref().and_then(|found| found.next);
    let page = AuditPage {
        lines: found.iter().flat_map(|found| &found.items).map(line).collect(),
        next_href: next.map(|cursor| address(&values, &cursor.to_string())),
        errors: FormErrors::sort(&AuditPage::CONTROLS, &errors),
        actions: AuditAction::ALL
            .iter()
            .map(|action| (action.as_str(), AuditPage::message(action.as_str())))
            .collect(),
        values,
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}

fn read(query: &FormPairs) -> AuditValues {
    let text = |name: &str| query.get(name).trim().to_owned();
    AuditValues {
        action: text("action"),
        ip: text("ip"),
        from: text("from"),
        until: text("until"),
        actor_id: text("actor_id"),
    }
}

/// What the API takes as times are days here.
///
/// # Errors
/// The control whose text makes no sense.
fn wanted(values: &AuditValues) -> Result<(AuditQuery, AuditFilter)> {
    let mut pairs = FormPairs::default();
    pairs.push("action", values.action.as_str());
    pairs.push("ip", values.ip.as_str());
    pairs.push("actor_id", values.actor_id.as_str());
    pairs.push("from", midnight("from", &values.from, 0)?);
    pairs.push("until", midnight("until", &values.until, 1)?);
    Ok((query_of(&pairs)?, filter_of(&pairs)?))
}

/// The beginning of the day so many days after this one.
fn midnight(field: &str, day: &str, later: u64) -> Result<String> {
    if day.is_empty() {
        return Ok(String::new());
    }
    let day = day.parse::<NaiveDate>().ok();
    let midnight = day
        .and_then(|day| day.checked_add_days(Days::new(later)))
        .and_then(|day| day.and_hms_opt(0, 0, 0));
    let midnight = midnight.ok_or_else(|| Error::invalid(field, "Use a day such as 2026-11-27."))?;
    let time = DateTime::<Utc>::from_naive_utc_and_offset(midnight, Utc);
    Ok(time.to_rfc3339_opts(SecondsFormat::Secs, true))
}

fn address(values: &AuditValues, cursor: &str) -> String {
    paths::audit_log(&[
        ("action", &values.action),
        ("ip", &values.ip),
        ("from", &values.from),
        ("until", &values.until),
        ("actor_id", &values.actor_id),
        ("cursor", cursor),
    ])
}

fn line(entry: &AuditEntry) -> AuditLine {
    let actor_id = entry.actor_id.map(|id| id.to_string());
    let details = entry.details.as_object().into_iter().flatten();
    AuditLine {
        at: entry.at,
        message: AuditAction::parse(&entry.action).map(|action| AuditPage::message(action.as_str())),
        action: entry.action.clone(),
        actor: entry.actor.clone(),
        actor_href: actor_id.map(|id| paths::audit_log(&[("actor_id", &id)])),
        by_key: entry.key_id.is_some(),
        subject: entry.subject.clone(),
        details: details.map(|(name, value)| (name.clone(), shown(value))).collect(),
        ip_href: entry.ip_address.as_ref().map(|ip| paths::audit_log(&[("ip", ip)])),
        ip_address: entry.ip_address.clone(),
        user_agent: entry.user_agent.clone(),
    }
}

/// A text without its quotation marks.
fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
