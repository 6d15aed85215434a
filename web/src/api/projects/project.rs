//! A project on the wire.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use studio_app::projects::{ProjectDefaults, ProjectRequest, ProjectView};
use studio_model::{ImageId, ThumbnailSize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::paths;

/// What a project says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProjectRequestBody {
    /// 1 to 200 characters.
    #[schema(example = "Winter catalogue")]
    name: String,
    /// At most 2,000 characters.
    #[serde(default)]
    #[schema(example = "Foxes and forests for the cover.")]
    description: String,
    /// At most 20,000 characters; for you alone.
    #[serde(default)]
    notes: String,
    /// At most 100 characters.
    #[serde(default)]
    #[schema(example = "Print")]
    category: String,
    /// At most 30 of up to 50 characters, without commas; each is kept once.
    #[serde(default)]
    #[schema(example = json!(["winter", "fox"]))]
    tags: Vec<String>,
    /// A picture of yours that stands for the project; without it the newest in it does.
    cover_image_id: Option<Uuid>,
    /// What is asked for inside it when a request names no model.
    #[serde(default)]
    defaults: DefaultsBody,
}

/// A model with some of its parameters.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = ProjectDefaultsBody)]
pub(crate) struct DefaultsBody {
    /// One of `GET /api/models` that makes pictures from words, or from words and a picture.
    #[schema(example = "fal-ai/flux/dev")]
    model_id: Option<String>,
    /// Some of the model's own parameters; the others have its defaults.
    #[schema(value_type = Object, example = json!({"image_size": "landscape_4_3"}))]
    parameters: Map<String, Value>,
}

impl From<ProjectRequestBody> for ProjectRequest {
    fn from(body: ProjectRequestBody) -> Self {
        Self {
            name: body.name,
            description: body.description,
            notes: body.notes,
            category: body.category,
            tags: body.tags,
            cover_image_id: body.cover_image_id.map(ImageId),
            defaults: ProjectDefaults {
                model_id: body.defaults.model_id,
                parameters: body.defaults.parameters,
            },
        }
    }
}

/// A folder of work.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProjectBody {
    id: Uuid,
    #[schema(example = "Winter catalogue")]
    name: String,
    #[schema(example = "Foxes and forests for the cover.")]
    description: String,
    notes: String,
    #[schema(example = "Print")]
    category: String,
    #[schema(example = json!(["winter", "fox"]))]
    tags: Vec<String>,
    /// The picture that was chosen to stand for it.
    cover_image_id: Option<Uuid>,
    /// A thumbnail of the picture that stands for it: the chosen one while it is there, else the newest.
    #[schema(example = "/media/0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5a6b/512.webp")]
    cover_url: Option<String>,
    defaults: DefaultsBody,
    /// Put away.
    is_archived: bool,
    /// Pictures in it, without those in the trash.
    #[schema(example = 12)]
    image_count: u64,
    created_at: DateTime<Utc>,
    /// When what it says was last changed. The `ETag` says the same.
    updated_at: DateTime<Utc>,
}

/// A project.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProjectEnvelope {
    project: ProjectBody,
}

impl From<ProjectView> for ProjectBody {
    fn from(project: ProjectView) -> Self {
        let thumbnail = |id: ImageId| paths::thumbnail(&id.to_string(), ThumbnailSize::Medium.pixels(), "webp");
        Self {
            id: project.id.0,
            name: project.name,
            description: project.description,
            notes: project.notes,
            category: project.category,
            tags: project.tags,
            cover_image_id: project.cover_image_id.map(|id| id.0),
            cover_url: project.shown_cover_id.map(thumbnail),
            defaults: DefaultsBody {
                model_id: project.defaults.model_id,
                parameters: project.defaults.parameters,
            },
            is_archived: project.is_archived,
            image_count: project.image_count,
            created_at: project.created_at,
            updated_at: project.updated_at,
        }
    }
}

impl From<ProjectView> for ProjectEnvelope {
    fn from(project: ProjectView) -> Self {
        Self {
            project: project.into(),
        }
    }
}
