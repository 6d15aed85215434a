//! The sums that users ask for.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use studio_db::usage::sums::{self, Dimension, Share, Span, Used};
use studio_model::UserId;

use super::span::{last_months, named};
use crate::{App, Result};

/// Everything from the day `from` to the day `to`; empty texts mean the last 30 days.
///
/// # Errors
/// [`crate::Error::Invalid`] for what is no span of at most [`super::MAX_DAYS`] days.
pub async fn total(app: &App, user_id: UserId, from: &str, to: &str) -> Result<(Span, Used)> {
    let span = named(from, to, today(app))?;
    Ok((span, sums::total(&mut *app.db.acquire().await?, user_id, span).await?))
}

/// Each day of a span in order, also those without anything.
///
/// # Errors
/// As for [`total`].
pub async fn daily(app: &App, user_id: UserId, from: &str, to: &str) -> Result<Vec<(NaiveDate, Used)>> {
    let span = named(from, to, today(app))?;
    let known = sums::by_day(&mut *app.db.acquire().await?, user_id, span).await?;
    let days = span.first.iter_days().take_while(|day| *day <= span.last);
    Ok(complete(days, known))
}

/// Each of the last `months` months in order, also those without anything, named by its first day.
///
/// # Errors
/// [`crate::Error::Invalid`] unless `months` is 1 to [`super::MAX_MONTHS`].
pub async fn monthly(app: &App, user_id: UserId, months: u32) -> Result<Vec<(NaiveDate, Used)>> {
    let span = last_months(months, today(app))?;
    let known = sums::by_month(&mut *app.db.acquire().await?, user_id, span).await?;
    let starts = (0..months).filter_map(|month| span.first.checked_add_months(Months::new(month)));
    Ok(complete(starts, known))
}

/// What each model, action or project used in a span, the dearest first.
///
/// # Errors
/// As for [`total`].
pub async fn by(app: &App, user_id: UserId, from: &str, to: &str, dimension: Dimension) -> Result<Vec<Share>> {
    let span = named(from, to, today(app))?;
    Ok(sums::by(&mut *app.db.acquire().await?, user_id, span, dimension).await?)
}

pub(super) fn today(app: &App) -> NaiveDate {
    app.clock.now().date_naive()
}

/// Fills in what nothing was used in.
pub(super) fn complete(
    starts: impl Iterator<Item = NaiveDate>,
    known: Vec<(NaiveDate, Used)>,
) -> Vec<(NaiveDate, Used)> {
    let known: BTreeMap<_, _> = known.into_iter().collect();
    starts
        .map(|start| (start, known.get(&start).copied().unwrap_or_default()))
        .collect()
}
