//! `GET /api/share/image/{key}` and `/api/share/project/{key}`: what a link shows, for anybody who has it.

use axum::Json;
use axum::extract::State;
use studio_app::shares::{self, OpenLink, Opened, ShareTarget};

use super::{SharedImageBody, SharedImageEnvelope, SharedProjectBody};
use crate::AppState;
use crate::error::Result;
use crate::extract::{PageQuery, PathId};
use crate::problem::Problem;
use crate::share_visitor::ShareVisitor;

/// The picture that a link is to.
///
/// Needs no account.
#[utoipa::path(
    get, path = "/api/share/image/{key}", operation_id = "find_shared_image", tag = "sharing",
    security(()),
    params(("key" = String, Path, description = "The link's token.")),
    responses(
        (status = 200, description = "The picture.", body = SharedImageEnvelope),
        (status = 401, description = "The link asks for a password: see `unlock_share`.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The link shows nothing, or no picture.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_shared_image(
    State(state): State<AppState>,
    visitor: ShareVisitor,
    PathId(token): PathId<String>,
) -> Result<Json<SharedImageEnvelope>> {
    let link = follow(&state, &visitor, &token).await?;
    let ShareTarget::Image(id) = link.target else {
        return Err(studio_app::Error::NotFound.into());
    };
    let image = link.image(&state.app, id).await?;
    visitor.count(&state, &link).await?;
    Ok(Json(SharedImageEnvelope::new(&link, image)))
}

/// The project that a link is to, with a page of its pictures, newest first.
///
/// Needs no account.
#[utoipa::path(
    get, path = "/api/share/project/{key}", operation_id = "find_shared_project", tag = "sharing",
    security(()),
    params(
        ("key" = String, Path, description = "The link's token."),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "The project.", body = SharedProjectBody),
        (status = 401, description = "The link asks for a password: see `unlock_share`.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The link shows nothing, or no project.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_shared_project(
    State(state): State<AppState>,
    visitor: ShareVisitor,
    PathId(token): PathId<String>,
    page: PageQuery,
) -> Result<Json<SharedProjectBody>> {
    let link = follow(&state, &visitor, &token).await?;
    let project = link.project(&state.app).await?;
    let images = link.images(&state.app, page.cursor, page.limit).await?;
    visitor.count(&state, &link).await?;
    let next = images.next.map(|cursor| cursor.to_string());
    let items = images.items.into_iter().map(|image| SharedImageBody::new(&link, image));
    Ok(Json(SharedProjectBody::new(&link, project, items.collect(), next)))
}

async fn follow(state: &AppState, visitor: &ShareVisitor, token: &str) -> Result<OpenLink> {
    match shares::open(&state.app, token, &visitor.of(&state.app.config, token)).await? {
        Opened::Open(link) => Ok(*link),
        Opened::Locked => {
            let words = "this link asks for a password; send it to /api/share/{token}/unlock first";
            Err(studio_app::Error::Unauthenticated(words).into())
        }
    }
}
