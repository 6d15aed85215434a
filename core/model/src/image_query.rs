//! What lists of pictures are limited to and sorted by, and where a page of them ends.
//!
//! What a newcomer gets wrong: a cursor holds the value that the list is sorted by, not a number of rows, so pictures that arrive
//! meanwhile neither repeat nor hide others; and a cursor of one sort is none of another.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::InvalidCursor;

text_enum! {
    /// What a list of pictures is sorted by. Pictures that are equal in it follow in the order in which they were made.
    ImageSort {
        /// When they were made.
        Date = "date",
        /// Their name, or their prompt where they have none.
        Name = "name",
        /// Their stars; those without come before one star.
        Rating = "rating",
        /// The id of their model.
        Model = "model",
    }
}

text_enum! {
    /// What is kept: pictures and videos are in the same lists.
    ImageKind {
        /// A picture.
        Image = "image",
        /// A video, of which the list shows the first frame.
        Video = "video",
    }
}

text_enum! {
    /// Which end of a list comes first.
    SortOrder {
        /// The oldest, A, few stars.
        Ascending = "asc",
        /// The newest, Z, many stars.
        Descending = "desc",
    }
}

text_enum! {
    /// How many pixels a picture has.
    Resolution {
        /// Below one million.
        Small = "small",
        /// From one to four million.
        Medium = "medium",
        /// From four million on.
        Large = "large",
    }
}

impl ImageSort {
    /// The order that people expect when they do not say one.
    #[must_use]
    pub const fn usual_order(self) -> SortOrder {
        match self {
            Self::Date | Self::Rating => SortOrder::Descending,
            Self::Name | Self::Model => SortOrder::Ascending,
        }
    }
}

impl Resolution {
    /// The fewest and the most pixels.
    #[must_use]
    pub const fn pixels(self) -> (i64, i64) {
        match self {
            Self::Small => (0, 999_999),
            Self::Medium => (1_000_000, 3_999_999),
            Self::Large => (4_000_000, i64::MAX),
        }
    }
}

/// The shape of a picture. Two shapes count as the same when they differ by less than two per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// As wide as high.
    Square,
    /// Wider than high.
    Landscape,
    /// Higher than wide.
    Portrait,
    /// Width to height, each 1 to 100.
    Ratio(u8, u8),
}

impl Aspect {
    /// `square`, `landscape`, `portrait` or a ratio such as `16:9`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "square" => Some(Self::Square),
            "landscape" => Some(Self::Landscape),
            "portrait" => Some(Self::Portrait),
            _ => {
                let (width, height) = text.split_once(':')?;
                let side = |text: &str| text.parse::<u8>().ok().filter(|side| (1..=100).contains(side));
                Some(Self::Ratio(side(width)?, side(height)?))
            }
        }
    }

    /// The least and the greatest width divided by height.
    #[must_use]
    pub fn bounds(self) -> (f64, f64) {
        match self {
            Self::Square => (0.98, 1.02),
            Self::Landscape => (1.02, f64::MAX),
            Self::Portrait => (0.0, 0.98),
            Self::Ratio(width, height) => {
                let ratio = f64::from(width) / f64::from(height);
                (ratio * 0.98, ratio * 1.02)
            }
        }
    }
}

/// The value of the last row that its list is sorted by.
#[derive(Clone, Debug, PartialEq)]
pub enum SortKey {
    /// Of a list by date.
    Date(DateTime<Utc>),
    /// Of a list by name.
    Name(String),
    /// Of a list by rating; 0 for none.
    Rating(i16),
    /// Of a list by model.
    Model(String),
    /// Of a search: how well it fits.
    Rank(f32),
}

/// Where a page of pictures ends. By date it is written as [`crate::Cursor`], else as a letter, the value and the id.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageCursor {
    /// What the list is sorted by.
    pub key: SortKey,
    /// The picture, which orders those that are equal.
    pub id: Uuid,
}

impl std::fmt::Display for ImageCursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.key {
            SortKey::Date(at) => write!(f, "{}", at.timestamp_micros())?,
            SortKey::Name(text) => write!(f, "n{}", to_hex(text))?,
            SortKey::Rating(stars) => write!(f, "r{stars}")?,
            SortKey::Model(id) => write!(f, "m{}", to_hex(id))?,
            SortKey::Rank(rank) => write!(f, "s{}", rank.to_bits())?,
        }
        write!(f, "-{}", self.id.simple())
    }
}

impl std::str::FromStr for ImageCursor {
    type Err = InvalidCursor;

    fn from_str(text: &str) -> Result<Self, InvalidCursor> {
        let (value, id) = text.rsplit_once('-').ok_or(InvalidCursor)?;
        let id = id.parse().map_err(|_| InvalidCursor)?;
        let key = parse_key(value).ok_or(InvalidCursor)?;
        Ok(Self { key, id })
    }
}

fn parse_key(text: &str) -> Option<SortKey> {
    let kind = text.chars().next()?;
    let rest = text.get(kind.len_utf8()..)?;
    match kind {
        'n' => from_hex(rest).map(SortKey::Name),
        'm' => from_hex(rest).map(SortKey::Model),
        'r' => rest
            .parse()
            .ok()
            .filter(|stars| (0..=5).contains(stars))
            .map(SortKey::Rating),
        's' => rest
            .parse()
            .ok()
            .map(f32::from_bits)
            .filter(|rank| rank.is_finite())
            .map(SortKey::Rank),
        _ => DateTime::from_timestamp_micros(text.parse().ok()?).map(SortKey::Date),
    }
}

fn to_hex(text: &str) -> String {
    text.bytes().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a String takes everything");
        hex
    })
}

fn from_hex(hex: &str) -> Option<String> {
    if !hex.len().is_multiple_of(2) || hex.len() > 2000 || !hex.is_ascii() {
        return None;
    }
    let bytes = (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16));
    let text = String::from_utf8(bytes.collect::<Result<Vec<u8>, _>>().ok()?).ok()?;
    (!text.contains('\0')).then_some(text)
}

/// Words that a search takes at most.
pub const MAX_SEARCH_WORDS: usize = 16;

/// What a search box holds as PostgreSQL's text query, in which every word may go on: `red fo` finds "red fox". `None` when there is
/// no word in it.
#[must_use]
pub fn search_query(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .take(MAX_SEARCH_WORDS)
        .map(|word| {
            // The parts of such a word follow one another, in the text as in the query.
            let word = word
                .chars()
                .map(|c| if matches!(c, '\'' | '\\' | '\0') { ' ' } else { c });
            format!("'{}':*", word.take(100).collect::<String>())
        })
        .collect();
    (!words.is_empty()).then(|| words.join(" & "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_survive_the_url() {
        let at = DateTime::from_timestamp_micros(1_790_000_000_123_456).expect("a time in range");
        for key in [
            SortKey::Date(at),
            SortKey::Name("\u{fc}ber-all 100%".to_owned()),
            SortKey::Name(String::new()),
            SortKey::Rating(4),
            SortKey::Model("fal-ai/flux/dev".to_owned()),
            SortKey::Rank(0.243_170_84),
        ] {
            let cursor = ImageCursor {
                key,
                id: Uuid::from_u128(42),
            };
            let text = cursor.to_string();
            assert_eq!(text.parse(), Ok(cursor), "{text}");
            assert!(text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "{text}");
        }
    }

    #[test]
    fn cursors_by_date_are_those_of_other_lists() {
        let at = DateTime::from_timestamp_micros(1_790_000_000_123_456).expect("a time in range");
        let id = Uuid::from_u128(42);
        let text = crate::Cursor { at, id }.to_string();
        let key = SortKey::Date(at);
        assert_eq!(text.parse(), Ok(ImageCursor { key, id }));
    }

    #[test]
    fn garbage_is_no_cursor() {
        let id = "00000000000000000000000000000001";
        for value in [
            "",
            "x",
            "n0",
            "nzz",
            "n00",
            "r6",
            "r-1",
            "s",
            "s2143289344",
            "n\u{e4}\u{e4}",
            "\u{e4}",
        ] {
            let text = format!("{value}-{id}");
            assert_eq!(text.parse::<ImageCursor>(), Err(InvalidCursor), "{text}");
        }
        assert_eq!("1".parse::<ImageCursor>(), Err(InvalidCursor));
    }

    #[test]
    fn shapes_are_words_or_ratios() {
        assert_eq!(Aspect::parse("16:9"), Some(Aspect::Ratio(16, 9)));
        for text in ["", "0:1", "1:0", "16", "1:101", "wide", "-1:2"] {
            assert_eq!(Aspect::parse(text), None, "{text}");
        }
        let (least, most) = Aspect::Ratio(16, 9).bounds();
        let full_hd = 1920.0 / 1080.0;
        assert!(least < full_hd && full_hd < most);
    }

    #[test]
    fn every_number_of_pixels_is_one_resolution() {
        let bounds: Vec<_> = Resolution::ALL.iter().map(|resolution| resolution.pixels()).collect();
        assert_eq!((bounds[0].0, bounds[2].1), (0, i64::MAX));
        assert!(bounds.windows(2).all(|pair| pair[0].1 + 1 == pair[1].0));
    }

    #[test]
    fn searches_cannot_break_out_of_their_words() {
        assert_eq!(search_query("red  fo"), Some("'red':* & 'fo':*".to_owned()));
        assert_eq!(search_query("it's | !(x) \\"), Some("'it s':* & '!(x)':*".to_owned()));
        assert_eq!(search_query(" - & '"), None);
        assert_eq!(
            search_query(&"a ".repeat(40)).map(|query| query.matches('&').count()),
            Some(15)
        );
    }
}
