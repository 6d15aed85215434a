//! The form for a schedule between the browser and the use case.

use studio_app::batches::BatchRequest;
use studio_app::schedules::{Misfire, Overlap, ScheduleRequest, ScheduleView};

use super::form::version;
use crate::api::schedules::budget;
use crate::extract::FormPairs;
use crate::i18n::Lang;
use crate::templates::format::read_number;
use crate::views::{FieldError, ScheduleTyped};

/// The words for what happens while an earlier run works.
const OVERLAPS: [(Overlap, &str); 4] = [
    (Overlap::Skip, "skip"),
    (Overlap::Queue, "queue"),
    (Overlap::CancelPrevious, "cancel_previous"),
    (Overlap::Allow, "allow"),
];

/// The choice of a request that leaves the schedule's own as it is.
pub(super) const KEEP: &str = "keep";

/// The word for it in forms and keys of texts.
pub(super) fn overlap_word(overlap: Overlap) -> &'static str {
    let known = OVERLAPS.into_iter().find(|(known, _)| *known == overlap);
    known.map_or("skip", |(_, word)| word)
}

/// The word for what happens to missed runs, in forms and keys of texts.
pub(super) fn misfire_word(misfire: Misfire) -> &'static str {
    match misfire {
        Misfire::Skip => "skip",
        Misfire::Once => "once",
        Misfire::All { .. } => "all",
    }
}

/// The controls as they were sent; what is missing has its default.
pub(super) fn read(pairs: &FormPairs) -> ScheduleTyped {
    let or = |name: &str, default: &str| match pairs.get(name) {
        "" => default.to_owned(),
        text => text.to_owned(),
    };
    ScheduleTyped {
        name: or("name", ""),
        version: or("version", ""),
        request: or("request", ""),
        every: or("every", "day"),
        at: or("at", "09:00"),
        weekday: or("weekday", "mon"),
        day: or("day", "1"),
        cron: or("cron", ""),
        zone: or("zone", "UTC"),
        overlap: or("overlap", "skip"),
        misfire: or("misfire", "once"),
        misfire_max: or("misfire_max", "10"),
        jitter_s: or("jitter_s", "0"),
        budget_credits: or("budget_credits", ""),
        pause_after: or("pause_after", "3"),
    }
}

/// The controls for a schedule that exists. Its cron line is shown as it is, whatever choices it was made of.
pub(super) fn typed(schedule: &ScheduleView) -> ScheduleTyped {
    let plain = read(&FormPairs::default());
    ScheduleTyped {
        name: schedule.name.clone(),
        version: version(schedule.updated_at),
        request: KEEP.to_owned(),
        every: "custom".to_owned(),
        cron: schedule.cron.clone(),
        zone: schedule.zone.to_string(),
        overlap: overlap_word(schedule.overlap).to_owned(),
        misfire: misfire_word(schedule.misfire).to_owned(),
        misfire_max: match schedule.misfire {
            Misfire::All { max } => max.to_string(),
            Misfire::Skip | Misfire::Once => plain.misfire_max,
        },
        jitter_s: schedule.jitter_s.to_string(),
        budget_credits: schedule
            .budget
            .map(|budget| budget.credits().to_string())
            .unwrap_or_default(),
        pause_after: schedule.pause_after.to_string(),
        ..plain
    }
}

/// What the form means, but for the request of each run.
///
/// # Errors
/// Every control whose text makes no sense.
pub(super) fn wanted(
    lang: Lang,
    values: &ScheduleTyped,
) -> Result<impl Fn(BatchRequest) -> ScheduleRequest + '_, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut number = |field: &str, text: &str| {
        text.trim().parse::<u32>().unwrap_or_else(|_| {
            errors.push(FieldError::new(field, "Use a whole number."));
            0
        })
    };
    let jitter_s = number("jitter_s", &values.jitter_s);
    let pause_after = number("pause_after", &values.pause_after);
    let misfire = match values.misfire.as_str() {
        "skip" => Misfire::Skip,
        "all" => Misfire::All {
            max: number("misfire_max", &values.misfire_max),
        },
        _ => Misfire::Once,
    };
    let budget = match values.budget_credits.trim() {
        "" => None,
        text => match read_number(lang, text).and_then(|credits| budget(credits).ok()) {
            Some(budget) => Some(budget),
            None => {
                errors.push(FieldError::new(
                    "budget_credits",
                    "Use a number above 0, or leave it empty.",
                ));
                None
            }
        },
    };
    let cron = cron(values).unwrap_or_else(|error| {
        errors.push(error);
        String::new()
    });
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(move |request| ScheduleRequest {
        name: values.name.clone(),
        cron: cron.clone(),
        zone: values.zone.clone(),
        request,
        overlap: OVERLAPS
            .into_iter()
            .find(|(_, word)| *word == values.overlap)
            .map_or(Overlap::Skip, |(overlap, _)| overlap),
        misfire,
        jitter_s,
        budget,
        pause_after,
    })
}

/// The line for the plain choices.
fn cron(values: &ScheduleTyped) -> Result<String, FieldError> {
    if values.every == "custom" {
        return Ok(values.cron.trim().to_owned());
    }
    let time = chrono::NaiveTime::parse_from_str(values.at.trim(), "%H:%M");
    let time = time.map_err(|_| FieldError::new("at", "Use a time such as 09:30."))?;
    let (hour, minute) = (chrono::Timelike::hour(&time), chrono::Timelike::minute(&time));
    match values.every.as_str() {
        "hour" => Ok(format!("{minute} * * * *")),
        "weekday" => Ok(format!("{minute} {hour} * * mon-fri")),
        "week" => match values.weekday.as_str() {
            day @ ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun") => Ok(format!("{minute} {hour} * * {day}")),
            _ => Err(FieldError::new("every", "Choose a day of the week.")),
        },
        "month" => match values.day.trim().parse::<u32>() {
            Ok(day @ 1..=28) => Ok(format!("{minute} {hour} {day} * *")),
            _ => Err(FieldError::new("day", "Use a day from 1 to 28, which every month has.")),
        },
        _ => Ok(format!("{minute} {hour} * * *")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_choices_become_a_line() {
        let values = ScheduleTyped {
            at: "09:30".to_owned(),
            weekday: "tue".to_owned(),
            day: "28".to_owned(),
            cron: " @daily ".to_owned(),
            ..ScheduleTyped::default()
        };
        for (every, line) in [
            ("hour", "30 * * * *"),
            ("day", "30 9 * * *"),
            ("weekday", "30 9 * * mon-fri"),
            ("week", "30 9 * * tue"),
            ("month", "30 9 28 * *"),
            ("custom", "@daily"),
        ] {
            let every = every.to_owned();
            assert_eq!(
                cron(&ScheduleTyped {
                    every,
                    ..values.clone()
                }),
                Ok(line.to_owned())
            );
        }
        let wrong = |every: &str, at: &str, day: &str| {
            let values = ScheduleTyped {
                every: every.to_owned(),
                at: at.to_owned(),
                day: day.to_owned(),
                ..values.clone()
            };
            cron(&values).unwrap_err().field
        };
        assert_eq!(wrong("day", "25:00", "1"), "at");
        assert_eq!(wrong("month", "09:00", "31"), "day");
    }
}
