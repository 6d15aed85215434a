//! A step, and how a request names the steps that it wants.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use studio_model::{RecipeId, StepShape, Take};
use studio_plugin_host::Operation;

use crate::{Error, Result};

/// Pictures that a job makes at most, by the schema of `generation_queue`.
const MOST_IMAGES: u64 = 16;

/// What happens to a picture, unchecked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// What is done; it must start from one picture.
    pub operation: Operation,
    /// The model's public id.
    pub model_id: String,
    /// Without it, the words that the picture was asked for with, where the operation needs any.
    pub prompt: Option<String>,
    /// What not to show.
    pub negative_prompt: Option<String>,
    /// The model's own parameters; missing ones take their defaults.
    pub parameters: Map<String, Value>,
    /// Pictures made of each, 1 to what the model allows.
    pub num_images: i64,
    /// 0 to 2^32 - 1; none draws one for each picture.
    pub seed: Option<u64>,
    /// Which pictures of the job before it takes.
    pub take: Take,
}

impl Step {
    /// What decides how many jobs there are. A number of pictures that no model makes is complained about elsewhere, and counts
    /// as the nearest one that some do.
    pub(super) fn shape(&self) -> StepShape {
        StepShape {
            take: self.take,
            num_images: u64::try_from(self.num_images).unwrap_or(1).clamp(1, MOST_IMAGES),
        }
    }
}

/// The steps that follow on what is asked for: those of a recipe, or some that are sent along; none without either.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Then {
    /// A recipe of the user's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipe_id: Option<RecipeId>,
    /// Steps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<Vec<Step>>,
}

/// Steps as they are stored.
///
/// # Errors
/// [`Error::Internal`] when this version cannot read what another one stored.
pub(crate) fn read_steps(stored: &Value) -> Result<Vec<Step>> {
    Vec::deserialize(stored).map_err(Error::internal)
}

/// The same in the other direction.
pub(super) fn write_steps(steps: &[Step]) -> Result<Value> {
    serde_json::to_value(steps).map_err(Error::internal)
}
