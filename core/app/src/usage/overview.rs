//! How much there is, and what everybody used, for administrators.

use chrono::{Days, NaiveDate, TimeDelta};
use studio_db::usage::all::{self, Installation, UserShare};
use studio_db::usage::sums::{Span, Used};

use super::lists::{complete, today};
use super::span::named;
use crate::accounts::{User, require_admin};
use crate::{App, Result};

/// Users of an overview.
const MOST_USERS: i64 = 20;
/// Accounts that were made or seen within this time are told apart.
const RECENT: TimeDelta = TimeDelta::days(30);

/// The installation at a glance.
#[derive(Clone, Copy, Debug)]
pub struct Stats {
    /// How much there is; accounts are told apart by the last 30 days.
    pub installation: Installation,
    /// What all used today.
    pub today: Used,
    /// What all used in the last 30 days, today included.
    pub month: Used,
}

/// What everybody used in a span.
#[derive(Clone, Debug)]
pub struct UsageOverview {
    /// The span.
    pub span: Span,
    /// Everything.
    pub total: Used,
    /// Each day in order, also those without anything.
    pub days: Vec<(NaiveDate, Used)>,
    /// By the public id of the model, the dearest first.
    pub models: Vec<(String, Used)>,
    /// The twenty who paid most.
    pub users: Vec<UserShare>,
}

/// The installation at a glance.
///
/// # Errors
/// [`crate::Error::Forbidden`] unless the user is an administrator.
pub async fn stats(app: &App, user: &User) -> Result<Stats> {
    require_admin(user)?;
    let (now, today) = (app.clock.now(), today(app));
    let span = Span {
        first: today.checked_sub_days(Days::new(29)).unwrap_or(today),
        last: today,
    };
    let mut conn = app.db.acquire().await?;
    let days = all::by_day(&mut conn, span).await?;
    let used_today = days.iter().find(|(day, _)| *day == today).map(|(_, used)| *used);
    Ok(Stats {
        installation: all::find_installation(&mut conn, now - RECENT).await?,
        today: used_today.unwrap_or_default(),
        month: sum(&days),
    })
}

/// What everybody used from the day `from` to the day `to`; empty texts mean the last 30 days.
///
/// # Errors
/// [`crate::Error::Forbidden`] unless the user is an administrator, [`crate::Error::Invalid`] for what is no span of at most
/// [`super::MAX_DAYS`] days.
pub async fn overview(app: &App, user: &User, from: &str, to: &str) -> Result<UsageOverview> {
    require_admin(user)?;
    let span = named(from, to, today(app))?;
    let mut conn = app.db.acquire().await?;
    let known = all::by_day(&mut conn, span).await?;
    Ok(UsageOverview {
        span,
        total: sum(&known),
        models: all::by_model(&mut conn, span).await?,
        users: all::by_user(&mut conn, span, MOST_USERS).await?,
        days: complete(span.first.iter_days().take_while(|day| *day <= span.last), known),
    })
}

fn sum(days: &[(NaiveDate, Used)]) -> Used {
    days.iter().fold(Used::default(), |sum, (_, used)| Used {
        jobs: sum.jobs + used.jobs,
        failed: sum.failed + used.failed,
        images: sum.images + used.images,
        paid: [sum.paid, used.paid].into_iter().sum(),
        seconds: sum.seconds + used.seconds,
    })
}
