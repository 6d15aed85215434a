//! Recognises the lines in which test runners say how many tests ran, and adds them up.

use std::fmt;

/// Numbers of tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    passed: u64,
    failed: u64,
}

/// The summary lines met so far.
#[derive(Default)]
pub(super) struct Summaries {
    lines: Vec<String>,
    total: Counts,
}

impl Summaries {
    /// Looks at one line of a runner's output.
    pub(super) fn notice(&mut self, line: &str) {
        let line = without_colours(line);
        let Some(counts) = counts(line.trim()) else { return };
        if counts != Counts::default() {
            self.lines.push(line.trim().to_owned());
        }
        self.total.passed += counts.passed;
        self.total.failed += counts.failed;
    }
}

impl fmt::Display for Summaries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            writeln!(f, "{line}")?;
        }
        write!(f, "{} passed, {} failed", self.total.passed, self.total.failed)
    }
}

/// Understands the closing lines of cargo-nextest (`Summary [  5.1s] 9 tests run: 8 passed, 1 failed, 0 skipped`),
/// cargo test (`test result: ok. 20 passed; 0 failed; …`), Vitest (`Tests  1 failed | 2 passed (3)`) and Playwright
/// (`3 passed (2.1s)`, `1 failed` on lines of their own).
fn counts(line: &str) -> Option<Counts> {
    let words: Vec<&str> = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let runner = ["Summary [", "test result:", "Tests  "]
        .iter()
        .any(|start| line.starts_with(start));
    let playwright = matches!(words.as_slice(), [_, "passed" | "failed" | "flaky"])
        || line.contains(" passed (") && words.get(1) == Some(&"passed");
    if !(runner || playwright) {
        return None;
    }
    let mut counts = Counts::default();
    for pair in words.windows(2) {
        let Ok(number) = pair[0].parse::<u64>() else { continue };
        match pair[1] {
            "passed" => counts.passed += number,
            // nextest: `1 timed out`, `1 exec failed`.
            "failed" | "timed" | "exec" => counts.failed += number,
            _ => {}
        }
    }
    Some(counts)
}

/// Drops terminal colours: an escape, `[`, anything up to a letter.
fn without_colours(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after
            .find(|c: char| c.is_ascii_alphabetic())
            .map_or("", |end| &after[end + 1..]);
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, passed: u64, failed: u64) {
        assert_eq!(
            counts(without_colours(line).trim()),
            Some(Counts { passed, failed }),
            "{line}"
        );
    }

    #[test]
    fn every_runners_summary_is_understood() {
        check(
            "     Summary [   5.077s] 9 tests run: 9 passed (1 slow), 0 skipped",
            9,
            0,
        );
        check(
            "     Summary [   5.077s] 9 tests run: 7 passed, 1 failed, 1 timed out, 0 skipped",
            7,
            2,
        );
        check(
            "test result: FAILED. 20 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            20,
            3,
        );
        check(
            "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[31m1 failed\u{1b}[39m | \u{1b}[32m2 passed\u{1b}[39m (3)",
            2,
            1,
        );
        check("  12 passed (34.5s)", 12, 0);
        check("  1 failed", 0, 1);
    }

    #[test]
    fn other_lines_are_not() {
        for line in [
            "running 9 tests",
            "PASS [ 0.1s] crate tests::one_passed",
            "Test Files  1 passed (1)",
            "",
        ] {
            assert_eq!(counts(line), None, "{line}");
        }
    }

    #[test]
    fn the_sum_closes_the_list_and_empty_runs_are_left_out() {
        let mut summaries = Summaries::default();
        for line in [
            "test result: ok. 0 passed; 0 failed; 0 ignored",
            "test result: ok. 2 passed; 0 failed; 0 ignored",
            "  3 passed (1s)",
        ] {
            summaries.notice(line);
        }
        assert_eq!(
            summaries.to_string(),
            "test result: ok. 2 passed; 0 failed; 0 ignored\n3 passed (1s)\n5 passed, 0 failed"
        );
    }
}
