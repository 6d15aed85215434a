//! A request for a schedule.

use serde::Deserialize;
use studio_app::schedules::{Misfire, Overlap, ScheduleRequest};
use studio_model::{MICRODOLLARS_PER_CREDIT, MicroDollars};
use utoipa::ToSchema;

use crate::Error;
use crate::api::batches::BatchRequestBody;
use crate::error::Result;

/// The most that a budget can be, in credits.
const MAX_BUDGET_CREDITS: f64 = 1e12;

/// A batch that recurs.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScheduleRequestBody {
    /// 1 to 200 characters.
    #[schema(example = "Fox of the day")]
    name: String,
    /// Minute, hour, day of month, month, day of week; six fields have the second first. Or `@hourly`, `@daily`, `@weekly`,
    /// `@monthly`, `@yearly`. Not closer than a minute.
    #[schema(example = "0 9 * * mon")]
    cron: String,
    /// The IANA zone whose wall clock the line means.
    #[serde(default = "utc")]
    #[schema(default = "UTC", example = "Europe/Berlin")]
    zone: String,
    /// The batch of each run, as for `POST /api/generate/batch`. Checked now, and checked and priced anew at each run.
    request: BatchRequestBody,
    /// When a run is due while an earlier one works: `skip` it, `queue` it until the other is done, `cancel_previous`, or
    /// `allow` both.
    #[serde(default)]
    #[schema(value_type = String, default = "skip", example = "queue")]
    overlap: Overlap,
    /// When the studio was down for more than a minute: `"skip"` what was missed, make up for it `"once"`, or
    /// `{"all": {"max": 10}}` for the newest ten, 1 to 100.
    #[serde(default)]
    #[schema(value_type = Object, default = "once", example = "once")]
    misfire: Misfire,
    /// Starts each run up to so many seconds late, 0 to 3,600, so that not all start at once.
    #[serde(default)]
    #[schema(default = 0, minimum = 0, maximum = 3600)]
    jitter_s: u32,
    /// A run that could cost more does not start; without it only the balance is a bound.
    #[schema(example = 50.0)]
    budget_credits: Option<f64>,
    /// Pauses it after so many failed runs in a row, 0 to 100; 0 never.
    #[serde(default = "three")]
    #[schema(default = 3, minimum = 0, maximum = 100)]
    pause_after: u32,
}

pub(super) fn utc() -> String {
    "UTC".to_owned()
}

const fn three() -> u32 {
    3
}

impl ScheduleRequestBody {
    /// # Errors
    /// When the budget is no amount.
    pub(super) fn into_request(self) -> Result<ScheduleRequest> {
        Ok(ScheduleRequest {
            name: self.name,
            cron: self.cron,
            zone: self.zone,
            request: self.request.into_nested()?,
            overlap: self.overlap,
            misfire: self.misfire,
            jitter_s: self.jitter_s,
            budget: self.budget_credits.map(budget).transpose()?,
            pause_after: self.pause_after,
        })
    }
}

/// The amount of a budget.
///
/// # Errors
/// When it is no amount above 0.
pub(crate) fn budget(credits: f64) -> Result<MicroDollars> {
    // Also what is no number.
    if !(credits > 0.0 && credits <= MAX_BUDGET_CREDITS) {
        let message = "Use a number above 0, at most 1,000,000,000,000, or leave it out for no budget.";
        return Err(Error::invalid("budget_credits", message));
    }
    #[expect(clippy::cast_precision_loss, reason = "a small constant")]
    let amount = credits * MICRODOLLARS_PER_CREDIT as f64;
    #[expect(clippy::cast_possible_truncation, reason = "at most 10^15, checked above")]
    Ok(MicroDollars(amount.round().max(1.0) as i64))
}
