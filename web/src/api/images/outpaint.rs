//! `POST /api/images/{id}/outpaint`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, Value};
use studio_app::generation::{self, Canvas, Edit, Extent, Extents, Outpaint};
use studio_model::{ImageId, ProjectId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::generation::{JobEnvelope, accepted, one};
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId, deserialize_seed};
use crate::idempotency::idempotency_key;
use crate::problem::Problem;
use crate::{AppState, Error};

/// Paint beyond the edges of one of your pictures.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutpaintBody {
    #[schema(example = "the same beach, wider")]
    prompt: String,
    /// One of `GET /api/models` with the operation `inpaint`; default `fal-ai/flux-pro/v1/fill`.
    #[schema(example = "fal-ai/flux-pro/v1/fill")]
    model_id: Option<String>,
    negative_prompt: Option<String>,
    /// The model's own parameters, see its `parameters_schema`; missing ones take their defaults.
    #[serde(default)]
    #[schema(value_type = Object, example = json!({"output_format": "png"}))]
    parameters: Map<String, Value>,
    /// 1 to the model's `max_images`; default 1.
    #[serde(default = "one")]
    #[schema(default = 1, minimum = 1, maximum = 16)]
    num_images: i64,
    /// 0 to 4,294,967,295 as a number or as digits; without one a random one is drawn.
    #[serde(default, deserialize_with = "deserialize_seed")]
    #[schema(value_type = Option<String>, example = "42")]
    seed: Option<u64>,
    /// The project that the pictures go to.
    project_id: Option<Uuid>,
    /// -100 to 100, default 0; higher ones go first among your own.
    #[serde(default)]
    #[schema(default = 0, minimum = -100, maximum = 100)]
    priority: i32,
    /// What the four sides are counted in.
    #[serde(default)]
    unit: ExtentUnit,
    /// How far to extend to the left.
    #[serde(default)]
    #[schema(minimum = 0, example = 256)]
    left: f64,
    /// How far to extend to the right.
    #[serde(default)]
    #[schema(minimum = 0, example = 256)]
    right: f64,
    /// How far to extend to the top.
    #[serde(default)]
    #[schema(minimum = 0)]
    top: f64,
    /// How far to extend to the bottom.
    #[serde(default)]
    #[schema(minimum = 0)]
    bottom: f64,
    /// Instead of the four sides: extend to this shape, width to height, with the picture in the middle.
    #[schema(example = "16:9")]
    aspect_ratio: Option<String>,
}

/// What the extension of a side is counted in.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ExtentUnit {
    /// Pixels.
    #[default]
    Pixels,
    /// Parts of the picture's width (left, right) or height (top, bottom).
    Ratio,
}

impl OutpaintBody {
    fn canvas(&self) -> Result<Canvas> {
        let Some(shape) = &self.aspect_ratio else {
            return Ok(Canvas::Sides(self.extents()?));
        };
        if [self.left, self.right, self.top, self.bottom]
            .iter()
            .any(|side| *side != 0.0)
        {
            return Err(Error::invalid("aspect_ratio", "say a shape or the sides, not both"));
        }
        let sides = shape
            .split_once(':')
            .and_then(|(wide, high)| Some((wide.parse().ok()?, high.parse().ok()?)));
        let (wide, high) = sides.ok_or_else(|| Error::invalid("aspect_ratio", "a shape is written as 16:9"))?;
        Ok(Canvas::Shape(wide, high))
    }

    fn extents(&self) -> Result<Extents> {
        Ok(Extents {
            left: self.unit.extent("left", self.left)?,
            right: self.unit.extent("right", self.right)?,
            top: self.unit.extent("top", self.top)?,
            bottom: self.unit.extent("bottom", self.bottom)?,
        })
    }

    fn edit(self, idempotency_key: Option<String>) -> Edit {
        Edit {
            prompt: self.prompt,
            model_id: self.model_id,
            negative_prompt: self.negative_prompt,
            parameters: self.parameters,
            num_images: self.num_images,
            seed: self.seed,
            project_id: self.project_id.map(ProjectId),
            priority: self.priority,
            idempotency_key,
        }
    }
}

impl ExtentUnit {
    fn extent(self, field: &str, amount: f64) -> Result<Extent> {
        match self {
            Self::Ratio => Ok(Extent::Ratio(amount)),
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it was checked to be a whole number of that range"
            )]
            Self::Pixels if amount.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&amount) => {
                Ok(Extent::Pixels(amount as u32))
            }
            Self::Pixels => Err(Error::invalid(field, "pixels are a whole number from 0")),
        }
    }
}

/// Extend a picture beyond its edges.
///
/// The canvas is extended by the four sides, or to a shape, and what was added is painted; the picture itself stays as it is. At most 16,777,216 pixels
/// and 8,192 on a side in all. The job's pictures have this picture as their parent.
#[utoipa::path(
    post, path = "/api/images/{id}/outpaint", operation_id = "outpaint_image", tag = "images",
    params(
        ("id" = Uuid, Path, description = "The picture."),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 characters that name this request."),
    ),
    request_body = OutpaintBody,
    responses(
        (status = 202, description = "Accepted.", body = JobEnvelope),
        (status = 402, description = "Not enough credits.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "You have no such image.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The key was used with another request, or the picture's file is missing.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid; nothing was enqueued.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn outpaint_image(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ImageId>,
    headers: HeaderMap,
    Json(body): Json<OutpaintBody>,
) -> Result<Response> {
    let canvas = body.canvas()?;
    let edit = body.edit(idempotency_key(&headers)?);
    generation::outpaint(&state.app, user.id, id, Outpaint { edit, canvas })
        .await
        .map(accepted)
        .map_err(Error::from)
}
