//! Languages of the pages: negotiation and message lookup.
//!
//! Messages live in `web/locales/<language>/*.ftl` and are compiled into the binary. A key that is missing in the asked
//! language is an error here, not a silent English word: a test proves that every language has every key.

use std::{borrow::Cow, collections::HashMap};

use fluent_templates::{fluent_bundle::FluentValue, static_loader};
use serde::Serialize;
use studio_model::Language;
use unic_langid::{LanguageIdentifier, langid};

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// A language the pages can be shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English, the fallback.
    #[default]
    En,
    /// German.
    De,
}

impl Lang {
    /// Every language, the fallback first.
    pub const ALL: [Self; 2] = [Self::En, Self::De];

    /// The BCP 47 tag, as in `<html lang>`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }

    /// Picks the language a browser likes best from its `Accept-Language` header.
    ///
    /// Regions are ignored (`de-AT` is German), `*` and anything unknown fall back to English, `q=0` excludes a language.
    #[must_use]
    pub fn negotiate(accept_language: Option<&str>) -> Self {
        let mut best = (0.0, Self::default());
        for item in accept_language.unwrap_or_default().split(',') {
            let (tag, quality) = parse_item(item);
            if let Some(lang) = Self::from_tag(tag)
                && quality > best.0
            {
                best = (quality, lang);
            }
        }
        best.1
    }

    /// The language of a tag such as `de` or `de-CH`, if the pages speak it.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|lang| lang.tag().eq_ignore_ascii_case(primary))
    }

    fn identifier(self) -> LanguageIdentifier {
        match self {
            Self::En => langid!("en"),
            Self::De => langid!("de"),
        }
    }
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::En,
            Lang::De => Self::De,
        }
    }
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::De => Self::De,
        }
    }
}

/// Splits `de-AT;q=0.8` into its tag and its quality, which is 1 where none or nonsense is given.
fn parse_item(item: &str) -> (&str, f32) {
    let (tag, parameters) = item.split_once(';').unwrap_or((item, ""));
    let quality = parameters
        .trim()
        .strip_prefix("q=")
        .and_then(|number| number.parse().ok())
        .unwrap_or(1.0);
    (tag.trim(), quality)
}

/// Values that a message interpolates, by name.
pub type MessageArgs = HashMap<Cow<'static, str>, FluentValue<'static>>;

/// The message `key` in `lang`, or `None` when that very language does not have it.
#[must_use]
pub fn message(lang: Lang, key: &str, args: &MessageArgs) -> Option<String> {
    LOCALES.lookup_single_language(&lang.identifier(), key, Some(args)).ok()
}

/// The message `key` without values; the key itself when there is no such message.
///
/// For texts made outside templates, where a missing word must not take a page down.
#[must_use]
pub fn text(lang: Lang, key: &str) -> String {
    message(lang, key, &MessageArgs::new()).unwrap_or_else(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_quality_wins_and_regions_are_ignored() {
        let cases = [
            (None, Lang::En),
            (Some(""), Lang::En),
            (Some("de"), Lang::De),
            (Some("de-AT,de;q=0.9,en;q=0.8"), Lang::De),
            (Some("fr-FR, en;q=0.5, de;q=0.7"), Lang::De),
            (Some("en-GB,de;q=0.9"), Lang::En),
            (Some("de;q=0"), Lang::En),
            (Some("*"), Lang::En),
            (Some("de;q=abc"), Lang::De),
        ];
        for (header, expected) in cases {
            assert_eq!(Lang::negotiate(header), expected, "{header:?}");
        }
    }

    #[test]
    fn a_missing_message_is_not_replaced_by_another_language() {
        assert_eq!(message(Lang::De, "no-such-key", &MessageArgs::new()), None);
        assert_eq!(text(Lang::De, "no-such-key"), "no-such-key");
    }

    #[test]
    fn plurals_follow_the_language() {
        let one = MessageArgs::from([("count".into(), FluentValue::from(1))]);
        let two = MessageArgs::from([("count".into(), FluentValue::from(2))]);
        assert_eq!(message(Lang::En, "image-count", &one).unwrap(), "1 image");
        assert_eq!(message(Lang::De, "image-count", &two).unwrap(), "2 Bilder");
    }
}
