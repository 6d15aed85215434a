//! Lists of pictures: limited in any way, sorted in any way, page by page.
//!
//! Every order has a statement of its own, so that the database finds a page's place in that order's index; where a list is limited
//! by words, it finds the words first. What a newcomer gets wrong: the first page asks for what comes after the least value there
//! can be. A condition on a missing cursor would read the whole list again for every page, because statements are planned once for
//! all values.

use sqlx::PgConnection;
use studio_model::{
    Cursor, ImageCursor, ImageId, ImageKind, ImageSort, PageLimit, SortKey, SortOrder, UserId, search_query,
};
use uuid::Uuid;

use super::filter::{ImageFilter, filtered};
use super::{Image, ImageRow};
use crate::Result;

/// Makes the statement of one order. `$more` is a further condition, `$place` says where the page begins.
macro_rules! page_query {
    ($user:expr, $filter:expr, $value:expr, $id:expr, $limit:expr; $more:tt, $place:tt, $order:tt $(, $words:expr)?) => {
        filtered!(
            query_as(ImageRow), $user, $filter;
            r#"SELECT id, user_id, project_id, job_id, output_index, object_id, file_path, file_url, thumbnail_url, width, height,
                file_size, format, sha256, average_color, placeholder, is_flagged, prompt, negative_prompt, model_id, model_version,
                parameters, seed::text AS seed, generation_time, cost_microdollars, parent_image_id, is_favorite, rating, tags,
                name, alt_text, notes, metadata, created_at, updated_at, deleted_at"#,
            [$more + "
                AND " + $place + "
            ORDER BY " + $order + "
            LIMIT $16"],
            $value, $id, $limit $(, $words)?
        )
    };
}

/// Runs the statement of one order, with words and without. `$more` is a condition for lists without words only.
macro_rules! page {
    ($conn:expr, $asked:expr, $value:expr; $place:tt, $order:tt) => {
        page!($conn, $asked, $value; "", $place, $order)
    };
    ($conn:expr, $asked:expr, $value:expr; $more:tt, $place:tt, $order:tt) => {{
        let (user, filter, value, id, limit) = ($asked.user_id, $asked.filter, $value, $asked.id, $asked.limit);
        match &$asked.words {
            None => page_query!(user, filter, value, id, limit; $more, $place, $order).fetch_all($conn).await,
            Some(words) => {
                page_query!(
                    user, filter, value, id, limit;
                    "
                AND search @@ (('''owner:' || $1::text || '''')::tsquery && to_tsquery('pg_catalog.simple', $17))",
                    $place, $order, words
                )
                .fetch_all($conn)
                .await
            }
        }
    }};
}

/// What is the same for every order.
struct Asked<'a> {
    user_id: UserId,
    filter: &'a ImageFilter,
    words: Option<String>,
    /// The picture before the page; before the first one the least or the greatest id.
    id: Uuid,
    limit: i64,
}

/// A page of a user's pictures. A cursor of another sort counts as none.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_sorted(
    conn: &mut PgConnection,
    user_id: UserId,
    filter: &ImageFilter,
    (sort, order): (ImageSort, SortOrder),
    after: Option<&ImageCursor>,
    limit: PageLimit,
) -> Result<Vec<Image>> {
    let after = after.filter(|cursor| is_of(&cursor.key, sort));
    let is_up = order == SortOrder::Ascending;
    let asked = Asked {
        user_id,
        filter,
        words: search_query(&filter.words),
        id: after.map_or(if is_up { Uuid::nil() } else { Uuid::max() }, |cursor| cursor.id),
        limit: limit.rows().into(),
    };
    let key = after.map(|cursor| &cursor.key);
    let rows = match sort {
        ImageSort::Date => by_date(conn, &asked, key, is_up).await,
        ImageSort::Name => by_name(conn, &asked, key, is_up).await,
        ImageSort::Rating => by_rating(conn, &asked, key, is_up).await,
        ImageSort::Model => by_model(conn, &asked, key, is_up).await,
    }?;
    Ok(rows.into_iter().map(Image::from).collect())
}

/// A page of a user's pictures, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    user_id: UserId,
    filter: &ImageFilter,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Image>> {
    let after = after.map(|cursor| ImageCursor {
        key: SortKey::Date(cursor.at),
        id: cursor.id,
    });
    let newest_first = (ImageSort::Date, SortOrder::Descending);
    list_sorted(conn, user_id, filter, newest_first, after.as_ref(), limit).await
}

fn is_of(key: &SortKey, sort: ImageSort) -> bool {
    matches!(
        (key, sort),
        (SortKey::Date(_), ImageSort::Date)
            | (SortKey::Name(_), ImageSort::Name)
            | (SortKey::Rating(_), ImageSort::Rating)
            | (SortKey::Model(_), ImageSort::Model)
    )
}

type Rows = std::result::Result<Vec<ImageRow>, sqlx::Error>;

async fn by_date(conn: &mut PgConnection, asked: &Asked<'_>, key: Option<&SortKey>, is_up: bool) -> Rows {
    let at = key.and_then(|key| if let SortKey::Date(at) = key { Some(*at) } else { None });
    if is_up {
        page!(
            conn, asked, at;
            " AND created_at >= COALESCE($5, '-infinity'::timestamptz) AND created_at < COALESCE($6, 'infinity'::timestamptz)",
            "(created_at, id) > (COALESCE($14, '-infinity'::timestamptz), $15)",
            "created_at, id"
        )
    } else if asked.filter.favorites_only && asked.words.is_none() {
        // They have an index of their own.
        let (user, filter) = (asked.user_id, asked.filter);
        page_query!(
            user, filter, at, asked.id, asked.limit;
            " AND is_favorite", "(created_at, id) < (COALESCE($14, 'infinity'::timestamptz), $15)", "created_at DESC, id DESC"
        )
        .fetch_all(conn)
        .await
    } else if asked.filter.kind == Some(ImageKind::Video) && asked.words.is_none() {
        // So have videos, which are few among many pictures.
        let (user, filter) = (asked.user_id, asked.filter);
        page_query!(
            user, filter, at, asked.id, asked.limit;
            " AND format = 'mp4'", "(created_at, id) < (COALESCE($14, 'infinity'::timestamptz), $15)", "created_at DESC, id DESC"
        )
        .fetch_all(conn)
        .await
    } else {
        page!(
            conn, asked, at;
            " AND created_at >= COALESCE($5, '-infinity'::timestamptz) AND created_at < COALESCE($6, 'infinity'::timestamptz)",
            "(created_at, id) < (COALESCE($14, 'infinity'::timestamptz), $15)",
            "created_at DESC, id DESC"
        )
    }
}

/// Greater than every text that is sorted by its bytes.
const LAST_TEXT: &str = "\u{10ffff}";

async fn by_name(conn: &mut PgConnection, asked: &Asked<'_>, key: Option<&SortKey>, is_up: bool) -> Rows {
    let name = key.and_then(|key| {
        if let SortKey::Name(name) = key {
            Some(name.as_str())
        } else {
            None
        }
    });
    if is_up {
        page!(conn, asked, name.unwrap_or(""); "(sort_name, id) > ($14, $15)", "sort_name, id")
    } else {
        page!(conn, asked, name.unwrap_or(LAST_TEXT); "(sort_name, id) < ($14, $15)", "sort_name DESC, id DESC")
    }
}

async fn by_rating(conn: &mut PgConnection, asked: &Asked<'_>, key: Option<&SortKey>, is_up: bool) -> Rows {
    let stars = key.and_then(|key| {
        if let SortKey::Rating(stars) = key {
            Some(*stars)
        } else {
            None
        }
    });
    if is_up {
        page!(
            conn, asked, stars.unwrap_or(-1);
            "(COALESCE(rating, 0::smallint), id) > ($14, $15)", "COALESCE(rating, 0::smallint), id"
        )
    } else {
        page!(
            conn, asked, stars.unwrap_or(i16::MAX);
            "(COALESCE(rating, 0::smallint), id) < ($14, $15)", "COALESCE(rating, 0::smallint) DESC, id DESC"
        )
    }
}

async fn by_model(conn: &mut PgConnection, asked: &Asked<'_>, key: Option<&SortKey>, is_up: bool) -> Rows {
    let model = key.and_then(|key| {
        if let SortKey::Model(id) = key {
            Some(id.as_str())
        } else {
            None
        }
    });
    if is_up {
        page!(
            conn, asked, model.unwrap_or("");
            r#"(model_id COLLATE "C", id) > ($14, $15)"#, r#"model_id COLLATE "C", id"#
        )
    } else {
        page!(
            conn, asked, model.unwrap_or(LAST_TEXT);
            r#"(model_id COLLATE "C", id) < ($14, $15)"#, r#"model_id COLLATE "C" DESC, id DESC"#
        )
    }
}

/// How many of a user's pictures pass a filter.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count(conn: &mut PgConnection, user_id: UserId, filter: &ImageFilter) -> Result<i64> {
    let count = filtered!(
        query_scalar(), user_id, filter;
        r#"SELECT count(*) AS "count!""#,
        [" AND ($14::text IS NULL OR search @@ to_tsquery('pg_catalog.simple', $14))"],
        search_query(&filter.words)
    );
    Ok(count.fetch_one(conn).await?)
}

/// A page of what a search finds, what fits best first: pictures and how well they fit.
///
/// # Errors
/// When the database cannot be asked.
pub async fn search(
    conn: &mut PgConnection,
    user_id: UserId,
    words: &str,
    after: Option<(f32, Uuid)>,
    limit: PageLimit,
) -> Result<Vec<(ImageId, f32)>> {
    let Some(query) = search_query(words) else {
        return Ok(Vec::new());
    };
    let (rank, id) = after.unwrap_or((f32::INFINITY, Uuid::max()));
    let rows = sqlx::query!(
        r#"SELECT found.id, found.rank AS "rank!"
        FROM (
            SELECT id, ts_rank(search, to_tsquery('pg_catalog.simple', $2)) AS rank FROM images
            WHERE user_id = $1 AND deleted_at IS NULL
                AND search @@ (('''owner:' || $1::text || '''')::tsquery && to_tsquery('pg_catalog.simple', $2))
        ) AS found
        WHERE (found.rank, found.id) < ($3, $4)
        ORDER BY found.rank DESC, found.id DESC
        LIMIT $5"#,
        user_id.0,
        query,
        rank,
        id,
        i64::from(limit.rows())
    );
    let rows = rows.fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (ImageId(row.id), row.rank)).collect())
}
