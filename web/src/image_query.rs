//! Which pictures an address asks for, and in which order: the same words for the API and the gallery.

use std::fmt::Display;

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveTime, Utc};
use studio_app::images::ImageFilter;
use studio_model::{
    Aspect, GalleryView, ImageCursor, ImageKind, ImageSort, Resolution, SortOrder, normalize_tags, rating,
};

use crate::Error;
use crate::error::Result;
use crate::extract::{FormPairs, parse_flag};

/// Characters of a search that are read at most.
const MAX_WORDS: usize = 1000;

/// The parameters that limit a list of pictures.
pub(crate) const FILTERS: [&str; 11] = [
    "q",
    "from",
    "to",
    "model_id",
    "project_id",
    "tag",
    "favorites",
    "aspect",
    "resolution",
    "rating",
    "kind",
];

/// A day as `2026-11-27` (UTC), or a moment as RFC 3339. The end of a range is the end of the day.
#[derive(Clone, Copy)]
enum Edge {
    Begin,
    End,
}

/// The filter that the query asks for; empty parameters limit nothing.
///
/// # Errors
/// [`Error::App`] with the parameter that makes no sense.
pub(crate) fn read_filter(query: &FormPairs) -> Result<ImageFilter> {
    let tags = query.iter().filter(|(name, _)| *name == "tag").map(|(_, tag)| tag);
    Ok(ImageFilter {
        project_id: parse(query, "project_id", "Use the id of a project.", |text| {
            text.parse().ok()
        })?,
        model_id: Some(query.get("model_id").to_owned()).filter(|id| !id.is_empty() && !id.contains('\0')),
        favorites_only: parse_flag("favorites", query.get("favorites"))?,
        created_from: parse(query, "from", MOMENT, |text| moment(text, Edge::Begin))?,
        created_before: parse(query, "to", MOMENT, |text| moment(text, Edge::End))?,
        tags: normalize_tags(tags).map_err(|problem| Error::invalid("tag", problem.to_string()))?,
        aspect: parse(
            query,
            "aspect",
            "Use square, landscape, portrait or a ratio such as 16:9.",
            Aspect::parse,
        )?,
        resolution: parse(query, "resolution", one_of(Resolution::ALL), Resolution::parse)?,
        min_rating: parse(query, "rating", "Use 1 to 5.", |text| rating(text.parse().ok()?))?,
        kind: parse(query, "kind", one_of(ImageKind::ALL), ImageKind::parse)?,
        words: words(query.get("q"))?,
    })
}

const MOMENT: &str = "Use a day such as 2026-11-27, or a time such as 2026-11-27T10:00:00Z.";

/// What is to be looked for.
///
/// # Errors
/// When it is too long.
pub(crate) fn words(text: &str) -> Result<String> {
    if text.chars().count() > MAX_WORDS {
        return Err(Error::invalid("q", format!("Use at most {MAX_WORDS} characters.")));
    }
    Ok(text.to_owned())
}

/// The sort and order that the query asks for: by date, newest first, unless it says otherwise.
///
/// # Errors
/// When they are unknown.
pub(crate) fn read_sort(query: &FormPairs) -> Result<(ImageSort, SortOrder)> {
    let sort = parse(query, "sort", one_of(ImageSort::ALL), ImageSort::parse)?.unwrap_or(ImageSort::Date);
    let order = parse(query, "order", one_of(SortOrder::ALL), SortOrder::parse)?;
    Ok((sort, order.unwrap_or(sort.usual_order())))
}

/// How the query asks the gallery to look.
///
/// # Errors
/// When it is unknown.
pub(crate) fn read_view(query: &FormPairs) -> Result<Option<GalleryView>> {
    parse(query, "view", one_of(GalleryView::ALL), GalleryView::parse)
}

/// The day that the query asks a list by date to begin with.
///
/// # Errors
/// When it is none.
pub(crate) fn read_day(query: &FormPairs) -> Result<Option<NaiveDate>> {
    parse(query, "at", "Use a day such as 2026-11-27.", |text| {
        let day: NaiveDate = text.parse().ok()?;
        YEARS.contains(&day.year()).then_some(day)
    })
}

/// An empty text is no cursor.
///
/// # Errors
/// For what no list gave out.
pub(crate) fn read_cursor(query: &FormPairs) -> Result<Option<ImageCursor>> {
    parse(query, "cursor", "Use the next_cursor of the page before.", |text| {
        text.parse().ok()
    })
}

fn parse<T>(
    query: &FormPairs,
    name: &'static str,
    hint: impl Display,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>> {
    let text = query.get(name);
    if text.is_empty() {
        return Ok(None);
    }
    read(text)
        .map(Some)
        .ok_or_else(|| Error::invalid(name, hint.to_string()))
}

fn one_of<T: Display>(values: &[T]) -> String {
    let words: Vec<String> = values.iter().map(ToString::to_string).collect();
    format!("Use one of {}.", words.join(", "))
}

/// Years that the database can tell.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9999;

fn moment(text: &str, edge: Edge) -> Option<DateTime<Utc>> {
    let moment = match text.parse::<NaiveDate>() {
        Ok(day) => {
            let day = match edge {
                Edge::Begin => day,
                Edge::End => day.checked_add_days(Days::new(1))?,
            };
            day.and_time(NaiveTime::MIN).and_utc()
        }
        Err(_) => text.parse::<DateTime<Utc>>().ok()?,
    };
    YEARS.contains(&moment.year()).then_some(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&str, &str)]) -> FormPairs {
        let mut query = FormPairs::default();
        for (name, value) in pairs {
            query.push(name, *value);
        }
        query
    }

    #[test]
    fn days_include_their_end() {
        let filter = read_filter(&query(&[("from", "2026-11-27"), ("to", "2026-11-27")])).unwrap();
        let text = |moment: Option<DateTime<Utc>>| moment.unwrap().to_rfc3339();
        assert_eq!(text(filter.created_from), "2026-11-27T00:00:00+00:00");
        assert_eq!(text(filter.created_before), "2026-11-28T00:00:00+00:00");
        let filter = read_filter(&query(&[("to", "2026-11-27T10:00:00+01:00")])).unwrap();
        assert_eq!(text(filter.created_before), "2026-11-27T09:00:00+00:00");
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        for (name, value) in [
            ("from", "yesterday"),
            ("to", "2026-13-01"),
            ("from", "+12345-01-01"),
            ("project_id", "mine"),
            ("favorites", "1"),
            ("tag", "a,b"),
            ("aspect", "wide"),
            ("resolution", "huge"),
            ("rating", "6"),
            ("kind", "sound"),
        ] {
            let error = read_filter(&query(&[(name, value)])).unwrap_err();
            assert_eq!(error.field_errors().unwrap()[0].field, name, "{value}");
        }
        let field = |error: Error| error.field_errors().unwrap()[0].field.clone();
        for (name, value) in [("sort", "colour"), ("order", "up")] {
            assert_eq!(field(read_sort(&query(&[(name, value)])).unwrap_err()), name);
        }
        assert_eq!(field(read_view(&query(&[("view", "wall")])).unwrap_err()), "view");
        for day in ["2026-02-30", "today", "0000-01-01", "+10000-01-01"] {
            assert_eq!(field(read_day(&query(&[("at", day)])).unwrap_err()), "at", "{day}");
        }
    }

    #[test]
    fn empty_parameters_limit_nothing() {
        let empty: Vec<_> = FILTERS.map(|name| (name, "")).to_vec();
        let filter = read_filter(&query(&empty)).unwrap();
        assert!(filter.words.is_empty() && filter.tags.is_empty() && filter.model_id.is_none());
        assert_eq!(
            read_sort(&query(&[])).unwrap(),
            (ImageSort::Date, SortOrder::Descending)
        );
        assert_eq!(read_sort(&query(&[("sort", "name")])).unwrap().1, SortOrder::Ascending);
    }
}
