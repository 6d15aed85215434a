//! What an owner asks for, and the checks on it.

use std::time::Duration;

use studio_db::schedules::Wanted;
use studio_model::{MicroDollars, UserId};
use studio_schedule::{Cron, Misfire, Overlap, Recurrence, Zone};

use super::settings::{misfire_columns, overlap_text};
use crate::batches::{self, BatchRequest, Forecast, take_table};
use crate::{App, Error, FieldError, Result};

/// The closest that two due times of a schedule may come.
const MIN_GAP: Duration = Duration::from_secs(60);

/// The most of a jitter, in seconds.
const MAX_JITTER_S: u32 = 3600;

/// The most runs that are made up for at once.
const MAX_MISFIRES: u32 = 100;

/// The most failed runs in a row that a schedule can put up with, apart from any number.
const MAX_PAUSE_AFTER: u32 = 100;

/// A schedule as its owner wants it, unchecked.
#[derive(Clone, Debug)]
pub struct ScheduleRequest {
    /// 1 to 200 characters.
    pub name: String,
    /// A cron line, not closer than a minute.
    pub cron: String,
    /// An IANA zone.
    pub zone: String,
    /// The batch of each run.
    pub request: BatchRequest,
    /// When a run is due while an earlier one works.
    pub overlap: Overlap,
    /// When nobody was there at a due time; makes up for 1 to 100.
    pub misfire: Misfire,
    /// Seconds, 0 to 3,600 and below the distance of due times.
    pub jitter_s: u32,
    /// The most that a run may cost, above 0; none is no bound but the balance.
    pub budget: Option<MicroDollars>,
    /// Failed runs in a row, 0 to 100; 0 never pauses.
    pub pause_after: u32,
}

/// A schedule that can be stored.
pub(super) struct Checked {
    pub(super) recurrence: Recurrence,
    pub(super) wanted: Wanted,
}

/// Reads a cron line and a zone.
///
/// # Errors
/// [`Error::Invalid`] with what is wrong with either.
pub(super) fn check_recurrence(cron: &str, zone: &str) -> Result<Recurrence> {
    let mut errors = Vec::new();
    let cron = Cron::parse(cron)
        .and_then(|cron| cron.check_min_gap(MIN_GAP).map(|()| cron))
        .map_err(|error| errors.push(FieldError::new("cron", error.to_string())));
    let zone = Zone::parse(zone).map_err(|error| errors.push(FieldError::new("zone", error.to_string())));
    match (cron, zone) {
        (Ok(cron), Ok(zone)) => Ok(Recurrence { cron, zone }),
        _ => Err(Error::Invalid(errors)),
    }
}

/// Forecasts the batch of a run; wrong fields are told below `request`.
///
/// # Errors
/// [`Error::Invalid`] as for asking for the batch.
pub(super) async fn forecast(app: &App, user_id: UserId, request: &BatchRequest) -> Result<Forecast> {
    batches::check(app, user_id, request)
        .await
        .map_err(|error| error.within("request"))
}

impl ScheduleRequest {
    /// # Errors
    /// [`Error::Invalid`] with every wrong field; those of the batch once the others are right.
    pub(super) async fn check(mut self, app: &App, user_id: UserId) -> Result<Checked> {
        let mut errors = self.complaints();
        let recurrence = match check_recurrence(&self.cron, &self.zone) {
            Ok(recurrence) => {
                errors.extend(self.complaint_about_jitter(&recurrence));
                Some(recurrence)
            }
            Err(Error::Invalid(wrong)) => {
                errors.extend(wrong);
                None
            }
            Err(error) => return Err(error),
        };
        let Some(recurrence) = recurrence.filter(|_| errors.is_empty()) else {
            return Err(Error::Invalid(errors));
        };
        forecast(app, user_id, &self.request).await?;
        let table_text = take_table(&mut self.request.spec);
        let (misfire, misfire_max) = misfire_columns(self.misfire);
        let wanted = Wanted {
            name: self.name.trim().to_owned(),
            cron: recurrence.cron.to_string(),
            zone: recurrence.zone.to_string(),
            request: serde_json::to_value(&self.request).map_err(Error::internal)?,
            table_text,
            overlap: overlap_text(self.overlap),
            misfire,
            misfire_max,
            jitter_s: i32::try_from(self.jitter_s).map_err(Error::internal)?,
            budget_microdollars: self.budget.map(|budget| budget.0),
            pause_after: i32::try_from(self.pause_after).map_err(Error::internal)?,
        };
        Ok(Checked { recurrence, wanted })
    }

    fn complaints(&self) -> Vec<FieldError> {
        let name = self.name.trim();
        let wrong = [
            (
                name.is_empty() || name.chars().count() > 200 || name.contains('\0'),
                FieldError::new("name", "use 1 to 200 characters"),
            ),
            (
                matches!(self.misfire, Misfire::All { max } if !(1..=MAX_MISFIRES).contains(&max)),
                FieldError::new(
                    "misfire.all.max",
                    format!("use a whole number from 1 to {MAX_MISFIRES}"),
                ),
            ),
            (
                self.jitter_s > MAX_JITTER_S,
                FieldError::new("jitter_s", format!("use a whole number from 0 to {MAX_JITTER_S}")),
            ),
            (
                self.budget.is_some_and(|budget| budget <= MicroDollars::ZERO),
                FieldError::new("budget_credits", "use a number above 0, or leave it out for no budget"),
            ),
            (
                self.pause_after > MAX_PAUSE_AFTER,
                FieldError::new(
                    "pause_after",
                    format!("use a whole number from 0 to {MAX_PAUSE_AFTER}; 0 never pauses"),
                ),
            ),
        ];
        wrong
            .into_iter()
            .filter_map(|(is_wrong, error)| is_wrong.then_some(error))
            .collect()
    }

    /// Runs must start in the order in which they are due.
    fn complaint_about_jitter(&self, recurrence: &Recurrence) -> Option<FieldError> {
        let gap = recurrence.cron.shortest_gap().as_secs();
        (self.jitter_s <= MAX_JITTER_S && u64::from(self.jitter_s) >= gap).then(|| {
            let message = format!("must be below {gap}: two runs are {gap} s apart at the closest");
            FieldError::new("jitter_s", message)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(cron: &str, zone: &str) -> Vec<(String, String)> {
        match check_recurrence(cron, zone) {
            Err(Error::Invalid(errors)) => errors.into_iter().map(|error| (error.field, error.message)).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_wrong_line_and_a_wrong_zone_are_told_at_once() {
        let told = complaint("61 * * * *", "Europe/Berln");
        assert_eq!(told.len(), 2);
        assert!(told[0].0 == "cron" && told[0].1.contains("minute: `61`"), "{told:?}");
        assert!(told[1].0 == "zone" && told[1].1.contains("Europe/Berlin"), "{told:?}");
    }

    #[test]
    fn lines_that_never_or_too_often_fire_are_refused() {
        assert!(complaint("0 0 30 2 *", "UTC")[0].1.contains("never fires"));
        assert!(complaint("*/30 * * * * *", "UTC")[0].1.contains("every 30 s"));
        assert!(check_recurrence("* * * * *", "UTC").is_ok());
    }
}
