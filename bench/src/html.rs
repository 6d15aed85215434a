//! Reads from a page what a browser would load for it. Knows just enough of HTML for pages that we render ourselves.

use std::collections::BTreeSet;

/// What is of interest in a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Page {
    /// Opening tags: the elements of the page.
    pub(crate) elements: usize,
    /// Scripts and what is to be loaded with them.
    pub(crate) scripts: BTreeSet<String>,
    /// Style sheets.
    pub(crate) styles: BTreeSet<String>,
    /// Names of custom elements.
    pub(crate) islands: BTreeSet<String>,
    /// Some picture has a placeholder to show while it loads.
    pub(crate) has_placeholders: bool,
}

impl Page {
    /// Reads the tags of `html`.
    pub(crate) fn read(html: &str) -> Self {
        let mut page = Self::default();
        let mut rest = html;
        while let Some((_, after)) = rest.split_once('<') {
            let end = tag_end(after);
            let tag = &after[..end];
            rest = &after[end..];
            if tag.starts_with(|first: char| first.is_ascii_alphabetic()) {
                page.add(tag);
            }
        }
        page
    }

    fn add(&mut self, tag: &str) {
        self.elements += 1;
        let name = tag
            .split(|c: char| c.is_whitespace() || c == '/')
            .next()
            .unwrap_or_default();
        match (
            name,
            attribute(tag, "rel"),
            attribute(tag, "src").or_else(|| attribute(tag, "href")),
        ) {
            ("script", _, Some(file)) | ("link", Some("modulepreload"), Some(file)) => {
                self.scripts.insert(address(file));
            }
            ("link", Some("stylesheet"), Some(file)) => {
                self.styles.insert(address(file));
            }
            ("img", ..) => self.has_placeholders |= attribute(tag, "data-placeholder").is_some(),
            _ if name.contains('-') => {
                self.islands.insert(name.to_owned());
            }
            _ => (),
        }
    }
}

/// An address as a browser reads it: the templates write a slash as `&#x2f;`.
fn address(value: &str) -> String {
    value.replace("&#x2f;", "/")
}

/// Where the tag that `text` begins with ends: at `>` outside of quotes.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => (),
        }
    }
    text.len()
}

/// The double-quoted value of an attribute.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = tag.split_once(&format!(" {name}=\""))?;
    after.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_styles_and_islands_are_found() {
        let page = Page::read(
            r#"<!doctype html><html><head><link rel="stylesheet" href="/a.css"><link rel="icon" href="/i.svg">
            <link rel="modulepreload" href="/b.js"><script type="module" src="&#x2f;a.js"></script></head>
            <body title="a > b"><theme-switch><img src="/x" data-placeholder="q=="></theme-switch></body></html>"#,
        );
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(
            page,
            Page {
                elements: 9,
                scripts: set(&["/a.js", "/b.js"]),
                styles: set(&["/a.css"]),
                islands: set(&["theme-switch"]),
                has_placeholders: true,
            }
        );
    }
}
