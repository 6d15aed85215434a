//! How far something is, on standard error and only where that is a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use studio_client::{Batch, Job};

use super::text::plain;

const TICK: Duration = Duration::from_millis(120);

/// A bar for one job: per cent where the model tells, and where it stands.
pub(super) fn of_job() -> ProgressBar {
    bar("{spinner} {bar:24} {pos:>3} %  {msg}", Some(100))
}

pub(super) fn show_job(bar: &ProgressBar, job: &Job) {
    let percent = match job.status.as_str() {
        "pending" => 0,
        "processing" => job.progress.unwrap_or(0).min(100),
        _ => 100,
    };
    bar.set_position(percent.into());
    bar.set_message(standing(job));
}

/// Where a job stands, in a few words.
pub(super) fn standing(job: &Job) -> String {
    let mut words = match (&job.phase, job.progress) {
        (Some(phase), Some(percent)) => format!("{phase} {percent} %"),
        (Some(phase), None) => phase.clone(),
        (None, _) => job.status.clone(),
    };
    if let Some(waiting) = &job.waiting {
        words = format!("{words}: {}", waiting.message);
    }
    if let Some(position) = job.position.filter(|position| *position > 0) {
        words = format!("{words} ({position} before it)");
    }
    if let Some(error) = &job.error_message {
        words = format!("{words}: {error}");
    }
    plain(&words)
}

/// A bar for a batch: rows that have ended.
pub(super) fn of_batch() -> ProgressBar {
    bar("{spinner} {bar:24} {pos}/{len}  {msg}", Some(0))
}

pub(super) fn show_batch(bar: &ProgressBar, batch: &Batch) {
    bar.set_length(batch.rows.into());
    bar.set_position(batch.done().into());
    bar.set_message(standing_of_batch(batch));
}

/// Where a batch stands, in a few words.
pub(super) fn standing_of_batch(batch: &Batch) -> String {
    let counts = &batch.counts;
    let mut words = format!(
        "{}: {} running, {} completed, {} failed",
        batch.state, counts.running, counts.completed, counts.failed
    );
    if let Some(waiting) = &batch.waiting {
        words = format!("{words}; {}", waiting.message);
    }
    plain(&words)
}

/// A bar for files of so many bytes; without a number it only counts.
pub(super) fn of_bytes(total: Option<u64>) -> ProgressBar {
    match total {
        Some(_) => bar("{spinner} {bar:24} {bytes}/{total_bytes}  {msg}", total),
        None => bar("{spinner} {bytes}  {msg}", None),
    }
}

fn bar(template: &str, length: Option<u64>) -> ProgressBar {
    let style = ProgressStyle::with_template(template).expect("the template is part of the program");
    let bar = length
        .map_or_else(ProgressBar::new_spinner, ProgressBar::new)
        .with_style(style);
    bar.enable_steady_tick(TICK);
    bar
}
