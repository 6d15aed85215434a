//! Lists of pictures: limited, sorted, searched.

use studio_db::images::{self, ImageFilter, facets};
use studio_model::{Cursor, ImageCursor, ImageSort, PageLimit, ProjectId, SortKey, SortOrder, UserId, search_query};

use super::ImageView;
use crate::{App, Error, Page, Result};

/// What pictures can be limited to.
#[derive(Clone, Debug)]
pub struct Facets {
    /// Projects with their names, by name.
    pub projects: Vec<(ProjectId, String)>,
    /// Tags of the newest pictures, the most used first.
    pub tags: Vec<String>,
}

/// A page of a user's pictures, newest first.
///
/// # Errors
/// When the database is away.
pub async fn list(
    app: &App,
    user_id: UserId,
    filter: &ImageFilter,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<ImageView>> {
    let rows = images::list(&mut *app.db.acquire().await?, user_id, filter, after, limit).await?;
    let items = rows.into_iter().map(ImageView::from).collect();
    Ok(Page::new(items, limit, |image: &ImageView| Cursor {
        at: image.created_at,
        id: image.id.0,
    }))
}

/// A page of a user's pictures in any order.
///
/// # Errors
/// [`Error::Invalid`] for a cursor of another sort.
pub async fn list_sorted(
    app: &App,
    user_id: UserId,
    filter: &ImageFilter,
    (sort, order): (ImageSort, SortOrder),
    after: Option<&ImageCursor>,
    limit: PageLimit,
) -> Result<Page<ImageView, ImageCursor>> {
    if after.is_some_and(|cursor| sort_of(&cursor.key) != Some(sort)) {
        return Err(foreign_cursor());
    }
    let mut conn = app.db.acquire().await?;
    let rows = images::list_sorted(&mut conn, user_id, filter, (sort, order), after, limit).await?;
    let items: Vec<ImageView> = rows.into_iter().map(ImageView::from).collect();
    let sort_name = match items.last() {
        Some(last) if sort == ImageSort::Name => images::find_sort_name(&mut conn, user_id, last.id).await?,
        _ => None,
    };
    Ok(Page::new(items, limit, |image: &ImageView| ImageCursor {
        key: match sort {
            ImageSort::Date => SortKey::Date(image.created_at),
            ImageSort::Name => SortKey::Name(sort_name.clone().unwrap_or_default()),
            ImageSort::Rating => SortKey::Rating(image.rating.unwrap_or(0)),
            ImageSort::Model => SortKey::Model(image.model_id.clone()),
        },
        id: image.id.0,
    }))
}

fn sort_of(key: &SortKey) -> Option<ImageSort> {
    match key {
        SortKey::Date(_) => Some(ImageSort::Date),
        SortKey::Name(_) => Some(ImageSort::Name),
        SortKey::Rating(_) => Some(ImageSort::Rating),
        SortKey::Model(_) => Some(ImageSort::Model),
        SortKey::Rank(_) => None,
    }
}

fn foreign_cursor() -> Error {
    Error::invalid("cursor", "use the next_cursor of a page of the same list")
}

/// A page of what a search finds, what fits best first.
///
/// # Errors
/// [`Error::Invalid`] when there is no word to look for, or for a cursor of another list.
pub async fn search(
    app: &App,
    user_id: UserId,
    words: &str,
    after: Option<&ImageCursor>,
    limit: PageLimit,
) -> Result<Page<ImageView, ImageCursor>> {
    if search_query(words).is_none() {
        return Err(Error::invalid("q", "say a word to look for"));
    }
    let after = match after {
        None => None,
        Some(ImageCursor {
            key: SortKey::Rank(rank),
            id,
        }) => Some((*rank, *id)),
        Some(_) => return Err(foreign_cursor()),
    };
    let mut conn = app.db.acquire().await?;
    let found = images::search(&mut conn, user_id, words, after, limit).await?;
    let ids: Vec<_> = found.iter().map(|(id, _)| *id).collect();
    let images = images::list_by_ids(&mut conn, user_id, &ids).await?;
    let ranked = found.into_iter().filter_map(|(id, rank)| {
        // Ids come back in their own order; one that was thrown away in between does not.
        let at = images.binary_search_by_key(&id, |image| image.id).ok()?;
        Some((ImageView::from(images[at].clone()), rank))
    });
    let page = Page::new(ranked.collect(), limit, |(image, rank): &(ImageView, f32)| {
        ImageCursor {
            key: SortKey::Rank(*rank),
            id: image.id.0,
        }
    });
    Ok(Page {
        items: page.items.into_iter().map(|(image, _)| image).collect(),
        next: page.next,
    })
}

/// How many of a user's pictures pass a filter.
///
/// # Errors
/// When the database is away.
pub async fn count_filtered(app: &App, user_id: UserId, filter: &ImageFilter) -> Result<u64> {
    let count = images::count(&mut *app.db.acquire().await?, user_id, filter).await?;
    Ok(count.unsigned_abs())
}

/// What a user's pictures can be limited to.
///
/// # Errors
/// When the database is away.
pub async fn list_facets(app: &App, user_id: UserId) -> Result<Facets> {
    let mut conn = app.db.acquire().await?;
    Ok(Facets {
        projects: facets::list_projects(&mut conn, user_id).await?,
        tags: facets::list_tags(&mut conn, user_id).await?,
    })
}
