//! Reading how far a model is from what it prints.

use studio_fal_client::LogLine;

/// Percent from the latest line that counts steps: `12/28`, `43%|████`. Models print such lines as they work; nothing
/// else depends on it.
pub(super) fn percent(logs: &[LogLine]) -> Option<i16> {
    logs.iter().rev().find_map(|line| percent_of(line.message.as_str()))
}

fn percent_of(line: &str) -> Option<i16> {
    from_percent(line).or_else(|| from_fraction(line))
}

fn from_percent(line: &str) -> Option<i16> {
    let (before, _) = line.split_once('%')?;
    let digits = trailing_digits(before)?;
    digits.parse().ok().filter(|percent| (0..=100).contains(percent))
}

fn from_fraction(line: &str) -> Option<i16> {
    let (before, after) = line.split_once('/')?;
    let done: u32 = trailing_digits(before)?.parse().ok()?;
    let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    let all: u32 = after[..end].parse().ok().filter(|all| *all > 0 && *all <= 10_000)?;
    (done <= all).then(|| i16::try_from(done * 100 / all).ok()).flatten()
}

fn trailing_digits(text: &str) -> Option<&str> {
    let start = text.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
    // `rfind` gives the start of a character that may be longer than one byte.
    text.get(start..).filter(|digits| !digits.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_and_percentages_are_understood() {
        for (line, expected) in [
            ("7/28 steps", Some(25)),
            (" 43%|████▎     | 12/28 [00:01<00:01]", Some(43)),
            ("step 28/28", Some(100)),
            ("29/28", None),
            ("1/0", None),
            ("loading https://example.org/a", None),
            ("100 % sure", None),
            ("", None),
        ] {
            assert_eq!(percent_of(line), expected, "{line}");
        }
    }
}
