//! Describes itself against the contract: the default of its parameter is outside the allowed range.

use serde_json::json;
use studio_plugin_sdk::{
    Answer, Error, Job, Manifest, ModelBuilder, Operation, Plugin, Price, PriceLine, Step, export_plugin,
};

/// The plugin.
pub struct Contradiction;

impl Plugin for Contradiction {
    fn describe() -> Manifest {
        let mut model = ModelBuilder::new("hostile/contradiction", "Contradiction", Operation::TextToImage)
            .endpoint("hostile/endpoint")
            .price(PriceLine::new(1, "image", "invented", "2026-10-01"))
            .build();
        model.parameters_schema = json!({
            "type": "object",
            "additionalProperties": false,
            "properties": {"steps": {"type": "integer", "title": "Steps", "minimum": 1, "maximum": 10, "default": 99}},
        });
        Manifest::new("hostile-manifest", "1.0.0", "Hostile manifest", "Tests").model(model)
    }

    fn estimate(_job: &Job) -> Result<Price, Error> {
        Err(Error::Internal("never loaded".to_owned()))
    }

    fn start(_job: &Job) -> Result<Step, Error> {
        Err(Error::Internal("never loaded".to_owned()))
    }

    fn resume(_job: &Job, _state: &[u8], _answer: &Answer) -> Result<Step, Error> {
        Err(Error::Internal("never loaded".to_owned()))
    }
}

export_plugin!(Contradiction);
