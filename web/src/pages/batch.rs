//! `/batches` and `/batches/{id}`: what became of batches.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use studio_app::batches::{self, AxisValues, BatchView};
use studio_app::generation::JobView;
use studio_model::{BatchId, PageLimit, UserId};

use super::batches::{batch_cards, card};
use super::convert::{ModelNames, job_card};
use super::frame::PageRequest;
use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId, QueryPairs, parse_cursor};
use crate::views::{
    Axis, AxisValue, BatchCard, BatchNotice, BatchPage, BatchRow, BatchSummary, BatchesPage, RowFilter, View,
};
use crate::{AppState, Error, paths};

/// Batches of a page.
const BATCHES: u16 = 24;
/// Rows of a page.
const ROWS: u16 = 24;
/// Values of an axis that are links.
const VALUES: usize = 12;

/// `GET /batches`: those under way, and the others, newest first.
pub(crate) async fn list(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let after = parse_cursor(query.get("cursor"))?;
    let limit = PageLimit::new(BATCHES).unwrap_or_default();
    let batches = batches::list(&state.app, user.id, after, limit).await?;
    let open = batch_cards(&state, user.id).await?;
    let shown: BTreeSet<String> = open.iter().map(|batch| batch.id.clone()).collect();
    let now = state.app.clock.now();
    let others = batches
        .items
        .iter()
        .filter(|batch| !shown.contains(&batch.id.to_string()));
    let page = BatchesPage {
        ended: others.map(|batch| summary(batch, now)).collect(),
        next_href: batches.next.map(|cursor| paths::batches_after(&cursor.to_string())),
        open,
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

/// `GET /batches/{id}`: its numbers and a page of its rows: `?status=`, `?axis=color:red`, `?after=` the number of a row.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<BatchId>,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let notice = BatchNotice::from_name(query.get("did"));
    page(&state, &request, user.id, id, &query, (StatusCode::OK, notice, None)).await
}

/// The page again, with what went wrong; what is not for the user to mend stays an error.
pub(super) async fn complain(
    state: &AppState,
    request: &PageRequest,
    user_id: UserId,
    id: BatchId,
    form: &FormPairs,
    error: Error,
) -> Result<Response> {
    let info = ErrorInfo::for_form(error)?;
    let status = info.status;
    page(state, request, user_id, id, form, (status, None, Some(info.sentence()))).await
}

async fn page(
    state: &AppState,
    request: &PageRequest,
    user_id: UserId,
    id: BatchId,
    query: &FormPairs,
    (status, notice, error): (StatusCode, Option<BatchNotice>, Option<String>),
) -> Result<Response> {
    let batch = batches::find(&state.app, user_id, id).await?;
    let (filter, after) = row_filter(query);
    let limit = PageLimit::new(ROWS).unwrap_or_default();
    let jobs = batches::list_rows(&state.app, user_id, id, &filter, after, limit).await?;
    let names = ModelNames::load(&state.app);
    let rows: Vec<BatchRow> = jobs.iter().map(|job| row(job, &names)).collect();
    let summary = summary(&batch, state.app.clock.now());
    let filter = RowFilter::new(
        &summary,
        filter.statuses.first().map_or("", |status| status.as_str()),
        query.get("axis"),
    );
    let is_full = rows.len() >= usize::from(limit.rows());
    // The cursor is the 0-based number of the last row.
    let last = rows
        .last()
        .filter(|_| is_full)
        .map(|row| row.number.saturating_sub(1).to_string());
    let page = BatchPage {
        axes: batch
            .axes
            .iter()
            .map(|axis| axis_links(&summary.card, axis, &filter))
            .collect(),
        next_href: last.map(|after| paths::batch_rows(&summary.card.id, &filter.status, &filter.axis, &after)),
        key: state.app.clock.new_id().to_string(),
        values: (
            form_value(query, "priority", || batch.priority.to_string()),
            form_value(query, "name", || batch.name.clone()),
        )
            .into(),
        batch: summary,
        filter,
        rows,
        notice,
        error,
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}

/// What was typed, else what is so.
fn form_value(form: &FormPairs, name: &str, otherwise: impl FnOnce() -> String) -> String {
    match form.get(name) {
        "" => otherwise(),
        text => text.to_owned(),
    }
}

/// What of the query makes no sense does not limit.
fn row_filter(query: &FormPairs) -> (batches::RowFilter, Option<u32>) {
    let filter = batches::RowFilter {
        statuses: crate::api::generation::parse_status(query.get("status"))
            .ok()
            .into_iter()
            .collect(),
        axis: query
            .get("axis")
            .split_once(':')
            .map(|(name, value)| (name.to_owned(), value.to_owned())),
    };
    (filter, query.get("after").parse().ok())
}

fn row(job: &JobView, names: &ModelNames) -> BatchRow {
    let axes = job.axes.as_object().into_iter().flatten();
    let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    BatchRow {
        number: job.batch.map_or(0, |(_, row)| row.saturating_add(1)),
        axes: axes.map(|(name, value)| format!("{name}: {}", text(value))).collect(),
        job: job_card(job, names),
    }
}

fn axis_links(batch: &BatchCard, axis: &AxisValues, filter: &RowFilter) -> Axis {
    let link = |value: &String| {
        let wanted = format!("{}:{value}", axis.name);
        AxisValue {
            text: value.clone(),
            href: paths::batch_rows(&batch.id, &filter.status, &wanted, ""),
            is_current: wanted == filter.axis,
        }
    };
    Axis {
        name: axis.name.clone(),
        values: axis.values.iter().take(VALUES).map(link).collect(),
        others: axis.count.saturating_sub(VALUES.min(axis.values.len())),
    }
}

/// A batch with its numbers.
pub(crate) fn summary(batch: &BatchView, now: chrono::DateTime<chrono::Utc>) -> BatchSummary {
    BatchSummary {
        card: card(batch, now),
        queued: batch.queued,
        completed: batch.completed,
        cancelled: batch.cancelled,
        broken: batch.broken_rows,
        priority: batch.priority,
        estimated_credits: batch.estimate.credits(),
        held_credits: batch.held.credits(),
        cost_credits: batch.captured.credits(),
        created_at: batch.created_at,
        ended_at: batch.ended_at,
        parent_href: batch.parent_batch_id.map(|id| paths::batch(&id.to_string())),
    }
}
