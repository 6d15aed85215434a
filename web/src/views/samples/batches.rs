//! Samples of batches and of single jobs.

use chrono::TimeDelta;

use super::jobs::{batches, job};
use super::{jobs, now};
use crate::views::{
    Attempt, Axis, AxisValue, BatchCard, BatchNotice, BatchPage, BatchRow, BatchState, BatchSummary, BatchesPage,
    JobPage, RowFilter,
};

/// With batches of every state and a further page, and empty.
#[must_use]
pub fn batch_lists() -> Vec<BatchesPage> {
    let ended = BatchCard {
        id: "0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5a10".to_owned(),
        state: BatchState::Ended,
        done: 100_000,
        percent: 100,
        running: 0,
        left: None,
        ..batches().remove(4)
    };
    vec![
        BatchesPage {
            open: batches(),
            ended: vec![summary(ended)],
            next_href: Some("/batches?cursor=c2".to_owned()),
        },
        BatchesPage {
            open: Vec::new(),
            ended: Vec::new(),
            next_href: None,
        },
    ]
}

/// Under way with rows, refused something, and being cancelled without rows.
#[must_use]
pub fn batch_pages() -> Vec<BatchPage> {
    let cards = batches();
    let running = page(summary(cards[4].clone()));
    vec![
        running.clone(),
        BatchPage {
            error: Some("You have a preset of this name.".to_owned()),
            notice: Some(BatchNotice::Kept),
            next_href: None,
            ..page(summary(cards[2].clone()))
        },
        BatchPage {
            notice: Some(BatchNotice::RestartedSome),
            rows: Vec::new(),
            axes: Vec::new(),
            ..page(summary(cards[3].clone()))
        },
    ]
}

fn summary(card: BatchCard) -> BatchSummary {
    BatchSummary {
        queued: 58_800,
        completed: 41_185,
        cancelled: 0,
        broken: 7,
        priority: 10,
        estimated_credits: 300_000.0,
        held_credits: 1_500.0,
        cost_credits: 123_555.0,
        created_at: now() - TimeDelta::hours(4),
        ended_at: None,
        parent_href: Some("/batches/1".to_owned()),
        card,
    }
}

fn page(batch: BatchSummary) -> BatchPage {
    let value = |text: &str, is_current| AxisValue {
        text: text.to_owned(),
        href: format!("/batches/1?axis=color%3A{text}"),
        is_current,
    };
    let row = |(number, job): (u32, _)| BatchRow {
        number,
        axes: vec!["color: red".to_owned(), format!("seed: {number}")],
        job,
    };
    BatchPage {
        filter: RowFilter::new(&batch, "failed", "color:red"),
        axes: vec![Axis {
            name: "color".to_owned(),
            values: vec![value("red", true), value("white", false)],
            others: 3,
        }],
        rows: (1u32..).zip(jobs()).map(row).collect(),
        next_href: Some("/batches/1?after=23".to_owned()),
        key: "0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5aff".to_owned(),
        values: ("10".to_owned(), batch.card.name.clone()).into(),
        notice: None,
        error: None,
        batch,
    }
}

/// A waiting one with a refused priority, and a finished one with calls of every outcome.
#[must_use]
pub fn job_pages() -> Vec<JobPage> {
    let mut jobs = jobs();
    let waiting = JobPage {
        job: jobs.remove(0),
        priority: 0,
        priority_error: Some("priority must be between -100 and 100".to_owned()),
        batch_href: None,
        attempts: Vec::new(),
    };
    let states = [
        "intended",
        "unknown",
        "accepted",
        "succeeded",
        "refused",
        "failed",
        "cancelled",
        "dead",
    ];
    let decisions = [None, Some("retried"), Some("retry_later"), Some("given_up")];
    let attempts = (1..).zip(states).zip(decisions.into_iter().cycle());
    let ended = JobPage {
        job: job(4),
        batch_href: Some("/batches/1".to_owned()),
        attempts: attempts
            .map(|((number, state), decision)| attempt(number, state, decision))
            .collect(),
        priority_error: None,
        ..waiting.clone()
    };
    vec![waiting, ended]
}

fn attempt(number: i32, state: &'static str, decision: Option<&'static str>) -> Attempt {
    Attempt {
        number,
        round: i32::from(number > 4),
        label: "generate".to_owned(),
        endpoint: "fal-ai/flux/dev".to_owned(),
        state,
        request_id: Some("764cabcf-b745-4b3e-ae38-1200304cf45b".to_owned()),
        error: decision.map(|_| "The provider is overloaded.".to_owned()),
        created_at: now(),
        duration_s: Some(3.2),
        decision,
        retry_at: decision.filter(|word| *word == "retry_later").map(|_| now()),
    }
}
