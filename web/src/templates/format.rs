//! Numbers, amounts, sizes, times and long texts as text, for each language of the pages. Pure.

use chrono::{DateTime, Utc};

use crate::i18n::Lang;

/// A number with grouped thousands and exactly `decimals` digits after the decimal sign: `1,234.50`, `1.234,50`.
#[must_use]
pub fn number(lang: Lang, value: f64, decimals: usize) -> String {
    let (group, decimal) = signs(lang);
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::new();
    if value < 0.0 && plain.bytes().any(|digit| matches!(digit, b'1'..=b'9')) {
        text.push('\u{2212}');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(decimal);
        text.push_str(fraction);
    }
    text
}

/// An amount of credits: whole when it is whole, else with two digits (a credit is divisible: cheap models cost fractions).
#[must_use]
pub fn credits(lang: Lang, value: f64) -> String {
    let is_whole = (value - value.round()).abs() < 0.005;
    number(lang, value, if is_whole { 0 } else { 2 })
}

/// A number as people of the language type it, with grouped thousands or without; `None` for what is none.
///
/// A sign that does not group thousands is taken for the decimal one, whichever it is: `12,5` is twelve and a half everywhere, but
/// `1,000` is a thousand in English and one in German.
#[must_use]
pub fn read_number(lang: Lang, text: &str) -> Option<f64> {
    let (group, decimal) = signs(lang);
    let text = text.trim();
    let (whole, fraction) = text.split_once(decimal).unwrap_or((text, ""));
    let plain = if is_grouped(whole, group) {
        format!("{}.{fraction}", whole.replace(group, ""))
    } else {
        text.replace(',', ".")
    };
    // Neither exponents nor infinity.
    let is_plain = plain.chars().all(|sign| sign.is_ascii_digit() || "-.".contains(sign));
    plain.parse().ok().filter(|_| is_plain)
}

/// Whether the digits stand in groups of three after a first one of one to three.
fn is_grouped(text: &str, sign: char) -> bool {
    let groups: Vec<_> = text.split(sign).collect();
    let is_of = |group: &str, sizes: std::ops::RangeInclusive<usize>| {
        sizes.contains(&group.len()) && group.bytes().all(|byte| byte.is_ascii_digit())
    };
    groups.len() > 1 && is_of(groups[0], 1..=3) && groups[1..].iter().all(|group| is_of(group, 3..=3))
}

/// What groups thousands, and what separates decimals.
fn signs(lang: Lang) -> (char, char) {
    match lang {
        Lang::En => (',', '.'),
        Lang::De => ('.', ','),
    }
}

/// A file size in the largest decimal unit that keeps it at 1 or more: `1.4 MB`.
#[must_use]
pub fn bytes(lang: Lang, value: f64) -> String {
    const UNITS: [(f64, &str); 3] = [(1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    match UNITS.into_iter().find(|(size, _)| value >= *size) {
        Some((size, unit)) => format!("{}\u{a0}{unit}", number(lang, value / size, 1)),
        None => format!("{}\u{a0}B", number(lang, value, 0)),
    }
}

/// A duration given in seconds: `0.8 s`, `6 s`, `18 s`, `2 min 5 s`.
#[must_use]
pub fn seconds(lang: Lang, value: f64) -> String {
    let is_whole = (value - value.round()).abs() < 0.05;
    if value < 9.95 && !is_whole {
        return format!("{}\u{a0}s", number(lang, value, 1));
    }
    if value < 60.0 {
        return format!("{}\u{a0}s", number(lang, value, 0));
    }
    let minutes = (value / 60.0).floor();
    let rest = value - minutes * 60.0;
    format!(
        "{}\u{a0}min {}\u{a0}s",
        number(lang, minutes, 0),
        number(lang, rest.floor(), 0)
    )
}

/// A day: `23 Nov 2026`, `23.11.2026`.
#[must_use]
pub fn date(lang: Lang, time: DateTime<Utc>) -> String {
    let pattern = match lang {
        Lang::En => "%-d %b %Y",
        Lang::De => "%d.%m.%Y",
    };
    time.format(pattern).to_string()
}

/// A day and a minute in UTC: `23 Nov 2026, 11:20 UTC`. The browser replaces it by local time where scripts run.
#[must_use]
pub fn datetime(lang: Lang, time: DateTime<Utc>) -> String {
    format!("{}, {}", date(lang, time), time.format("%H:%M UTC"))
}

/// At most `max` characters of a text; a longer one ends in `…`.
#[must_use]
pub fn shorten(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(max.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_the_way_of_the_language() {
        for (text, english, german) in [
            ("12", Some(12.0), Some(12.0)),
            (" 12.5 ", Some(12.5), Some(12.5)),
            ("12,5", Some(12.5), Some(12.5)),
            ("1,000", Some(1000.0), Some(1.0)),
            ("1.000", Some(1.0), Some(1000.0)),
            ("1,234.5", Some(1234.5), None),
            ("1.234,5", None, Some(1234.5)),
            ("1,234,567", Some(1_234_567.0), None),
            ("-5", Some(-5.0), Some(-5.0)),
            ("1,23,4", None, None),
            ("", None, None),
            ("many", None, None),
            ("1e9", None, None),
            ("NaN", None, None),
        ] {
            assert_eq!(read_number(Lang::En, text), english, "{text}");
            assert_eq!(read_number(Lang::De, text), german, "{text}");
        }
    }

    #[test]
    fn numbers_are_grouped_the_way_of_the_language() {
        assert_eq!(number(Lang::En, 1_234_567.0, 0), "1,234,567");
        assert_eq!(number(Lang::De, 1_234.5, 2), "1.234,50");
        assert_eq!(number(Lang::En, 999.0, 0), "999");
        assert_eq!(number(Lang::En, -1_000.0, 0), "\u{2212}1,000");
        assert_eq!(number(Lang::En, -0.001, 1), "0.0");
    }

    #[test]
    fn credits_show_fractions_only_when_there_are_any() {
        assert_eq!(credits(Lang::En, 12.0), "12");
        assert_eq!(credits(Lang::En, 2.5), "2.50");
        assert_eq!(credits(Lang::De, 1_000.25), "1.000,25");
    }

    #[test]
    fn sizes_and_durations_take_a_fitting_unit() {
        assert_eq!(bytes(Lang::En, 512.0), "512\u{a0}B");
        assert_eq!(bytes(Lang::De, 1_420_000.0), "1,4\u{a0}MB");
        assert_eq!(seconds(Lang::En, 0.84), "0.8\u{a0}s");
        assert_eq!(seconds(Lang::En, 6.0), "6\u{a0}s");
        assert_eq!(seconds(Lang::En, 18.2), "18\u{a0}s");
        assert_eq!(seconds(Lang::En, 125.0), "2\u{a0}min 5\u{a0}s");
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(shorten("Füchse", 6), "Füchse");
        assert_eq!(shorten("Fünf Füchse", 6), "Fünf…");
        assert_eq!(shorten("🦊🦊🦊", 2), "🦊…");
    }

    #[test]
    fn times_are_written_in_utc() {
        let time = "2026-11-03T09:05:00Z".parse().unwrap();
        assert_eq!(datetime(Lang::En, time), "3 Nov 2026, 09:05 UTC");
        assert_eq!(date(Lang::De, time), "03.11.2026");
    }
}
