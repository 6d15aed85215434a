//! `GET /api/models/categories`

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use studio_app::models;
use utoipa::ToSchema;

use crate::AppState;
use crate::api::PageBody;
use crate::error::Result;

/// A group of models.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CategoryBody {
    /// As `category` of a model.
    #[schema(example = "text-to-image")]
    name: String,
    /// Models on offer in it, at least 1.
    #[schema(minimum = 1, example = 7)]
    models: usize,
}

/// The groups of the models on offer, by name.
#[utoipa::path(
    get, path = "/api/models/categories", operation_id = "list_model_categories", tag = "models",
    security(()),
    responses((status = 200, description = "All of them; there is no further page.", body = PageBody<CategoryBody>))
)]
pub(crate) async fn list_model_categories(State(state): State<AppState>) -> Result<Json<PageBody<CategoryBody>>> {
    let categories = models::categories(&state.app).await?.into_iter();
    let bodies = categories.map(|(name, models)| CategoryBody { name, models });
    Ok(Json(PageBody::whole(bodies.collect())))
}
