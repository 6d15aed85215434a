//! `GET /api/share`

use axum::Json;
use axum::extract::State;
use studio_app::shares::{self, ShareTarget};
use studio_model::{ImageId, ProjectId};

use super::ShareBody;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{PageQuery, QueryPairs};
use crate::problem::Problem;
use crate::{AppState, Error};

/// Your links, newest first: all, or those to one picture or project.
///
/// Those that show nothing any more are listed too, with the reason.
#[utoipa::path(
    get, path = "/api/share", operation_id = "list_shares", tag = "sharing",
    params(
        ("image_id" = Option<uuid::Uuid>, Query, description = "Only links to this picture."),
        ("project_id" = Option<uuid::Uuid>, Query, description = "Only links to this project."),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of links.", body = PageBody<ShareBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_shares(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    QueryPairs(query): QueryPairs,
    page: PageQuery,
) -> Result<Json<PageBody<ShareBody>>> {
    let target = read_target(query.get("image_id"), query.get("project_id"))?;
    let found = shares::list(&state.app, user.id, target, page.cursor, page.limit).await?;
    let app_url = &state.app.config.app_url;
    let next = found.next.map(|cursor| cursor.to_string());
    let items = found.items.into_iter().map(|share| ShareBody::new(share, app_url));
    Ok(Json(PageBody::of(items.collect(), next)))
}

fn read_target(image: &str, project: &str) -> Result<Option<ShareTarget>> {
    let wrong = |field: &str| {
        Error::invalid(
            field,
            "Use the id of one of your things, and one of the two parameters.",
        )
    };
    match (image, project) {
        ("", "") => Ok(None),
        (id, "") => {
            let id: ImageId = id.parse().map_err(|_| wrong("image_id"))?;
            Ok(Some(ShareTarget::Image(id)))
        }
        ("", id) => {
            let id: ProjectId = id.parse().map_err(|_| wrong("project_id"))?;
            Ok(Some(ShareTarget::Project(id)))
        }
        _ => Err(wrong("project_id")),
    }
}
