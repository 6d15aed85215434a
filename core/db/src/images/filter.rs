//! What lists of pictures, counts and changes of many are limited to.

use chrono::{DateTime, Utc};
use studio_model::{Aspect, ImageKind, ProjectId, Resolution};

/// Which of a user's pictures to list; none in the trash.
#[derive(Clone, Debug, Default)]
pub struct ImageFilter {
    /// Only of this project.
    pub project_id: Option<ProjectId>,
    /// Only of this model.
    pub model_id: Option<String>,
    /// Only favourites.
    pub favorites_only: bool,
    /// Only those made at this time or later.
    pub created_from: Option<DateTime<Utc>>,
    /// Only those made before this time.
    pub created_before: Option<DateTime<Utc>>,
    /// Only with all of these, in the form of `studio_model::normalize_tags`.
    pub tags: Vec<String>,
    /// Only of this shape.
    pub aspect: Option<Aspect>,
    /// Only with so many pixels.
    pub resolution: Option<Resolution>,
    /// Only with at least so many stars.
    pub min_rating: Option<i16>,
    /// Only pictures, or only videos.
    pub kind: Option<ImageKind>,
    /// Only with these words, or words that begin with them, in prompt, name, tags or notes. No words limit nothing.
    pub words: String,
}

/// Makes a statement about those of a user's pictures that pass a filter but for its words. `$select` is what comes before
/// `FROM`, `$rest` what comes after the limits; its parameters begin with `$14`.
///
/// The limits stand in a `CASE`, which the database neither takes apart nor believes to leave next to nothing: else it would read all
/// pictures of a user and sort them, or those of everybody that have no tag in particular.
macro_rules! filtered {
    (
        $query:ident($($row:ty)?), $user:expr, $filter:expr;
        $select:tt, [$($rest:tt)+], $($more:expr),+
    ) => {
        sqlx::$query!(
            $($row,)?
            $select + "
            FROM images
            WHERE user_id = $1 AND deleted_at IS NULL
                AND CASE WHEN ($2::uuid IS NULL OR project_id = $2)
                    AND ($3::text IS NULL OR model_id = $3)
                    AND (NOT $4::boolean OR is_favorite)
                    AND ($5::timestamptz IS NULL OR created_at >= $5) AND ($6::timestamptz IS NULL OR created_at < $6)
                    AND tags @> $7::text[]
                    AND ($8::double precision IS NULL OR width::double precision / height BETWEEN $8 AND $9::double precision)
                    AND ($10::bigint IS NULL OR width::bigint * height BETWEEN $10 AND $11::bigint)
                    AND COALESCE(rating, 0::smallint) >= $12::smallint
                    AND ($13::boolean IS NULL OR (format = 'mp4') = $13)
                THEN true ELSE false END"
                + $($rest)+,
            $user.0,
            $filter.project_id.map(|id| id.0),
            $filter.model_id,
            $filter.favorites_only,
            $filter.created_from,
            $filter.created_before,
            &$filter.tags,
            $filter.aspect.map(|aspect| aspect.bounds().0),
            $filter.aspect.map(|aspect| aspect.bounds().1),
            $filter.resolution.map(|resolution| resolution.pixels().0),
            $filter.resolution.map(|resolution| resolution.pixels().1),
            $filter.min_rating.unwrap_or(0),
            $filter.kind.map(|kind| kind == studio_model::ImageKind::Video),
            $($more),+
        )
    };
}

pub(super) use filtered;
