//! Days in a list of pictures by date: where one begins, what stands over its pictures, and where a page of the list ends.
//!
//! What a newcomer gets wrong: a page must not end amid a row. The rows of a day begin anew under its head, so it is the day, not
//! the page, that has to be cut after whole rows; the next page goes on with the same day and says its name no second time.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use studio_app::images::ImageView;
use studio_app::settings::Zone;
use studio_model::{ImageCursor, SortKey, SortOrder};
use uuid::Uuid;

use crate::views::{DayHead, ImageTile, TileGroup};

/// Tiles of a page at the most: rows of 2, 3, 4 and 6 come out even.
pub(super) const TILES: u16 = 48;

/// So many tiles are whole rows in every number of columns.
const EVEN: usize = 12;

/// Where a list by date begins that is to begin with this day; none beyond the calendar.
pub(super) fn place(day: NaiveDate, order: SortOrder, zone: Zone) -> Option<ImageCursor> {
    let edge = match order {
        SortOrder::Descending => day.succ_opt()?,
        SortOrder::Ascending => day,
    };
    let at = zone.start_of_day(edge)?;
    // The least id: no picture has it, so the two sides of the edge share none.
    Some(ImageCursor {
        key: SortKey::Date(at),
        id: Uuid::nil(),
    })
}

/// Leaves of one picture too many those that fill a page, and says where the next page begins if there is one.
pub(super) fn cut(images: &mut Vec<ImageView>, zone: Zone) -> Option<ImageCursor> {
    let times: Vec<_> = images.iter().map(|image| image.created_at).collect();
    images.truncate(kept(&times, zone));
    let last = images.last().filter(|_| images.len() < times.len())?;
    Some(ImageCursor {
        key: SortKey::Date(last.created_at),
        id: last.id.0,
    })
}

/// How many of these pictures stand on the page: at most [`TILES`], and whole rows of a day that goes on.
fn kept(times: &[DateTime<Utc>], zone: Zone) -> usize {
    let full = usize::from(TILES);
    let Some(beyond) = times.get(full).map(|at| zone.day(*at)) else {
        return times.len();
    };
    let same = times[..full].iter().rev().take_while(|at| zone.day(**at) == beyond);
    full - same.count() % EVEN
}

/// The tiles of a page under the heads of their days. `said` is the day whose head stands on the page before.
pub(super) fn group(tiles: Vec<ImageTile>, zone: Zone, said: Option<NaiveDate>, today: NaiveDate) -> Vec<TileGroup> {
    let mut groups: Vec<(NaiveDate, TileGroup)> = Vec::new();
    for tile in tiles {
        let day = zone.day(tile.created_at);
        match groups.last_mut() {
            Some((last, group)) if *last == day => group.tiles.push(tile),
            _ => {
                let head = (said != Some(day)).then(|| head(day, today));
                groups.push((
                    day,
                    TileGroup {
                        day: head,
                        tiles: vec![tile],
                    },
                ));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// What is said of a day.
pub(super) fn head(day: NaiveDate, today: NaiveDate) -> DayHead {
    let relation = if day == today {
        "today"
    } else if Some(day) == today.pred_opt() {
        "yesterday"
    } else {
        ""
    };
    DayHead {
        date: day.to_string(),
        relation: relation.to_owned(),
        day: day.day(),
        month: day.month(),
        year: day.year().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::views::samples::tile;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// So many pictures of each of the days, each newer than the next.
    fn times(days: &[(&str, i64)]) -> Vec<DateTime<Utc>> {
        let of = |(text, count): &(&str, i64)| {
            let noon = Zone::UTC.start_of_day(day(text)).unwrap() + TimeDelta::hours(12);
            (0..*count)
                .map(move |number| noon - TimeDelta::seconds(number))
                .collect::<Vec<_>>()
        };
        days.iter().flat_map(of).collect()
    }

    #[test]
    fn a_day_that_goes_on_ends_with_a_whole_row() {
        for (days, expected) in [
            (vec![("2026-11-12", 40)], 40),
            (vec![("2026-11-12", 49)], 48),
            (vec![("2026-11-12", 5), ("2026-11-11", 44)], 41),
            (vec![("2026-11-12", 41), ("2026-11-11", 8)], 41),
            (vec![("2026-11-12", 48), ("2026-11-11", 1)], 48),
            (vec![("2026-11-12", 1), ("2026-11-11", 48)], 37),
        ] {
            assert_eq!(kept(&times(&days), Zone::UTC), expected, "{days:?}");
        }
    }

    #[test]
    fn no_day_is_named_twice() {
        let today = day("2026-11-12");
        let tiles = |days: &[(&str, i64)]| {
            let at = |created_at| ImageTile { created_at, ..tile(0) };
            times(days).into_iter().map(at).collect::<Vec<_>>()
        };
        let first = group(tiles(&[("2026-11-12", 2), ("2026-11-11", 3)]), Zone::UTC, None, today);
        let heads: Vec<_> = first
            .iter()
            .map(|group| group.day.as_ref().unwrap().relation.as_str())
            .collect();
        assert_eq!(heads, ["today", "yesterday"]);
        let next = group(
            tiles(&[("2026-11-11", 1), ("2026-02-28", 1)]),
            Zone::UTC,
            Some(day("2026-11-11")),
            today,
        );
        assert_eq!(next[0].day, None);
        let last = next[1].day.as_ref().unwrap();
        assert_eq!(
            (last.day, last.month, last.year.as_str(), last.relation.as_str()),
            (28, 2, "2026", "")
        );
    }

    #[test]
    fn days_are_those_of_the_zone() {
        let auckland = Zone::find("Pacific/Auckland").unwrap();
        let evening = ImageTile {
            created_at: "2026-11-11T12:00:00Z".parse().unwrap(),
            ..tile(0)
        };
        let groups = group(vec![evening], auckland, None, day("2026-11-12"));
        assert_eq!(groups[0].day.as_ref().unwrap().relation, "today");
        let at = |order| match place(day("2026-11-12"), order, auckland).unwrap().key {
            SortKey::Date(at) => at.to_rfc3339(),
            other => panic!("{other:?}"),
        };
        assert_eq!(at(SortOrder::Ascending), "2026-11-11T11:00:00+00:00");
        assert_eq!(at(SortOrder::Descending), "2026-11-12T11:00:00+00:00");
    }
}
