//! Finds hints in a prompt.

/// The first entry of `table` one of whose words is in the prompt, looked up word by word in the prompt's order, so that
/// "a forest at sunset" asks for the forest first. Plurals count.
pub(super) fn first_hint<T: Copy>(prompt: &str, table: &[(&[&str], T)]) -> Option<T> {
    let lower = prompt.to_lowercase();
    let mut words = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.find_map(|word| {
        let singular = word.strip_suffix('s').unwrap_or(word);
        let hit = |known: &&str| *known == word || *known == singular;
        table
            .iter()
            .find(|(known, _)| known.iter().any(hit))
            .map(|(_, hint)| *hint)
    })
}

#[cfg(test)]
mod tests {
    use super::first_hint;

    #[test]
    fn the_first_known_word_of_the_prompt_wins() {
        let table: &[(&[&str], u8)] = &[(&["sea", "ocean"], 1), (&["forest"], 2)];
        assert_eq!(first_hint("Two forests by the Ocean", table), Some(2));
        assert_eq!(first_hint("oceans, wide", table), Some(1));
        assert_eq!(first_hint("oceanography", table), None);
    }
}
