//! From a user's request to a plugin's job, and back from a stored row.

use bytes::Bytes;
use rand::Rng as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};
use studio_db::generation::Job as StoredJob;
use studio_model::{ImageId, ProjectId, UserId};
use studio_plugin_host::{InputImage, InputRole, Job, JobRequest, ModelHandle, Operation, RequestInput};
use studio_storage::ObjectKey;

use crate::images::{IS_VIDEO, is_video, original_key};
use crate::recipes::Then;
use crate::{App, Error, FieldError, Result, models};

/// A request for pictures, unchecked.
#[derive(Clone, Debug, Serialize)]
pub struct Submit {
    /// What is asked for.
    pub operation: Operation,
    /// The model's public id; empty for the one of the project.
    pub model_id: String,
    /// The prompt.
    pub prompt: String,
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
    /// -100 to 100; negative ones leave room for others.
    pub priority: i32,
    /// The picture to start from.
    pub source_image: Option<ImageId>,
    /// The steps that follow on its pictures.
    #[serde(flatten)]
    pub then: Then,
    /// A picture that guides the composition, for models that take one.
    pub control_image: Option<ImageId>,
    /// A picture whose style is wanted, for models that take one.
    pub style_image: Option<ImageId>,
    /// Pictures made for this request alone; one that is a source stands for the file of `source_image`.
    pub made: Vec<MadePicture>,
    /// Makes a repeated request find the first one's job.
    #[serde(skip)]
    pub idempotency_key: Option<String>,
}

impl Submit {
    /// One picture with a drawn seed, the model's defaults, and nothing else.
    #[must_use]
    pub fn new(operation: Operation, model_id: String, prompt: String) -> Self {
        Self {
            operation,
            model_id,
            prompt,
            negative_prompt: None,
            parameters: Map::new(),
            num_images: 1,
            seed: None,
            project_id: None,
            priority: 0,
            source_image: None,
            then: Then::default(),
            control_image: None,
            style_image: None,
            made: Vec::new(),
            idempotency_key: None,
        }
    }
}

/// A picture that was made for a request: a mask, or an extended canvas. Only [`super::inpaint`] and [`super::outpaint`] make them.
#[derive(Clone, Debug, Serialize)]
pub struct MadePicture {
    pub(super) role: InputRole,
    pub(super) width: u32,
    pub(super) height: u32,
    /// The path of the object holds the digest of its bytes, so that two masks are two requests.
    #[serde(serialize_with = "as_path")]
    pub(super) key: ObjectKey,
    /// Stored when the request is found to be good.
    #[serde(skip)]
    pub(super) bytes: Bytes,
}

fn as_path<S: Serializer>(key: &ObjectKey, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(key)
}

/// What a request goes back to besides the pictures that it names: a picture, and the sources of the job that made it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Origin {
    /// The parent of the new pictures.
    pub(super) parent: ImageId,
    /// As the job had them.
    pub(super) inputs: Vec<StoredInput>,
}

/// A checked request.
pub(super) struct Prepared {
    pub(super) handle: ModelHandle,
    pub(super) job: Job,
    pub(super) inputs: Vec<StoredInput>,
}

/// A source picture as it is stored with the job.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct StoredInput {
    /// As the plugin sees it.
    #[serde(flatten)]
    pub(crate) image: InputImage,
    /// Path of the object.
    pub(crate) object: String,
}

impl StoredInput {
    /// As a request names it.
    pub(crate) fn as_request(&self) -> RequestInput {
        RequestInput {
            role: self.image.role,
            width: self.image.width,
            height: self.image.height,
            content_type: self.image.content_type.clone(),
        }
    }
}

struct Source {
    input: RequestInput,
    key: ObjectKey,
}

impl Source {
    fn of_stored(input: &StoredInput) -> Result<Self> {
        let key = ObjectKey::parse(&input.object);
        let key = key.ok_or_else(|| Error::internal(anyhow::anyhow!("no object has the path {:?}", input.object)))?;
        Ok(Self {
            input: input.as_request(),
            key,
        })
    }
}

/// Checks everything that can be checked without spending anything.
pub(super) async fn prepare(app: &App, user_id: UserId, submit: &Submit, origin: Option<&Origin>) -> Result<Prepared> {
    let handle = find_model(app, &submit.model_id).await?;
    let mut problems = Vec::new();
    if !(-100..=100).contains(&submit.priority) {
        problems.push(FieldError::new("priority", "priority must be between -100 and 100"));
    }
    let mut sources = find_sources(app, user_id, submit, &mut problems).await?;
    for input in origin.map(|origin| &origin.inputs).into_iter().flatten() {
        sources.push(Source::of_stored(input)?);
    }
    let request = JobRequest {
        operation: submit.operation,
        prompt: submit.prompt.clone(),
        negative_prompt: submit.negative_prompt.clone(),
        parameters: submit.parameters.clone(),
        num_images: submit.num_images,
        seed: submit.seed.unwrap_or_else(draw_seed),
        inputs: sources.iter().map(|source| source.input.clone()).collect(),
    };
    let job = match handle.validate(&request) {
        Ok(job) if problems.is_empty() => job,
        Ok(_) => return Err(Error::Invalid(problems)),
        Err(errors) => {
            // A source that was not found is told once, not a second time as a missing input.
            let is_told =
                |field: &str| field == "inputs" && problems.iter().any(|known| known.field.ends_with("_image_id"));
            let news: Vec<_> = errors.into_iter().filter(|error| !is_told(&error.field)).collect();
            problems.extend(
                news.into_iter()
                    .map(|error| FieldError::new(error.field, error.message)),
            );
            return Err(Error::Invalid(problems));
        }
    };
    let stored = |(image, source): (&InputImage, &Source)| StoredInput {
        image: image.clone(),
        object: source.key.to_string(),
    };
    let inputs = job.inputs.iter().zip(&sources).map(stored).collect();
    Ok(Prepared { handle, job, inputs })
}

/// The model that a request names.
pub(super) async fn find_model(app: &App, model_id: &str) -> Result<ModelHandle> {
    models::find_handle(app, model_id).await.map_err(|error| match error {
        Error::NotFound => Error::invalid("model_id", format!("there is no model `{}`", shorten(model_id))),
        other => other,
    })
}

/// Every picture of a request, the source first.
async fn find_sources(
    app: &App,
    user_id: UserId,
    submit: &Submit,
    problems: &mut Vec<FieldError>,
) -> Result<Vec<Source>> {
    let made = submit.made.iter().map(|picture| Source {
        input: RequestInput {
            role: picture.role,
            width: picture.width,
            height: picture.height,
            content_type: picture.key.content_type().to_owned(),
        },
        key: picture.key,
    });
    let mut sources: Vec<Source> = made.collect();
    let has_source = sources.iter().any(|source| source.input.role == InputRole::Source);
    if let Some(id) = submit.source_image.filter(|_| !has_source) {
        let found = find_picture(app, user_id, id, InputRole::Source, problems).await?;
        sources.splice(0..0, found);
    }
    for (id, role) in [
        (submit.control_image, InputRole::Control),
        (submit.style_image, InputRole::Style),
    ] {
        if let Some(id) = id {
            sources.extend(find_picture(app, user_id, id, role, problems).await?);
        }
    }
    Ok(sources)
}

/// One of the user's pictures; a complaint under the field `<role>_image_id` when there is no such picture, or it is a video.
async fn find_picture(
    app: &App,
    user_id: UserId,
    id: ImageId,
    role: InputRole,
    problems: &mut Vec<FieldError>,
) -> Result<Option<Source>> {
    let image = studio_db::images::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
    let image = match image {
        Some(image) if !is_video(&image) => image,
        other => {
            let message = other.map_or("you have no such image", |_| IS_VIDEO);
            problems.push(FieldError::new(format!("{}_image_id", role.as_str()), message));
            return Ok(None);
        }
    };
    let key = original_key(&image)?;
    let input = RequestInput {
        role,
        width: image.width.unsigned_abs(),
        height: image.height.unsigned_abs(),
        content_type: key.content_type().to_owned(),
    };
    Ok(Some(Source { input, key }))
}

/// The user's picture as the source of jobs.
///
/// # Errors
/// [`Error::Invalid`] under `field` when there is no such picture, or it is a video.
pub(crate) async fn find_inputs(app: &App, user_id: UserId, id: ImageId, field: &str) -> Result<Vec<StoredInput>> {
    let mut problems = Vec::new();
    let sources = find_picture(app, user_id, id, InputRole::Source, &mut problems).await?;
    if let Some(problem) = problems.pop() {
        return Err(Error::invalid(field, problem.message));
    }
    let stored = |(index, source): (usize, &Source)| StoredInput {
        image: InputImage {
            role: source.input.role,
            reference: format!("input://{index}"),
            width: source.input.width,
            height: source.input.height,
            content_type: source.input.content_type.clone(),
        },
        object: source.key.to_string(),
    };
    Ok(sources.iter().enumerate().map(stored).collect())
}

/// A seed of the range that every provider takes.
fn draw_seed() -> u64 {
    u64::from(rand::rng().next_u32())
}

fn shorten(text: &str) -> String {
    text.chars().take(100).collect()
}

/// The plugin's job behind a stored row.
pub(crate) fn plugin_job(job: &StoredJob) -> Result<(Job, Vec<StoredInput>)> {
    let operation = serde_json::from_value(Value::from(job.operation.clone())).map_err(Error::internal)?;
    let inputs: Vec<StoredInput> = serde_json::from_value(job.inputs.clone()).map_err(Error::internal)?;
    let parameters = job.parameters.as_object().cloned().unwrap_or_default();
    let plugin_job = Job {
        model_id: job.model_id.clone(),
        operation,
        prompt: job.prompt.clone(),
        negative_prompt: job.negative_prompt.clone(),
        parameters,
        num_images: job.num_images.unsigned_abs(),
        seed: job.seed.unsigned_abs(),
        inputs: inputs.iter().map(|input| input.image.clone()).collect(),
    };
    Ok((plugin_job, inputs))
}
