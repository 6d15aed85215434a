//! Samples of jobs in every state.

use std::time::Duration;

use chrono::TimeDelta;

use super::{now, tile};
use crate::views::{
    BatchCard, BatchState, ExpectedWords, JobCard, JobStatus, QueueCounts, QueueFilter, QueuePage, Redriven, TimeLeft,
};

/// One job in each state, in the order of its life, and a paused one.
#[must_use]
pub fn jobs() -> Vec<JobCard> {
    let running = JobCard {
        status: JobStatus::Processing,
        phase: Some("running".to_owned()),
        progress: Some(43),
        message: Some("12/28 steps".to_owned()),
        expected: Some(ExpectedWords::new(Duration::ZERO, Duration::from_secs(6))),
        can_cancel: true,
        ..job(2)
    };
    vec![
        JobCard {
            position: Some(3),
            expected: Some(ExpectedWords::new(Duration::from_secs(130), Duration::from_secs(230))),
            can_steer: true,
            can_cancel: true,
            ..job(0)
        },
        JobCard {
            status: JobStatus::Processing,
            phase: Some("submitted".to_owned()),
            can_cancel: true,
            ..job(1)
        },
        running.clone(),
        JobCard {
            id: "2b".to_owned(),
            phase: Some("ingesting".to_owned()),
            images: vec![tile(21)],
            ..running
        },
        JobCard {
            status: JobStatus::Completed,
            images: (5..9).map(tile).collect(),
            can_retry: true,
            ..job(3)
        },
        JobCard {
            status: JobStatus::Failed,
            error_message: Some("The provider refused the prompt: it is against its content policy.".to_owned()),
            can_retry: true,
            ..job(4)
        },
        JobCard {
            status: JobStatus::Cancelled,
            can_retry: true,
            ..job(5)
        },
        JobCard {
            id: "6".to_owned(),
            message: Some("Paused".to_owned()),
            is_paused: true,
            can_steer: true,
            can_cancel: true,
            ..job(6)
        },
    ]
}

pub(super) fn job(index: usize) -> JobCard {
    let picture = tile(index);
    JobCard {
        id: format!("{index}"),
        model_name: picture.model_name,
        prompt: picture.prompt,
        status: JobStatus::Pending,
        phase: None,
        position: None,
        progress: None,
        message: None,
        expected: None,
        images: Vec::new(),
        num_images: 4,
        width: picture.width,
        height: picture.height,
        cost_credits: 78.64,
        created_at: now() - TimeDelta::seconds(40),
        is_paused: false,
        can_steer: false,
        can_cancel: false,
        can_retry: false,
        notes: vec!["The weight (word:1.3) was left out: this model does not read weights.".to_owned()],
        error_message: None,
    }
}

/// With jobs of every state and a further page, filtered to nothing, and empty.
#[must_use]
pub fn queue_pages() -> Vec<QueuePage> {
    let counts = QueueCounts {
        all: 63,
        running: 3,
        waiting: 1,
        done: 1,
        failed: 2,
        restartable: 2,
    };
    vec![
        QueuePage {
            batches: batches(),
            ..QueuePage::new(QueueFilter::All, counts, jobs(), Some("c2"))
        },
        QueuePage {
            is_paused: true,
            redriven: Some(Redriven {
                restarted: 12,
                skipped: 3,
            }),
            ..QueuePage::new(QueueFilter::Failed, counts, Vec::new(), None)
        },
        QueuePage::new(QueueFilter::All, QueueCounts::default(), Vec::new(), None),
    ]
}

/// In every state: under way, not begun, without credits, paused and being cancelled.
pub(super) fn batches() -> Vec<BatchCard> {
    let running = BatchCard {
        id: "0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5a01".to_owned(),
        name: "Animals in ink".to_owned(),
        state: BatchState::Running,
        stall: None,
        total: 100_000,
        done: 41_200,
        percent: 41,
        running: 12,
        failed: 3,
        per_minute: Some(182.0),
        left: Some(TimeLeft::from_seconds(19_380)),
    };
    let other = |number: u8, name: &str, state| BatchCard {
        id: format!("0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5a0{number}"),
        name: name.to_owned(),
        state,
        done: 0,
        percent: 0,
        running: 0,
        failed: 0,
        per_minute: None,
        left: None,
        ..running.clone()
    };
    vec![
        other(2, &"unbroken".repeat(25), BatchState::Running),
        BatchCard {
            stall: Some("no_credits"),
            ..other(3, "Waits for credits", BatchState::Stalled)
        },
        other(4, "Held back", BatchState::Paused),
        other(5, "Given up", BatchState::Cancelling),
        running,
    ]
}
