//! What can be asked.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::call::Call;
use crate::{Client, Error, Page};

/// A model as the studio tells it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Model {
    /// Stable, such as `fal-ai/flux/dev`.
    pub id: String,
    /// For people.
    pub name: String,
    /// For people.
    pub description: String,
    /// The group that it is listed in.
    pub category: String,
    /// What it can be asked to do.
    pub operations: Vec<String>,
    /// JSON Schema of its parameters.
    pub parameters_schema: Value,
    /// Every parameter with its default.
    pub default_parameters: Map<String, Value>,
    /// Pictures of one request at most.
    pub max_images: u32,
    /// What it costs.
    pub prices: Vec<Price>,
    /// Milliseconds of a job of default settings.
    pub typical_duration_ms: u32,
    /// Whatever else the studio says.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A line of the price list.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Price {
    /// Millionths of a US dollar for one unit; 1,000 are one credit.
    pub microdollars: u64,
    /// Such as `megapixel`.
    pub unit: String,
    /// Where and when it was read.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Client {
    /// All models on offer.
    ///
    /// # Errors
    /// As every request.
    pub async fn models(&self) -> Result<Page<Model>, Error> {
        self.read(&Call::get(&["api/models"])).await
    }

    /// One model.
    ///
    /// # Errors
    /// [`Error::Refused`] with `not_found`; otherwise as every request.
    pub async fn model(&self, id: &str) -> Result<Model, Error> {
        self.read(&Call::get(&["api/models", id])).await
    }
}
