//! The list that an address of the gallery asks for, as its page shows it.

use chrono::NaiveDate;
use studio_app::collections;
use studio_app::images::{self, ImageFilter, ImageView};
use studio_model::{GalleryView, ImageCursor, ImageSort, PageLimit, SortKey, SortOrder, UserId};

use super::convert::{ModelNames, image_tile};
use super::gallery_days::{self, TILES};
use super::gallery_filter;
use super::reader::Reader;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::FormPairs;
use crate::image_query::{read_cursor, read_day, read_filter, read_sort, read_view};
use crate::views::{DayLink, GalleryFilter, GalleryPage, TileGroup};
use crate::{AppState, paths};

/// What is listed, in which order, how, and from where on.
pub(super) struct Asked {
    filter: ImageFilter,
    by: (ImageSort, SortOrder),
    view: Option<GalleryView>,
    /// The day that the list begins with.
    at: Option<NaiveDate>,
}

/// What the address asks for. Where it makes no sense: everything, and what is wrong with it.
pub(super) fn read(query: &FormPairs) -> Result<(Asked, Option<String>)> {
    match try_read(query) {
        Ok(asked) => Ok((asked, None)),
        Err(error) => {
            let info = ErrorInfo::mendable(&error).ok_or(error)?;
            let all = Asked {
                filter: ImageFilter::default(),
                by: (ImageSort::Date, SortOrder::Descending),
                view: None,
                at: None,
            };
            Ok((all, Some(info.sentence())))
        }
    }
}

fn try_read(query: &FormPairs) -> Result<Asked> {
    Ok(Asked {
        filter: read_filter(query)?,
        by: read_sort(query)?,
        view: read_view(query)?,
        at: read_day(query)?,
    })
}

/// A list for its reader.
pub(super) struct List<'a> {
    pub(super) state: &'a AppState,
    pub(super) user_id: UserId,
    pub(super) reader: Reader,
    pub(super) query: &'a FormPairs,
    pub(super) asked: Asked,
    /// It follows on what is on the page already.
    pub(super) is_part: bool,
}

impl List<'_> {
    /// The page with its filter.
    pub(super) async fn page(&self) -> Result<GalleryPage> {
        let address = gallery_filter::pairs(self.query);
        let (page, names) = self.tiles(&address).await?;
        let facets = images::list_facets(&self.state.app, self.user_id).await?;
        let collections = match page.is_selecting {
            true => collections::list_names(&self.state.app, self.user_id).await?,
            false => Vec::new(),
        };
        let (sort, order) = self.asked.by;
        let is_amid = self.place().is_some() || !self.query.get("cursor").is_empty();
        let start = gallery_filter::without(&address, &["at"]);
        Ok(GalleryPage {
            total: images::count_filtered(&self.state.app, self.user_id, &self.asked.filter).await?,
            select_href: paths::gallery_of(&gallery_filter::toggled(&address)),
            here: paths::gallery_of(&address),
            filter: GalleryFilter {
                sort: sort.as_str().to_owned(),
                order: order.as_str().to_owned(),
                ..gallery_filter::filter(self.query, &address, &facets, &names)
            },
            sorts: gallery_filter::sorts(&address, self.asked.by),
            at: self.asked.at.map(|day| day.to_string()).unwrap_or_default(),
            today: self.today().to_string(),
            start_href: is_amid.then(|| paths::gallery_of(&start)),
            before: self.before(&start).await?,
            collections: collections
                .into_iter()
                .map(|(id, name)| (id.to_string(), name))
                .collect(),
            address,
            ..page
        })
    }

    /// The pictures of the page and where the next ones are; neither counted nor filtered further.
    pub(super) async fn tiles(&self, address: &[(String, String)]) -> Result<(GalleryPage, ModelNames)> {
        let cursor = read_cursor(self.query)?;
        let (images, next) = self.load(cursor.as_ref()).await?;
        let names = ModelNames::load(&self.state.app);
        let tiles = images.iter().map(|image| image_tile(image, &names)).collect();
        let groups = if self.is_by_date() {
            gallery_days::group(tiles, self.reader.zone, self.said(cursor.as_ref()), self.today())
        } else {
            TileGroup::nameless(tiles)
        };
        let number: u32 = self.query.get("page").parse().unwrap_or(1).max(1);
        let next_cursor = next.map(|cursor| cursor.to_string());
        let view = self.asked.view.unwrap_or(self.reader.gallery_view);
        // The next page looks like this one, whatever is chosen meanwhile.
        let mut onward = gallery_filter::without(address, &["at", "view"]);
        onward.push(("view".to_owned(), view.to_string()));
        let next_href = next_cursor
            .as_deref()
            .map(|cursor| paths::gallery_page(&onward, cursor, number.saturating_add(1)));
        let page = GalleryPage {
            groups,
            view: view.to_string(),
            is_by_date: self.is_by_date(),
            next_href,
            is_selecting: self.query.get("select") == "1",
            ..GalleryPage::new(Vec::new(), next_cursor, 0, number)
        };
        Ok((page, names))
    }

    async fn load(&self, cursor: Option<&ImageCursor>) -> Result<(Vec<ImageView>, Option<ImageCursor>)> {
        // By date one more, which tells whether its day goes on.
        let rows = TILES + u16::from(self.is_by_date());
        let place = self.place();
        let found = self.find(self.asked.by.1, cursor.or(place.as_ref()), rows).await?;
        let (mut images, next) = found;
        if self.is_by_date() {
            let next = gallery_days::cut(&mut images, self.reader.zone);
            return Ok((images, next));
        }
        Ok((images, next))
    }

    async fn find(
        &self,
        order: SortOrder,
        after: Option<&ImageCursor>,
        rows: u16,
    ) -> Result<(Vec<ImageView>, Option<ImageCursor>)> {
        let limit = PageLimit::new(rows).unwrap_or_default();
        let by = (self.asked.by.0, order);
        let page = images::list_sorted(&self.state.app, self.user_id, &self.asked.filter, by, after, limit).await?;
        Ok((page.items, page.next))
    }

    /// The day with the next pictures before the place where the list begins.
    async fn before(&self, start: &[(String, String)]) -> Result<Option<DayLink>> {
        let Some(place) = self.place() else { return Ok(None) };
        let backwards = match self.asked.by.1 {
            SortOrder::Ascending => SortOrder::Descending,
            SortOrder::Descending => SortOrder::Ascending,
        };
        let (images, _) = self.find(backwards, Some(&place), 1).await?;
        Ok(images.first().map(|image| {
            let day = self.reader.zone.day(image.created_at);
            let at = [("at".to_owned(), day.to_string())];
            DayLink {
                day: gallery_days::head(day, self.today()),
                href: paths::gallery_of(&[start, &at].concat()),
            }
        }))
    }

    /// Where the list begins when it does not begin at its start.
    fn place(&self) -> Option<ImageCursor> {
        let day = self.asked.at.filter(|_| self.is_by_date())?;
        gallery_days::place(day, self.asked.by.1, self.reader.zone)
    }

    /// The day of the last picture that the reader sees already.
    fn said(&self, cursor: Option<&ImageCursor>) -> Option<NaiveDate> {
        match cursor?.key {
            SortKey::Date(at) if self.is_part => Some(self.reader.zone.day(at)),
            _ => None,
        }
    }

    fn is_by_date(&self) -> bool {
        self.asked.by.0 == ImageSort::Date
    }

    fn today(&self) -> NaiveDate {
        self.reader.zone.day(self.state.app.clock.now())
    }
}
