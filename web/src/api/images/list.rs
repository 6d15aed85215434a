//! `GET /api/images`

use axum::Json;
use axum::extract::State;
use studio_app::images::{self, ImageFilter};
use studio_model::ProjectId;

use super::ImageBody;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{PageQuery, QueryPairs, parse_flag};
use crate::problem::Problem;
use crate::{AppState, Error};

/// Your pictures, newest first.
#[utoipa::path(
    get, path = "/api/images", operation_id = "list_images", tag = "images",
    params(
        ("project_id" = Option<uuid::Uuid>, Query, description = "Only of this project."),
        ("model_id" = Option<String>, Query, description = "Only of this model."),
        ("favorites" = Option<bool>, Query, description = "Only favourites."),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
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
    page: PageQuery,
) -> Result<Json<PageBody<ImageBody>>> {
    let filter = ImageFilter {
        project_id: parse_project(query.get("project_id"))?,
        model_id: Some(query.get("model_id").to_owned()).filter(|id| !id.is_empty() && !id.contains('\0')),
        favorites_only: parse_flag("favorites", query.get("favorites"))?,
    };
    let images = images::list(&state.app, user.id, &filter, page.cursor, page.limit).await?;
    Ok(Json(images.into()))
}

fn parse_project(text: &str) -> Result<Option<ProjectId>> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse()
        .map(Some)
        .map_err(|_| Error::invalid("project_id", "Use the id of a project."))
}
