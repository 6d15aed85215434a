//! `GET /api/images`

use axum::Json;
use axum::extract::State;
use studio_app::images;

use super::ImageBody;
use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{QueryPairs, parse_limit};
use crate::image_query::{read_cursor, read_filter, read_sort};
use crate::problem::Problem;

/// Your pictures: those that every parameter allows, in the order that you want.
///
/// Without parameters these are all of them, newest first.
#[utoipa::path(
    get, path = "/api/images", operation_id = "list_images", tag = "images",
    params(
        ("q" = Option<String>, Query, description = "Only with these words, or words that begin with them, in prompt, name, tags or notes."),
        ("from" = Option<String>, Query, description = "Only made on this day (`2026-11-27`, UTC) or at this time (RFC 3339) or later."),
        ("to" = Option<String>, Query, description = "Only made until the end of this day, or before this time."),
        ("model_id" = Option<String>, Query, description = "Only of this model."),
        ("project_id" = Option<uuid::Uuid>, Query, description = "Only of this project."),
        ("tag" = Option<String>, Query, description = "Only with this tag; several times for several tags, all of which a picture must have."),
        ("favorites" = Option<bool>, Query, description = "Only favourites."),
        ("aspect" = Option<String>, Query, description = "Only `square`, `landscape`, `portrait`, or of a ratio such as `16:9`, give or take 2 %."),
        ("resolution" = Option<String>, Query, description = "Only `small` (below 1 million pixels), `medium` or `large` (from 4 million on)."),
        ("rating" = Option<u8>, Query, description = "Only with at least so many stars, 1 to 5."),
        ("kind" = Option<String>, Query, description = "Only pictures (`image`), or only videos (`video`)."),
        ("sort" = Option<String>, Query, description = "`date` (default), `name`, `rating` or `model`."),
        ("order" = Option<String>, Query, description = "`asc` or `desc`; by default `desc` for date and rating, `asc` for name and model."),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before, with the same `sort`."),
    ),
    responses(
        (status = 200, description = "A page of pictures.", body = PageBody<ImageBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_images(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    QueryPairs(query): QueryPairs,
) -> Result<Json<PageBody<ImageBody>>> {
    let (filter, by) = (read_filter(&query)?, read_sort(&query)?);
    let (after, limit) = (read_cursor(&query)?, parse_limit(query.get("limit"))?);
    let images = images::list_sorted(&state.app, user.id, &filter, by, after.as_ref(), limit).await?;
    Ok(Json(images.into()))
}
