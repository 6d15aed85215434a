//! A step on the wire.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use studio_app::generation::Operation;
use studio_app::recipes::{Step, Take, Then};
use studio_model::RecipeId;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::deserialize_seed;

/// What happens to a picture.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StepBody {
    /// `image-to-image`, `upscale`, `remove-background` or, as the last step, `video`; the model must offer it.
    #[schema(value_type = String, example = "image-to-image")]
    operation: Operation,
    /// One of `GET /api/models`.
    #[schema(example = "fal-ai/flux/dev/image-to-image")]
    model_id: String,
    /// Left out: the words that the picture was asked for with, where the operation needs any.
    #[schema(example = "the same in winter")]
    prompt: Option<String>,
    negative_prompt: Option<String>,
    /// The model's own parameters, see its `parameters_schema`; missing ones take their defaults.
    #[serde(default)]
    #[schema(value_type = Object, example = json!({"strength": 0.6}))]
    parameters: Map<String, Value>,
    /// Pictures made of each, 1 to the model's `max_images`; default 1.
    #[serde(default = "one")]
    #[schema(default = 1, minimum = 1, maximum = 16)]
    num_images: i64,
    /// 0 to 4,294,967,295 as a number or as digits; without one a random one is drawn for each picture.
    #[serde(default, deserialize_with = "deserialize_seed", serialize_with = "digits")]
    #[schema(value_type = Option<String>, example = "42")]
    seed: Option<u64>,
    /// Which pictures of the job before it takes: `all` of them, or the `first`.
    #[serde(default)]
    #[schema(value_type = String, default = "all", example = "all")]
    take: Take,
}

const fn one() -> i64 {
    1
}

#[expect(clippy::ref_option, reason = "as serde calls it")]
fn digits<S: serde::Serializer>(seed: &Option<u64>, serializer: S) -> Result<S::Ok, S::Error> {
    seed.map(|seed| seed.to_string()).serialize(serializer)
}

impl From<StepBody> for Step {
    fn from(body: StepBody) -> Self {
        Self {
            operation: body.operation,
            model_id: body.model_id,
            prompt: body.prompt,
            negative_prompt: body.negative_prompt,
            parameters: body.parameters,
            num_images: body.num_images,
            seed: body.seed,
            take: body.take,
        }
    }
}

impl From<Step> for StepBody {
    fn from(step: Step) -> Self {
        Self {
            operation: step.operation,
            model_id: step.model_id,
            prompt: step.prompt,
            negative_prompt: step.negative_prompt,
            parameters: step.parameters,
            num_images: step.num_images,
            seed: step.seed,
            take: step.take,
        }
    }
}

/// The steps that follow on what is asked for.
pub(crate) fn then(recipe_id: Option<Uuid>, steps: Option<Vec<StepBody>>) -> Then {
    Then {
        recipe_id: recipe_id.map(RecipeId),
        steps: steps.map(|steps| steps.into_iter().map(Step::from).collect()),
    }
}
