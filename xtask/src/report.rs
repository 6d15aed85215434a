//! Tells the user what happens and how long it took.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Runs one step: its name is printed before, its time after.
pub(crate) fn step<T>(name: &str, body: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("==> {name}");
    let start = Instant::now();
    let result = body();
    let outcome = if result.is_ok() { "done" } else { "failed" };
    println!("    {outcome} in {}", seconds(start.elapsed()));
    result
}

/// Tells something within a step.
pub(crate) fn note(text: &str) {
    println!("    {text}");
}

/// `0.4 s`, `12.3 s`, `4 min 05 s`.
pub(crate) fn seconds(time: Duration) -> String {
    let whole = time.as_secs();
    if whole < 60 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

/// How a step of a longer list ended.
pub(crate) enum Outcome {
    /// As it should.
    Passed,
    /// With these words.
    Failed(String),
}

/// One line of the closing table.
pub(crate) struct Line {
    /// The step.
    pub(crate) name: &'static str,
    /// How it ended.
    pub(crate) outcome: Outcome,
    /// Wall time.
    pub(crate) time: Duration,
}

/// The closing table: one line a step, then the reasons of those that failed.
pub(crate) fn table(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        let word = if matches!(line.outcome, Outcome::Passed) {
            "ok"
        } else {
            "FAILED"
        };
        text.push_str(&format!("{:<10} {word:<6} {:>14}\n", line.name, seconds(line.time)));
    }
    for line in lines {
        if let Outcome::Failed(reason) = &line.outcome {
            text.push_str(&format!("{}: {reason}\n", line.name));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_well_at_every_size() {
        assert_eq!(seconds(Duration::from_millis(449)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(245)), "4 min 05 s");
    }

    #[test]
    fn the_table_gives_the_reasons_last() {
        let lines = [
            Line {
                name: "fmt",
                outcome: Outcome::Passed,
                time: Duration::from_secs(1),
            },
            Line {
                name: "rust",
                outcome: Outcome::Failed("3 tests".to_owned()),
                time: Duration::from_secs(61),
            },
        ];
        let table = table(&lines);
        assert!(table.starts_with("fmt        ok"), "{table}");
        assert!(table.ends_with("1 min 01 s\nrust: 3 tests\n"), "{table}");
    }
}
