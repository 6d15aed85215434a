//! `GET /api/search/images`

use axum::Json;
use axum::extract::State;
use studio_app::images;

use super::ImageBody;
use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{QueryPairs, parse_limit};
use crate::image_query::{read_cursor, words};
use crate::problem::Problem;

/// Search your pictures: those with all words first that fit best.
///
/// A word finds what begins with it. Names count most, then tags, prompts and notes. Pictures in the trash are not found.
#[utoipa::path(
    get, path = "/api/search/images", operation_id = "search_images", tag = "images",
    params(
        ("q" = String, Query, description = "The words, at most 1,000 characters; the first 16 count.", example = "light sea"),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of pictures.", body = PageBody<ImageBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn search_images(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    QueryPairs(query): QueryPairs,
) -> Result<Json<PageBody<ImageBody>>> {
    let (wanted, limit) = (words(query.get("q"))?, parse_limit(query.get("limit"))?);
    let after = read_cursor(&query)?;
    let images = images::search(&state.app, user.id, &wanted, after.as_ref(), limit).await?;
    Ok(Json(images.into()))
}
