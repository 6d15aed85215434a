//! `POST /api/images/{id}/inpaint`

use axum::extract::{FromRequest, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, Value};
use studio_app::generation::{self, Area, Edit, Inpaint, MaskFrom};
use studio_model::{ImageId, ProjectId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::generation::{JobEnvelope, accepted, one};
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId, deserialize_seed, media_type, parse_json};
use crate::idempotency::idempotency_key;
use crate::multipart::Form;
use crate::problem::Problem;
use crate::{AppState, Error};

/// Largest body of a request with a mask. A mask of 16 megapixels as PNG takes far less.
pub(crate) const MAX_MASK_BYTES: usize = 16 * 1024 * 1024;

/// Repaint one of your pictures where a mask is white.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InpaintBody {
    #[schema(example = "a red boat")]
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
    /// One of your pictures, of the same size, as the mask. Not with an uploaded one.
    mask_image_id: Option<Uuid>,
    /// A rectangle within the picture as the mask. Not with another one.
    mask_area: Option<MaskArea>,
}

/// A rectangle of the picture, in pixels.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MaskArea {
    /// Pixels left of it.
    #[schema(example = 64)]
    left: u32,
    /// Pixels above it.
    #[schema(example = 64)]
    top: u32,
    /// At least 1; it must end within the picture.
    #[schema(minimum = 1, example = 256)]
    width: u32,
    /// At least 1; it must end within the picture.
    #[schema(minimum = 1, example = 256)]
    height: u32,
}

impl From<MaskArea> for MaskFrom {
    fn from(area: MaskArea) -> Self {
        let MaskArea {
            left,
            top,
            width,
            height,
        } = area;
        Self::Area(Area {
            left,
            top,
            width,
            height,
        })
    }
}

impl InpaintBody {
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

/// The form that brings a mask.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub(crate) struct InpaintForm {
    /// The request as JSON, without `mask_image_id` and `mask_area`.
    request: InpaintBody,
    /// The mask, of the picture's size: white where it is to be repainted. JPEG, PNG, WebP or GIF.
    #[schema(value_type = String, format = Binary)]
    mask: Vec<u8>,
}

/// A request with its mask, from JSON or from a form.
pub(crate) struct InpaintRequest {
    body: InpaintBody,
    mask: MaskFrom,
}

impl<S: Send + Sync> FromRequest<S> for InpaintRequest {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        match media_type(request.headers()).as_deref() {
            Some("application/json") => {
                let Json(body) = Json::<InpaintBody>::from_request(request, state).await?;
                let mask = named_mask(&body)?;
                Ok(Self { body, mask })
            }
            Some("multipart/form-data") => read_form(Form::open(request, state, MAX_MASK_BYTES).await?).await,
            _ => Err(Error::UnsupportedMediaType("application/json or multipart/form-data")),
        }
    }
}

/// The mask of a request that brings none.
fn named_mask(body: &InpaintBody) -> Result<MaskFrom> {
    match (body.mask_image_id, body.mask_area) {
        (Some(id), None) => Ok(MaskFrom::Image(ImageId(id))),
        (None, Some(area)) => Ok(area.into()),
        (Some(_), Some(_)) => Err(Error::invalid("mask_area", "name one mask, not two")),
        (None, None) => Err(Error::invalid(
            "mask_image_id",
            "name a mask or an area, or send a mask in a form as `mask`",
        )),
    }
}

async fn read_form(mut form: Form) -> Result<InpaintRequest> {
    let (mut body, mut mask) = (None, None);
    while let Some((name, bytes)) = form.next(&["request", "mask"]).await? {
        if name == "request" {
            body = Some(parse_json::<InpaintBody>(&bytes)?);
        } else {
            mask = Some(bytes);
        }
    }
    let body = body.ok_or_else(|| Error::invalid("request", "the form lacks it"))?;
    let mask = mask.ok_or_else(|| Error::invalid("mask", "the form lacks it"))?;
    for (field, is_there) in [
        ("mask_image_id", body.mask_image_id.is_some()),
        ("mask_area", body.mask_area.is_some()),
    ] {
        if is_there {
            return Err(Error::invalid(field, "the form brings a mask already"));
        }
    }
    Ok(InpaintRequest {
        body,
        mask: MaskFrom::Upload(mask),
    })
}

/// Repaint a part of a picture.
///
/// The mask has the size of the picture: white is repainted, black stays, grey is mixed. It comes in a form beside the request, is
/// another of your pictures, or a rectangle. The job's pictures have this picture as their parent.
#[utoipa::path(
    post, path = "/api/images/{id}/inpaint", operation_id = "inpaint_image", tag = "images",
    params(
        ("id" = Uuid, Path, description = "The picture."),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 characters that name this request."),
    ),
    request_body(content(
        (InpaintBody = "application/json"),
        (InpaintForm = "multipart/form-data"),
    )),
    responses(
        (status = 202, description = "Accepted.", body = JobEnvelope),
        (status = 402, description = "Not enough credits.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "You have no such image.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The key was used with another request, or the picture's file is missing.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid; nothing was enqueued.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn inpaint_image(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ImageId>,
    headers: HeaderMap,
    InpaintRequest { body, mask }: InpaintRequest,
) -> Result<Response> {
    let edit = body.edit(idempotency_key(&headers)?);
    generation::inpaint(&state.app, user.id, id, Inpaint { edit, mask })
        .await
        .map(accepted)
        .map_err(Error::from)
}
