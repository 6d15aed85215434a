//! Lists in text: `name: value, value`, one a line, and ranges of seeds.

use std::collections::BTreeMap;

use serde_json::Value;
use studio_app::batches::Seeds;

/// Names with their values; empty lines are passed over. Values are separated by `|` where a line has one, else by commas.
///
/// # Errors
/// A sentence about the first line that is none.
pub(super) fn parse_lists(text: &str) -> Result<BTreeMap<String, Vec<String>>, String> {
    let mut lists = BTreeMap::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        let Some((name, values)) = line.split_once(':') else {
            return Err(format!("Line {number}: write a name, a colon and the values."));
        };
        let separator = if values.contains('|') { '|' } else { ',' };
        let values: Vec<String> = values
            .split(separator)
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
            .collect();
        if values.is_empty() {
            return Err(format!("Line {number}: there are no values."));
        }
        if lists.insert(name.trim().to_owned(), values).is_some() {
            return Err(format!("Line {number}: {} stands there twice.", name.trim()));
        }
    }
    Ok(lists)
}

/// The same in the other direction.
pub(super) fn write_lists<'a>(lists: impl IntoIterator<Item = (&'a String, Vec<String>)>) -> String {
    let line = |(name, values): (&String, Vec<String>)| {
        let needs_bar = values.iter().any(|value| value.contains(','));
        format!("{name}: {}", values.join(if needs_bar { " | " } else { ", " }))
    };
    lists.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A number, `true`, `false` or other JSON is that, anything else is text.
pub(in crate::pages) fn typed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
}

/// `1, 2, 3` or `1-4`; nothing is no axis.
pub(super) fn parse_seeds(text: &str) -> Option<Seeds> {
    let text = text.trim();
    if text.is_empty() {
        return Some(Seeds::default());
    }
    if let Some((first, last)) = text.split_once('-') {
        let (first, last) = (first.trim().parse::<u64>().ok()?, last.trim().parse::<u64>().ok()?);
        let count = last.checked_sub(first)?.checked_add(1)?;
        return Some(Seeds::Range { count, first });
    }
    let seeds = text.split(',').map(|seed| seed.trim().parse().ok());
    seeds.collect::<Option<Vec<u64>>>().map(Seeds::List)
}

/// The same in the other direction.
pub(super) fn write_seeds(seeds: &Seeds) -> String {
    match seeds {
        Seeds::List(seeds) => seeds.iter().map(u64::to_string).collect::<Vec<_>>().join(", "),
        Seeds::Range { count: 0, .. } => String::new(),
        Seeds::Range { count, first } => format!("{first}-{}", first.saturating_add(count - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_and_written() {
        let lists = parse_lists("color: red, white\n\nplace: by the sea, at night | in town\n").unwrap();
        assert_eq!(lists["color"], ["red", "white"]);
        assert_eq!(lists["place"], ["by the sea, at night", "in town"]);
        let text = write_lists(lists.iter().map(|(name, values)| (name, values.clone())));
        assert_eq!(parse_lists(&text).unwrap(), lists);
    }

    #[test]
    fn wrong_lines_are_named() {
        for (text, line) in [("a: 1\nred", "Line 2"), ("a:", "Line 1"), ("a: 1\na: 2", "Line 2")] {
            assert!(parse_lists(text).unwrap_err().starts_with(line), "{text}");
        }
    }

    #[test]
    fn seeds_are_a_list_or_a_range() {
        assert_eq!(parse_seeds(" 7, 9 "), Some(Seeds::List(vec![7, 9])));
        assert_eq!(parse_seeds("3-5"), Some(Seeds::Range { count: 3, first: 3 }));
        for text in ["x", "5-3", "1,,2", "0-18446744073709551615"] {
            assert_eq!(parse_seeds(text), None, "{text}");
        }
        for text in ["", "1, 2", "4-8"] {
            assert_eq!(write_seeds(&parse_seeds(text).unwrap()), text);
        }
    }
}
