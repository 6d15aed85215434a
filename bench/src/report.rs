//! What a measurement found, as Markdown.

use std::fmt::Write as _;
use std::time::Duration;

use crate::machine::Load;
use crate::samples::Samples;

/// A distribution of durations.
#[derive(Clone, Debug)]
pub(crate) struct Timed {
    what: String,
    samples: Samples,
    ratio: Option<f64>,
    target: Option<Duration>,
}

impl Timed {
    /// A series without a promise.
    pub(crate) fn new(what: impl Into<String>, samples: Samples) -> Self {
        Self {
            what: what.into(),
            samples,
            ratio: None,
            target: None,
        }
    }

    /// Compares the medians.
    pub(crate) fn over(mut self, baseline: &Samples) -> Self {
        self.ratio = Some(self.samples.median().as_secs_f64() / baseline.median().as_secs_f64().max(1e-9));
        self
    }

    /// Promises that the 95th percentile is at most this.
    pub(crate) fn within(mut self, target: Duration) -> Self {
        self.target = Some(target);
        self
    }

    fn is_kept(&self) -> Option<bool> {
        self.target.map(|target| self.samples.percentile(95) <= target)
    }

    fn cells(&self) -> Vec<String> {
        let at = |percent| time(self.samples.percentile(percent));
        vec![
            self.what.clone(),
            self.samples.len().to_string(),
            at(50),
            at(95),
            at(100),
            self.ratio.map_or_else(String::new, |ratio| format!("{ratio:.1} ×")),
            self.target
                .map_or_else(String::new, |target| format!("≤ {}", time(target))),
            verdict(self.is_kept()),
        ]
    }
}

/// A single number.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    what: String,
    value: f64,
    limit: Option<f64>,
    is_least: bool,
    unit: &'static str,
}

impl Figure {
    /// A number without a promise.
    pub(crate) fn new(what: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self {
            what: what.into(),
            value,
            limit: None,
            is_least: false,
            unit,
        }
    }

    /// Promises that it is at most `limit`, in the same unit.
    pub(crate) fn within(mut self, limit: f64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Promises that it is at least `limit`, in the same unit.
    pub(crate) fn at_least(mut self, limit: f64) -> Self {
        (self.limit, self.is_least) = (Some(limit), true);
        self
    }

    fn is_kept(&self) -> Option<bool> {
        self.limit.map(|limit| {
            if self.is_least {
                self.value >= limit
            } else {
                self.value <= limit
            }
        })
    }

    fn cells(&self) -> Vec<String> {
        let number = |value: f64| format!("{} {}", rounded(value), self.unit).trim_end().to_owned();
        vec![
            self.what.clone(),
            number(self.value),
            self.limit.map_or_else(String::new, |limit| {
                format!("{} {}", if self.is_least { "≥" } else { "≤" }, number(limit))
            }),
            self.limit
                .map_or_else(String::new, |limit| format!("{:.0} %", 100.0 * self.value / limit)),
            verdict(self.is_kept()),
        ]
    }
}

/// What one measurement found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Section {
    /// Its heading.
    pub(crate) title: &'static str,
    /// Distributions.
    pub(crate) times: Vec<Timed>,
    /// Single numbers.
    pub(crate) figures: Vec<Figure>,
    /// What a reader should know about this run.
    pub(crate) notes: Vec<String>,
}

impl Section {
    /// Whether every promise in it was kept.
    pub(crate) fn is_kept(&self) -> bool {
        let times = self.times.iter().map(Timed::is_kept);
        times
            .chain(self.figures.iter().map(Figure::is_kept))
            .all(|kept| kept != Some(false))
    }

    /// Heading, tables, notes, and how busy the machine was.
    pub(crate) fn markdown(&self, before: &Load, after: &Load) -> String {
        let mut text = format!("### {}\n\n", self.title);
        let times: Vec<_> = self.times.iter().map(Timed::cells).collect();
        let figures: Vec<_> = self.figures.iter().map(Figure::cells).collect();
        text += &table(
            &["Time", "n", "p50", "p95", "max", "of baseline", "promised p95", ""],
            &times,
        );
        text += &table(&["Figure", "measured", "promised", "used", ""], &figures);
        for note in &self.notes {
            let _ = writeln!(text, "- {note}");
        }
        let _ = writeln!(text, "- Load average (1 min) before and after: {before}, {after}.");
        text
    }
}

/// Nothing for no rows.
fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut text = format!("| {} |\n|---{}|\n", head.join(" | "), "|--:".repeat(head.len() - 1));
    for row in rows {
        let _ = writeln!(text, "| {} |", row.join(" | "));
    }
    text + "\n"
}

fn verdict(kept: Option<bool>) -> String {
    match kept {
        None => "",
        Some(true) => "kept",
        Some(false) => "**missed**",
    }
    .to_owned()
}

/// Three digits in the unit that suits.
fn time(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    match seconds {
        1.0.. => format!("{} s", rounded(seconds)),
        0.001.. => format!("{} ms", rounded(seconds * 1e3)),
        _ => format!("{} µs", rounded(seconds * 1e6)),
    }
}

fn rounded(value: f64) -> String {
    let decimals = match value.abs() {
        100.0.. => 0,
        10.0.. => 1,
        _ => 2,
    };
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_told_in_the_unit_that_suits() {
        let told = |micros| time(Duration::from_micros(micros));
        assert_eq!(
            [told(7), told(1_500), told(48_020), told(2_000_000)],
            ["7 µs", "1.5 ms", "48 ms", "2 s"]
        );
    }

    #[test]
    fn one_missed_promise_spoils_the_section() {
        let mut section = Section::default();
        section.figures.push(Figure::new("kept", 1.0, "").within(2.0));
        assert!(section.is_kept());
        let slow = Samples::new(vec![Duration::from_millis(3)]);
        section
            .times
            .push(Timed::new("missed", slow).within(Duration::from_millis(2)));
        assert!(!section.is_kept());
        assert!(
            section
                .markdown(&Load(0.5), &Load(0.5))
                .contains("| missed | 1 | 3 ms | 3 ms | 3 ms |  | ≤ 2 ms | **missed** |")
        );
    }
}
