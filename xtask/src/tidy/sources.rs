//! Rules for Rust sources, and the size of any source.

use std::path::Path;

use super::Finding;

/// Past this a file usually holds a second thing that wants a file of its own.
const MAX_LINES: usize = 400;

/// Crates that may talk to the database. Measurements seed and count like tests.
const SQL_CRATES: [&str; 3] = ["core/db/", "core/jobs/", "bench/"];

/// These very rules have to write the words they look for.
const HERE: &str = "xtask/src";

/// Words that mark unfinished or switched-off code, each with what to do instead. Clippy knows the macros too, but
/// not in code that it does not compile.
const FORBIDDEN: [(&str, &str); 6] = [
    ("todo!(", "finish it"),
    ("unimplemented!(", "finish it"),
    ("dbg!(", "remove it"),
    ("#[ignore", "a test that does not run proves nothing"),
    ("allow(dead_code", "remove the code"),
    ("#[should_panic", "assert the error instead"),
];

/// All rules for a Rust file.
pub(super) fn check(file: &Path, text: &str) -> Vec<Finding> {
    let mut findings: Vec<Finding> = check_size(text).into_iter().chain(check_header(file, text)).collect();
    if file.starts_with(HERE) {
        return findings;
    }
    for (index, line) in text.lines().enumerate() {
        let line_number = index + 1;
        findings.extend(forbidden_word(line).map(|what| Finding::error(line_number, what)));
        if speaks_sql(line) && has_no_sql(file) {
            findings.push(Finding::error(
                line_number,
                "SQL belongs in core/db (or the engine's own in core/jobs)",
            ));
        }
    }
    findings
}

/// Warns of a file that has grown long.
pub(super) fn check_size(text: &str) -> Option<Finding> {
    let lines = text.lines().count();
    (lines > MAX_LINES).then(|| {
        Finding::warning(
            0,
            format!("{lines} lines; past {MAX_LINES} look for the second thing in it"),
        )
    })
}

fn check_header(file: &Path, text: &str) -> Option<Finding> {
    let in_sources = file.components().any(|part| part.as_os_str() == "src");
    let documented = text
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .any(is_module_doc);
    let empty = text.trim().is_empty();
    (in_sources && !empty && !documented).then(|| Finding::error(1, "a module opens with `//!` and what it is for"))
}

/// Attributes of the whole crate may come first; a README may stand for the words.
fn is_module_doc(line: &str) -> bool {
    line.starts_with("//!") || line.starts_with("#![doc")
}

fn forbidden_word(line: &str) -> Option<String> {
    let code = line.split("//").next().unwrap_or_default();
    let (word, instead) = FORBIDDEN.iter().find(|(word, _)| code.contains(word))?;
    Some(format!("`{word}`: {instead}"))
}

fn speaks_sql(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    ["sqlx::query", "query!(", "query_as!(", "query_scalar!("]
        .iter()
        .any(|word| code.contains(word))
}

/// Tests may look at the database behind the program's back.
fn has_no_sql(file: &Path) -> bool {
    let path = file.to_string_lossy();
    let tests = path.split('/').any(|part| part == "tests") || path.ends_with("tests.rs");
    !tests && !SQL_CRATES.iter().any(|owner| path.starts_with(owner))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(file: &str, text: &str) -> Vec<String> {
        check(Path::new(file), text)
            .into_iter()
            .map(|finding| format!("{}: {}", finding.line, finding.what))
            .collect()
    }

    #[test]
    fn sql_is_only_spoken_where_it_belongs() {
        let text = "//! Pages.\nlet rows = sqlx::query(\"SELECT 1\");\n";
        assert_eq!(messages("web/src/pages.rs", text).len(), 1);
        for place in ["core/db/src/users.rs", "core/jobs/src/queue.rs", "web/tests/pages.rs"] {
            assert!(messages(place, text).is_empty(), "{place}");
        }
    }

    #[test]
    fn unfinished_code_is_named_with_its_line() {
        let text = "//! Fine.\n\nfn f() { todo!() }\n";
        assert_eq!(messages("core/app/src/f.rs", text), ["3: `todo!(`: finish it"]);
    }

    #[test]
    fn a_module_without_a_word_about_itself_is_found() {
        assert_eq!(messages("core/app/src/f.rs", "fn f() {}\n").len(), 1);
        assert!(messages("core/app/tests/f.rs", "fn f() {}\n").is_empty());
        assert!(
            messages(
                "core/app/src/lib.rs",
                "#![no_std]\n#![doc = include_str!(\"../README.md\")]\n"
            )
            .is_empty()
        );
    }

    #[test]
    fn a_long_file_is_a_warning_only() {
        let finding = check_size(&"x\n".repeat(MAX_LINES + 1)).unwrap();
        assert!(finding.warning && finding.what.starts_with("401 lines"));
        assert_eq!(check_size(&"x\n".repeat(MAX_LINES)), None);
    }
}
