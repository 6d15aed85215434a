//! When jobs are likely to end.
//!
//! The rule is `studio_model`'s [`Pace`]; here is what it is fed with: how long the model takes, and how many places the job's
//! line has, given slots, limits and the others who wait. It is a forecast from this moment: priorities and newcomers change it.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use studio_db::generation::{self, Job};
use studio_db::queue::Scope;
use studio_db::{PgConnection, attempts};
use studio_model::{JobId, JobStatus, Line, Phase, Remaining, UserId};

use super::Standing;
use super::reasons::{backing_off, waits};
use crate::models::Timings;
use crate::{App, Result};

/// Jobs ahead are counted up to this; further back nothing is told.
const FAR: u32 = 1000;

/// When a job is likely to end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// Not before.
    pub from: DateTime<Utc>,
    /// Not after, most likely.
    pub to: DateTime<Utc>,
    /// The same, from the moment of the answer.
    pub remaining: Remaining,
}

/// Why nothing can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoForecast {
    /// It has ended, or is being cancelled.
    Over,
    /// Something holds it back until a person lets it go on.
    Paused,
    /// It is not known whether the provider took the call.
    Unsettled,
    /// Neither measurements nor the plugin tell how long the model takes.
    NoData,
    /// A thousand of its owner's jobs or more are before it.
    FarBehind,
}

impl NoForecast {
    /// A stable word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Over => "over",
            Self::Paused => "paused",
            Self::Unsettled => "unsettled",
            Self::NoData => "no_data",
            Self::FarBehind => "far_behind",
        }
    }
}

/// What forecasts are made of, loaded once for all jobs of an answer.
#[derive(Debug, Default)]
pub(crate) struct Outlook {
    timings: Timings,
    accepted_at: HashMap<JobId, DateTime<Utc>>,
    waiting_users: HashSet<UserId>,
}

impl Outlook {
    /// Asks only for what these jobs need.
    pub(crate) async fn load(conn: &mut PgConnection, jobs: &[Job]) -> Result<Self> {
        if jobs.iter().all(|job| job.status.is_ended()) {
            return Ok(Self::default());
        }
        let is_processing = |job: &&Job| job.status == JobStatus::Processing;
        let begun: Vec<JobId> = jobs.iter().filter(is_processing).map(|job| job.id).collect();
        Ok(Self {
            timings: Timings::load(conn).await?,
            accepted_at: if begun.is_empty() {
                HashMap::new()
            } else {
                attempts::list_accepted_at(conn, &begun).await?
            },
            waiting_users: if jobs.iter().any(waits) {
                generation::list_waiting_users(conn).await?.into_iter().collect()
            } else {
                HashSet::new()
            },
        })
    }

    /// When the job is likely to end, or why that cannot be said.
    pub(crate) fn expected(
        &self,
        app: &App,
        job: &Job,
        standing: &Standing,
        now: DateTime<Utc>,
    ) -> std::result::Result<Expected, NoForecast> {
        if job.status.is_ended() || job.cancel_requested_at.is_some() {
            return Err(NoForecast::Over);
        }
        if job.phase == Some(Phase::Unknown) {
            return Err(NoForecast::Unsettled);
        }
        if standing.is_paused(job) {
            return Err(NoForecast::Paused);
        }
        let pace = self.timings.pace(app, &job.model_id).ok_or(NoForecast::NoData)?;
        let remaining = if waits(job) {
            let ahead = standing.position(job).unwrap_or(0);
            if ahead >= FAR {
                return Err(NoForecast::FarBehind);
            }
            pace.waiting(&self.line(job, standing, ahead, now))
        } else {
            let accepted_at = self.accepted_at.get(&job.id);
            pace.running(accepted_at.map_or(Duration::ZERO, |at| until(*at, now)))
        };
        let later = |pause: Duration| now + TimeDelta::from_std(pause).unwrap_or(TimeDelta::MAX / 1000);
        Ok(Expected {
            from: later(remaining.from),
            to: later(remaining.to),
            remaining,
        })
    }

    /// Users share what there is, so a line has its part of all places, within its own limits.
    fn line(&self, job: &Job, standing: &Standing, ahead: u32, now: DateTime<Utc>) -> Line {
        let (slots, running) = (standing.slots, &standing.running);
        let bearable = standing.account.limit.now(slots);
        // Background jobs leave a quarter of the places to others.
        let all = if job.priority < 0 {
            (bearable - bearable / 4).max(1)
        } else {
            bearable
        };
        let others = self.waiting_users.iter().chain(running.by_user.keys());
        let others = others.filter(|user| **user != job.user_id).collect::<HashSet<_>>();
        let sharers = f64::from(u32::try_from(others.len() + 1).unwrap_or(u32::MAX));
        let mut places = f64::from(all) / sharers;
        let mut free = all.saturating_sub(running.by_user.values().sum());
        for limit in &standing.limits {
            let (occupied, part) = match &limit.scope {
                Scope::User(id) if *id == job.user_id => (running.by_user.get(id), 1.0),
                Scope::Model(id) if *id == job.model_id => (running.by_model.get(id), sharers),
                _ => continue,
            };
            free = free.min(limit.max_running.saturating_sub(occupied.copied().unwrap_or(0)));
            places = places.min(f64::from(limit.max_running) / part);
        }
        let held = standing.account.limit.held(standing.account.now);
        let held = held.map(|at| until(standing.account.now, at));
        let backing_off = backing_off(job, now).and_then(|waiting| waiting.until);
        let backing_off = backing_off.map(|at| until(now, at));
        Line {
            ahead,
            free,
            places,
            not_before: held.max(backing_off).unwrap_or_default(),
        }
    }
}

fn until(from: DateTime<Utc>, to: DateTime<Utc>) -> Duration {
    (to - from).to_std().unwrap_or_default()
}
