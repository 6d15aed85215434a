//! What a schedule would do, and what it would cost. Nothing is held by it.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use studio_db::schedules;
use studio_model::{ScheduleId, UserId};
use studio_schedule::Recurrence;

use super::request::{check_recurrence, forecast};
use super::settings::{Settings, stored_request};
use crate::batches::{BatchRequest, Forecast};
use crate::{App, Error, Result};

/// The most due times that a preview lists.
pub const MAX_PREVIEWED: usize = 50;

/// The most due times that the preview of a backfill lists.
const MAX_BACKFILLED: usize = 1000;

/// The longest span of a backfill: ten years.
const MAX_SPAN: TimeDelta = TimeDelta::days(3660);

/// What counts as a month.
const MONTH: TimeDelta = TimeDelta::days(30);

/// A due time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueTime {
    /// The moment.
    pub at: DateTime<Utc>,
    /// The same as people in the zone read it.
    pub local: DateTime<FixedOffset>,
}

/// The next runs of a schedule.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The next due times.
    pub runs: Vec<DueTime>,
    /// Due times of the next 30 days.
    pub runs_per_month: u64,
    /// The batch of each run, at the prices of now.
    pub forecast: Forecast,
}

/// Runs of the past that could be made up for.
#[derive(Clone, Debug)]
pub struct Backfill {
    /// The first of them, 1,000 at the most.
    pub runs: Vec<DueTime>,
    /// How many there are.
    pub count: u64,
    /// The batch of each run, at the prices of now.
    pub forecast: Forecast,
}

/// Says when a cron line fires next and what it costs.
///
/// # Errors
/// [`Error::Invalid`] when the line, the zone, the request or `count` (1 to 50) is wrong.
pub async fn preview(
    app: &App,
    user_id: UserId,
    cron: &str,
    zone: &str,
    request: &BatchRequest,
    count: usize,
) -> Result<Preview> {
    if !(1..=MAX_PREVIEWED).contains(&count) {
        let message = format!("use a whole number from 1 to {MAX_PREVIEWED}");
        return Err(Error::invalid("count", message));
    }
    let recurrence = check_recurrence(cron, zone)?;
    let forecast = forecast(app, user_id, request).await?;
    let now = app.clock.now();
    let next = recurrence.iter_after(now).take(count);
    Ok(Preview {
        runs: next.map(|at| due_time(&recurrence, at)).collect(),
        runs_per_month: recurrence.count_between(now, now + MONTH),
        forecast,
    })
}

/// Says which due times a schedule has from `from` to `to`, both included, and what it would cost to run them all now.
///
/// # Errors
/// [`Error::NotFound`] for a schedule that is not the user's; [`Error::Invalid`] when `to` is before `from`, in the future, or
/// more than ten years after it, or the request cannot be made any more.
pub async fn preview_backfill(
    app: &App,
    user_id: UserId,
    id: ScheduleId,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Backfill> {
    let mut conn = app.db.acquire().await?;
    let schedule = schedules::find_for_user(&mut conn, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    check_span(from, to, app.clock.now())?;
    let request = stored_request(&schedule, schedules::find_table(&mut conn, id).await?)?;
    drop(conn);
    let recurrence = Settings::of(&schedule)?.recurrence;
    // The moments of a recurrence lie after its first argument.
    let after = from - TimeDelta::microseconds(1);
    let first = recurrence.between(after, to, MAX_BACKFILLED);
    Ok(Backfill {
        runs: first.into_iter().map(|at| due_time(&recurrence, at)).collect(),
        count: recurrence.count_between(after, to),
        forecast: forecast(app, user_id, &request).await?,
    })
}

fn check_span(from: DateTime<Utc>, to: DateTime<Utc>, now: DateTime<Utc>) -> Result<()> {
    if to < from {
        return Err(Error::invalid("to", "must not be before `from`"));
    }
    if to > now {
        return Err(Error::invalid(
            "to",
            "must not be in the future; the preview of a schedule tells what comes",
        ));
    }
    if to.signed_duration_since(from) > MAX_SPAN {
        return Err(Error::invalid("from", "must be at most ten years before `to`"));
    }
    Ok(())
}

fn due_time(recurrence: &Recurrence, at: DateTime<Utc>) -> DueTime {
    DueTime {
        at,
        local: recurrence.zone.local(at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_in_order_past_and_bounded() {
        let now: DateTime<Utc> = "2026-06-01T00:00:00Z".parse().unwrap();
        let ago = |days| now - TimeDelta::days(days);
        assert!(check_span(ago(1), now, now).is_ok() && check_span(now, now, now).is_ok());
        for (from, to) in [(now, ago(1)), (now, now + TimeDelta::seconds(1)), (ago(3661), now)] {
            assert!(matches!(check_span(from, to, now), Err(Error::Invalid(_))));
        }
        assert!(check_span(DateTime::<Utc>::MIN_UTC, now, now).is_err());
    }
}
