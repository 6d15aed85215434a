//! Work on one of the user's own pictures: enlarging it, and cutting out its subject.

use serde_json::{Map, json};
use studio_model::{ImageId, ProjectId, UserId};
use studio_plugin_host::Operation;

use super::request::Submit;
use crate::recipes::Then;
use crate::{App, Error, Result, images};

/// The model that enlarges when none is named: it keeps to the picture and is the cheapest.
pub const DEFAULT_UPSCALE_MODEL: &str = "fal-ai/esrgan";
/// The model that cuts out when none is named: it keeps fine edges.
pub const DEFAULT_CUT_OUT_MODEL: &str = "fal-ai/birefnet";
/// How many times wider and higher a picture can be made.
pub const UPSCALE_FACTORS: [u32; 3] = [2, 4, 8];

/// What to do with a picture, unchecked.
#[derive(Clone, Debug)]
pub struct Enhance {
    /// Enlarge or cut out.
    pub kind: EnhanceKind,
    /// Another model than the default one.
    pub model_id: Option<String>,
    /// The model's own parameters; missing ones take their defaults.
    pub parameters: Map<String, serde_json::Value>,
    /// Where the result goes; by default where the source is.
    pub project_id: Option<ProjectId>,
    /// -100 to 100.
    pub priority: i32,
}

/// The kinds of work on a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnhanceKind {
    /// As many times wider and higher: one of [`UPSCALE_FACTORS`].
    Upscale(u32),
    /// Makes the background transparent.
    RemoveBackground,
}

impl Enhance {
    /// With the default model, parameters, project and priority.
    #[must_use]
    pub fn new(kind: EnhanceKind) -> Self {
        Self {
            kind,
            model_id: None,
            parameters: Map::new(),
            project_id: None,
            priority: 0,
        }
    }
}

/// The request for pictures that `wish` of the user's picture comes to; submit or estimate it as any other.
///
/// # Errors
/// [`Error::NotFound`] when the user has no such picture, [`Error::Invalid`] for a factor that is not offered or is told twice.
pub async fn enhance(app: &App, user_id: UserId, id: ImageId, wish: Enhance) -> Result<Submit> {
    let source = images::find(app, user_id, id).await?;
    let mut parameters = wish.parameters;
    let (operation, default_model) = match wish.kind {
        EnhanceKind::Upscale(factor) => {
            if !UPSCALE_FACTORS.contains(&factor) {
                return Err(Error::invalid("factor", "factor must be 2, 4 or 8"));
            }
            if parameters.insert("factor".to_owned(), json!(factor)).is_some() {
                return Err(Error::invalid("parameters.factor", "say the factor once, as `factor`"));
            }
            (Operation::Upscale, DEFAULT_UPSCALE_MODEL)
        }
        EnhanceKind::RemoveBackground => (Operation::RemoveBackground, DEFAULT_CUT_OUT_MODEL),
    };
    Ok(Submit {
        parameters,
        // The same request with the same key must stay the same request: a seed is drawn later.
        seed: None,
        project_id: wish.project_id.or(source.project_id.map(ProjectId)),
        priority: wish.priority,
        source_image: Some(id),
        control_image: None,
        style_image: None,
        made: Vec::new(),
        then: Then::default(),
        idempotency_key: None,
        ..Submit::new(
            operation,
            wish.model_id.unwrap_or_else(|| default_model.to_owned()),
            String::new(),
        )
    })
}
