//! Parameters as data: name, type, range, default.

use serde_json::{Value, json};

/// One input field of a model.
#[derive(Clone, Debug)]
pub(crate) struct Param {
    /// Name in the JSON body.
    pub(crate) name: &'static str,
    /// Type and range.
    pub(crate) kind: Kind,
    /// Whether leaving it out is an error.
    pub(crate) required: bool,
    /// What stands in when it is left out or null; `None` leaves it absent.
    pub(crate) default: Option<Value>,
}

/// Type and range of a parameter. Ranges include both ends.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// Any text.
    Text,
    /// A whole number.
    Int { ge: Option<i64>, le: Option<i64> },
    /// A number.
    Number { ge: f64, le: f64 },
    /// True or false.
    Flag,
    /// One of a few words.
    OneOf(&'static [&'static str]),
    /// One of a few whole numbers, written as words or as numbers.
    NumberWord(&'static [&'static str]),
    /// A named size or `{width, height}`.
    Size,
    /// A list of objects.
    List(Vec<Param>),
    /// A list of words.
    Words,
}

impl Param {
    fn new(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            kind,
            required: false,
            default: None,
        }
    }

    pub(crate) fn text(name: &'static str) -> Self {
        Self::new(name, Kind::Text)
    }

    pub(crate) fn int(name: &'static str, ge: i64, le: i64) -> Self {
        Self::new(
            name,
            Kind::Int {
                ge: Some(ge),
                le: Some(le),
            },
        )
    }

    pub(crate) fn any_int(name: &'static str) -> Self {
        Self::new(name, Kind::Int { ge: None, le: None })
    }

    pub(crate) fn number(name: &'static str, ge: f64, le: f64) -> Self {
        Self::new(name, Kind::Number { ge, le })
    }

    pub(crate) fn flag(name: &'static str, default: bool) -> Self {
        Self::new(name, Kind::Flag).or(default)
    }

    pub(crate) fn one_of(name: &'static str, words: &'static [&'static str], default: &str) -> Self {
        Self::new(name, Kind::OneOf(words)).or(default)
    }

    pub(crate) fn number_word(name: &'static str, words: &'static [&'static str], default: &str) -> Self {
        Self::new(name, Kind::NumberWord(words)).or(default)
    }

    /// A size that the model works out by itself when it is left out.
    pub(crate) fn optional_size(name: &'static str) -> Self {
        Self::new(name, Kind::Size)
    }

    pub(crate) fn size(name: &'static str, default: &str) -> Self {
        Self::new(name, Kind::Size).or(default)
    }

    pub(crate) fn list(name: &'static str, fields: Vec<Param>) -> Self {
        Self::new(name, Kind::List(fields)).or(json!([]))
    }

    pub(crate) fn words(name: &'static str, default: &[&str]) -> Self {
        Self::new(name, Kind::Words).or(json!(default))
    }

    /// Makes leaving it out an error.
    pub(crate) fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Sets the default.
    pub(crate) fn or(mut self, default: impl Into<Value>) -> Self {
        self.default = Some(default.into());
        self
    }
}

/// Named sizes in pixels. Source: the provider's image toolkit in its Python framework 1.83.0 (read November 2026).
pub(crate) const NAMED_SIZES: [(&str, u32, u32); 6] = [
    ("square_hd", 1024, 1024),
    ("square", 512, 512),
    ("portrait_4_3", 768, 1024),
    ("portrait_16_9", 576, 1024),
    ("landscape_4_3", 1024, 768),
    ("landscape_16_9", 1024, 576),
];

/// Longest side of a custom size, and a side that is left out. Source: as [`NAMED_SIZES`].
pub(crate) const MAX_SIDE: i64 = 14_142;
pub(crate) const DEFAULT_SIDE: u32 = 512;
