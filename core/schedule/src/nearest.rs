//! Which names look like one that was mistyped.

/// At most three of `names`, the most similar first. A name is compared as a whole and by its last part, so that `berlin` finds
/// `Europe/Berlin`. Capitals do not matter.
pub(crate) fn nearest<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    const MOST: usize = 3;
    // The longest zone has 32 characters; comparing a page of text with each would take long.
    if text.len() > 64 {
        return Vec::new();
    }
    let text = text.trim().to_lowercase().replace(' ', "_");
    let allowed = text.chars().count() / 4;
    let mut ranked: Vec<(usize, &str)> = names
        .map(|name| (distance_to_name(&text, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= allowed)
        .collect();
    ranked.sort_unstable();
    // Only capitals or spaces differ: nothing else is meant.
    if ranked.first().is_some_and(|(distance, _)| *distance == 0) {
        ranked.retain(|(distance, _)| *distance == 0);
    }
    ranked.into_iter().take(MOST).map(|(_, name)| name).collect()
}

fn distance_to_name(text: &str, name: &str) -> usize {
    let whole = distance(text, name);
    match name.rsplit_once('/') {
        Some((_, city)) => whole.min(distance(text, city)),
        None => whole,
    }
}

/// The number of characters to insert, delete or replace to turn one text into the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    // Row by row: what it takes from the characters of `from` so far to each beginning of `to`.
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, from_char) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, to_char) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(from_char != *to_char);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_changed_characters() {
        let cases = [
            ("", "", 0),
            ("berlin", "berlin", 0),
            ("berlim", "berlin", 1),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
        ];
        for (from, to, changes) in cases {
            assert_eq!(distance(from, to), changes, "{from} {to}");
            assert_eq!(distance(to, from), changes, "{to} {from}");
        }
    }
}
