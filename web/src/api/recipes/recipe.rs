//! A recipe on the wire.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::recipes::{RecipeRequest, RecipeView, Step};
use utoipa::ToSchema;
use uuid::Uuid;

use super::StepBody;

/// Steps to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecipeRequestBody {
    /// 1 to 200 characters.
    #[schema(example = "Winter, then large")]
    name: String,
    /// 1 to 8 of them, in order. At most 256 jobs may come of one picture.
    steps: Vec<StepBody>,
}

impl From<RecipeRequestBody> for RecipeRequest {
    fn from(body: RecipeRequestBody) -> Self {
        Self {
            name: body.name,
            steps: body.steps.into_iter().map(Step::from).collect(),
        }
    }
}

/// Steps that are kept.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecipeBody {
    id: Uuid,
    #[schema(example = "Winter, then large")]
    name: String,
    steps: Vec<StepBody>,
    created_at: DateTime<Utc>,
    /// When it was last changed. The `ETag` says the same.
    updated_at: DateTime<Utc>,
}

/// A recipe.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecipeEnvelope {
    recipe: RecipeBody,
}

impl From<RecipeView> for RecipeBody {
    fn from(recipe: RecipeView) -> Self {
        Self {
            id: recipe.id.0,
            name: recipe.name,
            steps: recipe.steps.into_iter().map(StepBody::from).collect(),
            created_at: recipe.created_at,
            updated_at: recipe.updated_at,
        }
    }
}

impl From<RecipeView> for RecipeEnvelope {
    fn from(recipe: RecipeView) -> Self {
        Self { recipe: recipe.into() }
    }
}
