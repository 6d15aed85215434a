//! Repainting parts of a picture: inpainting where a mask says so, outpainting beyond the edges.
//!
//! Both end in an ordinary job of the operation `inpaint` whose parent is the picture.

mod canvas;
mod inpaint;
mod outpaint;
mod picture;

use serde_json::{Map, Value};
use studio_model::{ImageId, ProjectId};
use studio_plugin_host::Operation;

pub use canvas::{Canvas, Extended, Extent, Extents, extended};
pub use inpaint::{Inpaint, MaskFrom, estimate_inpaint, inpaint};
pub use outpaint::{Outpaint, estimate_outpaint, outpaint};
pub use studio_media::{Area, Margins};

use super::request::{MadePicture, Submit};

/// The model in force when none is named: it was made for filling and extending.
pub const DEFAULT_REPAINT_MODEL: &str = "fal-ai/flux-pro/v1/fill";

/// What both requests have in common.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The prompt.
    pub prompt: String,
    /// The model's public id; none takes the one that was made for it.
    pub model_id: Option<String>,
    /// What not to show.
    pub negative_prompt: Option<String>,
    /// The model's own parameters; missing ones take their defaults.
    pub parameters: Map<String, Value>,
    /// Pictures, 1 to what the model allows.
    pub num_images: i64,
    /// 0 to 2^32 - 1; none draws one.
    pub seed: Option<u64>,
    /// The project the pictures go to.
    pub project_id: Option<ProjectId>,
    /// -100 to 100.
    pub priority: i32,
    /// Makes a repeated request find the first one's job.
    pub idempotency_key: Option<String>,
}

impl Edit {
    /// The job that repaints `source` with these pictures.
    fn into_submit(self, source: ImageId, made: Vec<MadePicture>) -> Submit {
        Submit {
            negative_prompt: self.negative_prompt,
            parameters: self.parameters,
            num_images: self.num_images,
            seed: self.seed,
            project_id: self.project_id,
            priority: self.priority,
            source_image: Some(source),
            made,
            idempotency_key: self.idempotency_key,
            ..Submit::new(
                Operation::Inpaint,
                self.model_id.unwrap_or_else(|| DEFAULT_REPAINT_MODEL.to_owned()),
                self.prompt,
            )
        }
    }
}
