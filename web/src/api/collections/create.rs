//! `POST /api/collections`

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use studio_app::collections::{self, CollectionView};

use super::{CollectionEnvelope, CollectionRequestBody};
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::etag;
use crate::extract::Json;
use crate::problem::Problem;

/// Make a collection.
#[utoipa::path(
    post, path = "/api/collections", operation_id = "create_collection", tag = "collections",
    request_body = CollectionRequestBody,
    responses(
        (status = 201, description = "Made.", body = CollectionEnvelope),
        (status = 409, description = "You have 1,000 collections.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_collection(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<CollectionRequestBody>,
) -> Result<Response> {
    Ok(created(collections::create(&state.app, user.id, body.into()).await?))
}

/// 201 with a new collection, and where it is.
pub(super) fn created(collection: CollectionView) -> Response {
    let location = [(header::LOCATION, format!("/api/collections/{}", collection.id))];
    let version = etag(collection.updated_at);
    let body = axum::Json(CollectionEnvelope::from(collection));
    (StatusCode::CREATED, location, version, body).into_response()
}
