//! Words for a terminal.

use chrono::{DateTime, Local, Utc};

/// Characters of a prompt in a list.
const SHORT: usize = 60;

/// Without control characters: a prompt of somebody else must not steer the terminal.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// At most so many characters that a line of a list has room for.
pub(super) fn short(text: &str) -> String {
    let text = plain(text);
    if text.chars().count() <= SHORT {
        return text;
    }
    let mut cut: String = text.chars().take(SHORT - 1).collect();
    cut.push('…');
    cut
}

/// To the minute, in the time zone of this computer.
pub(super) fn minute(at: DateTime<Utc>) -> String {
    at.with_timezone(&Local).format("%Y-%m-%d %H:%M").to_string()
}

/// Credits without needless digits.
pub(super) fn credits(amount: f64) -> String {
    let text = format!("{amount:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{text} {}", if text == "1" { "credit" } else { "credits" })
}

/// Seconds as people say them.
pub(super) fn duration(seconds: f64) -> String {
    if seconds < 90.0 {
        format!("{seconds:.0} s")
    } else if seconds < 5400.0 {
        format!("{:.0} min", seconds / 60.0)
    } else {
        format!("{:.1} h", seconds / 3600.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(plain("a\x1b[2Jb\nc\u{9b}d"), "a [2Jb c d");
        assert_eq!(short(&"x".repeat(100)).chars().count(), SHORT);
    }

    #[test]
    fn amounts_are_short() {
        let told: Vec<String> = [1.0, 2.5, 0.025, 100.0].map(credits).to_vec();
        assert_eq!(told, ["1 credit", "2.5 credits", "0.025 credits", "100 credits"]);
    }
}
