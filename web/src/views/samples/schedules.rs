//! Samples of schedules.

use super::now;
use crate::views::{
    Coming, FieldError, NamedLink, RunLine, ScheduleCard, ScheduleEditorPage, SchedulePage, ScheduleRules,
    ScheduleTyped, SchedulesPage,
};

fn card(reason: Option<&str>) -> ScheduleCard {
    ScheduleCard {
        id: "0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5a20".to_owned(),
        name: "Fox of the day".to_owned(),
        cron: "0 9 * * *".to_owned(),
        zone: "Europe/Berlin".to_owned(),
        pause_reason: reason.map(str::to_owned),
        next_due_at: reason.is_none().then(now),
    }
}

fn coming() -> Coming {
    Coming {
        times: vec!["2026-11-27 09:00".to_owned(), "2026-11-28 09:00".to_owned()],
        per_month: 30,
        run_credits: 12.5,
        month_credits: 375.0,
    }
}

/// An active and a paused one, and none.
#[must_use]
pub fn schedule_lists() -> Vec<SchedulesPage> {
    let page = |schedules| SchedulesPage {
        schedules,
        next_href: Some("/schedules?cursor=c2".to_owned()),
    };
    vec![page(vec![card(None), card(Some("owner"))]), page(Vec::new())]
}

/// With runs of every state, for each reason of a pause, and with a request that cannot be made any more.
#[must_use]
pub fn schedule_pages() -> Vec<SchedulePage> {
    let states = [
        "waiting",
        "started",
        "succeeded",
        "failed",
        "cancelled",
        "skipped_overlap",
        "skipped_misfire",
        "skipped_paused",
        "over_budget",
        "no_credits",
        "refused",
    ];
    let run = |state: &str| RunLine {
        due_at: now(),
        state: state.to_owned(),
        message: (state == "refused").then(|| "There is no such model.".to_owned()),
        batch_href: (state == "succeeded").then(|| "/batches/1".to_owned()),
        is_manual: state == "started",
    };
    let page = |reason, overlap, misfire, coming: Option<Coming>| SchedulePage {
        schedule: card(reason),
        rules: ScheduleRules {
            overlap,
            misfire,
            jitter_s: 60,
            budget_credits: Some(50.0),
            pause_after: 3,
        },
        failures: 1,
        complaint: coming.is_none().then(|| "There is no such model.".to_owned()),
        coming,
        runs: states.into_iter().map(run).collect(),
        next_href: Some("/schedules/1?cursor=c2".to_owned()),
        key: "0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5aff".to_owned(),
    };
    vec![
        page(None, "skip", "once", Some(coming())),
        page(Some("owner"), "queue", "skip", None),
        page(Some("owner_inactive"), "allow", "all", None),
        SchedulePage {
            runs: Vec::new(),
            ..page(Some("failures"), "cancel_previous", "all", None)
        },
    ]
}

/// Empty, previewed, with everything wrong, without presets, and for one that exists.
#[must_use]
pub fn new_schedules() -> Vec<ScheduleEditorPage> {
    let page = |errors: &[FieldError], coming| ScheduleEditorPage {
        id: None,
        values: ScheduleTyped::default(),
        requests: vec![NamedLink {
            id: "preset:1".to_owned(),
            name: "Animals in ink".to_owned(),
        }],
        zones: vec!["UTC", "Europe/Berlin"],
        coming,
        errors: ScheduleEditorPage::sort_errors(errors),
    };
    let wrong: Vec<FieldError> = [
        "name",
        "request",
        "at",
        "day",
        "cron",
        "zone",
        "jitter_s",
        "budget_credits",
        "",
    ]
    .into_iter()
    .map(|field| FieldError::new(field, "That is wrong."))
    .collect();
    vec![
        page(&[], None),
        page(&[], Some(coming())),
        page(&wrong, None),
        ScheduleEditorPage {
            requests: Vec::new(),
            ..page(&[], None)
        },
        ScheduleEditorPage {
            id: Some("1".to_owned()),
            ..page(&[], Some(coming()))
        },
    ]
}
