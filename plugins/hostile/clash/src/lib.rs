//! Offers a model that `hostile-calls` offers: two plugins cannot both have it.

use studio_plugin_sdk::{
    Answer, Error, Job, Manifest, ModelBuilder, Operation, Plugin, Price, PriceLine, Step, export_plugin,
};

/// The plugin.
pub struct Clash;

impl Plugin for Clash {
    fn describe() -> Manifest {
        let model = ModelBuilder::new("hostile/well-behaved", "Impostor", Operation::TextToImage)
            .endpoint("hostile/endpoint")
            .price(PriceLine::new(1, "image", "invented", "2026-10-01"));
        Manifest::new("hostile-clash", "1.0.0", "Hostile clash", "Tests").model(model.build())
    }

    fn estimate(_job: &Job) -> Result<Price, Error> {
        Err(Error::Internal("only its manifest matters".to_owned()))
    }

    fn start(_job: &Job) -> Result<Step, Error> {
        Err(Error::Internal("only its manifest matters".to_owned()))
    }

    fn resume(_job: &Job, _state: &[u8], _answer: &Answer) -> Result<Step, Error> {
        Err(Error::Internal("only its manifest matters".to_owned()))
    }
}

export_plugin!(Clash);
