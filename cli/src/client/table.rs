//! Tables without lines, which `cut` and `awk` can read, too.

use comfy_table::presets::NOTHING;
use comfy_table::{ContentArrangement, Table};

/// A table with a head; without rows only these words.
pub(super) fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>, if_empty: &str) -> String {
    let mut table = Table::new();
    table
        .load_style(NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(head.iter().copied());
    table.add_rows(rows);
    if table.is_empty() {
        return if_empty.to_owned();
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    lines(&table.to_string())
}

/// Names and values below one another.
pub(super) fn facts(facts: &[(&str, String)]) -> String {
    let width = facts.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let told = facts.iter().filter(|(_, value)| !value.is_empty());
    let told = told.map(|(name, value)| format!("{name:width$}  {value}"));
    told.collect::<Vec<_>>().join("\n")
}

/// Without blanks at the end of lines.
fn lines(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_one_another() {
        let rows = [
            vec!["1".to_owned(), "fox".to_owned()],
            vec!["200".to_owned(), "owl".to_owned()],
        ];
        assert_eq!(table(&["N", "ANIMAL"], rows, "none"), "N    ANIMAL\n1    fox\n200  owl");
        assert_eq!(table(&["N"], [], "none"), "none");
    }
}
