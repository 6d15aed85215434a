//! `GET /api/models`

use axum::Json;
use axum::extract::State;
use studio_app::models;

use super::ModelBody;
use crate::AppState;
use crate::api::PageBody;
use crate::auth::MaybeUser;
use crate::error::Result;

/// All models on offer, by category and name, with what is news to you.
#[utoipa::path(
    get, path = "/api/models", operation_id = "list_models", tag = "models",
    security(()),
    responses((status = 200, description = "All of them; there is no further page.", body = PageBody<ModelBody>))
)]
pub(crate) async fn list_models(
    State(state): State<AppState>,
    MaybeUser(user): MaybeUser,
) -> Result<Json<PageBody<ModelBody>>> {
    let models = match user {
        Some(user) => models::list_for_user(&state.app, user.id).await?,
        None => models::list(&state.app).await?,
    };
    Ok(Json(PageBody::whole(models.into_iter().map(ModelBody::from).collect())))
}
