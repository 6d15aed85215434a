//! `GET /api/models/featured`

use axum::Json;
use axum::extract::State;
use studio_app::models;

use super::ModelBody;
use crate::AppState;
use crate::api::PageBody;
use crate::error::Result;

/// The models that the administrators want you to see first.
#[utoipa::path(
    get, path = "/api/models/featured", operation_id = "list_featured_models", tag = "models",
    security(()),
    responses((status = 200, description = "All of them; there is no further page.", body = PageBody<ModelBody>))
)]
pub(crate) async fn list_featured_models(State(state): State<AppState>) -> Result<Json<PageBody<ModelBody>>> {
    let models = models::list_featured(&state.app).await?;
    Ok(Json(PageBody::whole(models.into_iter().map(ModelBody::from).collect())))
}
