//! `POST /api/recipes/{id}/preview`

use axum::extract::State;
use serde::{Deserialize, Serialize};
use studio_app::generation::Operation;
use studio_app::recipes::{self, Preview, PreviewInputs, StepForecast};
use studio_model::{ImageId, RecipeId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::batches::CostBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId};
use crate::problem::Problem;
use crate::{AppState, Error};

/// The pictures that the recipe is to be given: how many, or which.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecipePreviewRequestBody {
    /// So many of 1024 by 1024 pixels, 1 to 1,000.
    #[schema(minimum = 1, maximum = 1000, example = 20)]
    inputs: Option<u32>,
    /// These of yours, 1 to 1,000; priced by their size.
    image_ids: Option<Vec<Uuid>>,
}

/// What a recipe would do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecipePreviewBody {
    /// Pictures that go into the first step.
    inputs: u64,
    /// Jobs of all steps, if all go well.
    jobs: u64,
    steps: Vec<StepForecastBody>,
    /// The price of all steps. Pictures are taken to keep their size: where a step enlarges them, later ones may cost more.
    cost: CostBody,
    /// What you can spend, in credits.
    balance_credits: f64,
}

/// What a step would be.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StepForecastBody {
    /// Its number, from 1 on.
    step: u32,
    #[schema(value_type = String, example = "image-to-image")]
    operation: Operation,
    #[schema(example = "fal-ai/flux/dev/image-to-image")]
    model_id: String,
    /// One for each picture that it takes.
    jobs: u64,
    /// Pictures that they make.
    images: u64,
    cost: CostBody,
}

/// Forecast what a recipe would do with pictures, and cost. Nothing is set aside.
#[utoipa::path(
    post, path = "/api/recipes/{id}/preview", operation_id = "preview_recipe", tag = "recipes",
    params(("id" = uuid::Uuid, Path, description = "The recipe.")),
    request_body = RecipePreviewRequestBody,
    responses(
        (status = 200, description = "The forecast.", body = RecipePreviewBody),
        (status = 404, description = "You have no such recipe.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid, or a model does not offer its step any more.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn preview_recipe(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<RecipeId>,
    Json(body): Json<RecipePreviewRequestBody>,
) -> Result<axum::Json<RecipePreviewBody>> {
    let inputs = match (body.inputs, body.image_ids) {
        (Some(count), None) => PreviewInputs::Count(count),
        (None, Some(ids)) => PreviewInputs::Images(ids.into_iter().map(ImageId).collect()),
        _ => return Err(Error::invalid("inputs", "Use either inputs or image_ids.")),
    };
    let preview = recipes::preview(&state.app, user.id, id, &inputs).await?;
    Ok(axum::Json(preview.into()))
}

impl From<Preview> for RecipePreviewBody {
    fn from(preview: Preview) -> Self {
        let steps: Vec<StepForecastBody> = preview.steps.into_iter().map(StepForecastBody::from).collect();
        Self {
            inputs: preview.inputs,
            jobs: steps.iter().map(|step| step.jobs).sum(),
            steps,
            cost: preview.price.into(),
            balance_credits: preview.balance.credits(),
        }
    }
}

impl From<StepForecast> for StepForecastBody {
    fn from(step: StepForecast) -> Self {
        Self {
            step: step.step,
            operation: step.operation,
            model_id: step.model_id,
            jobs: step.jobs,
            images: step.images,
            cost: step.price.into(),
        }
    }
}
