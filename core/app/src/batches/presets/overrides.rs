//! Using a preset, with a few things different this time.

use serde_json::{Map, Value};
use studio_model::{ImageId, PresetId};

use super::{BatchRequest, PresetView};
use crate::batches::RowDefaults;

/// Which preset, and what goes over its request.
#[derive(Clone, Debug)]
pub struct PresetUse {
    /// The preset.
    pub id: PresetId,
    /// Another name for the batch; without one, and without one in the request, the batch is called like the preset.
    pub name: Option<String>,
    /// Defaults of rows; each that is given goes over the preset's, parameters one by one.
    pub defaults: RowDefaults,
    /// Another priority.
    pub priority: Option<i32>,
    /// Another window.
    pub window_jobs: Option<i32>,
}

impl PresetUse {
    pub(super) fn apply(self, preset: PresetView) -> BatchRequest {
        let request = preset.request;
        BatchRequest {
            name: self.name.or(request.name).or(Some(preset.name)),
            defaults: merge(request.defaults, self.defaults),
            priority: self.priority.unwrap_or(request.priority),
            window_jobs: self.window_jobs.or(request.window_jobs),
            ..request
        }
    }
}

fn merge(under: RowDefaults, over: RowDefaults) -> RowDefaults {
    let parameters: Map<String, Value> = under.parameters.into_iter().chain(over.parameters).collect();
    let source_image_id: Option<ImageId> = over.source_image_id.or(under.source_image_id);
    RowDefaults {
        model_id: over.model_id.or(under.model_id),
        negative_prompt: over.negative_prompt.or(under.negative_prompt),
        parameters,
        num_images: over.num_images.or(under.num_images),
        seed: over.seed.or(under.seed),
        source_image_id,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_given_goes_over_the_preset_and_the_rest_stays() {
        let defaults = |value: Value| serde_json::from_value::<RowDefaults>(value).unwrap();
        let under = defaults(json!({ "model_id": "a", "seed": 1, "parameters": { "steps": 20, "guidance": 3 } }));
        let over = defaults(json!({ "seed": 2, "parameters": { "steps": 30 } }));
        let merged = merge(under, over);
        assert_eq!((merged.model_id.as_deref(), merged.seed), (Some("a"), Some(2)));
        assert_eq!(Value::from(merged.parameters), json!({ "steps": 30, "guidance": 3 }));
    }
}
