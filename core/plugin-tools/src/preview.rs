//! `studio plugin try`: the request that a job would send and what it would cost, without sending anything.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Map, Value};
use studio_plugin_host::{InputRole, JobRequest, Model, ModelHandle, Operation, Price, RequestInput, Step};

use crate::{Error, Subject};

/// What to ask the model for.
#[derive(Debug, Clone, Default)]
pub struct TryRequest {
    /// The model's id; may be left out when the plugin offers one.
    pub model: Option<String>,
    /// Default: the model's first operation that takes the pictures.
    pub operation: Option<Operation>,
    /// The user's words.
    pub prompt: String,
    /// What the user does not want to see.
    pub negative_prompt: Option<String>,
    /// `name=value`, as typed.
    pub parameters: Vec<(String, String)>,
    /// Pictures wanted.
    pub num_images: i64,
    /// The seed to send.
    pub seed: u64,
    /// Pictures of the job, in the order of their references.
    pub pictures: Vec<Picture>,
}

/// A picture of the job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it is to the job.
    pub role: InputRole,
    /// The file, of which only the header is read.
    pub file: PathBuf,
}

/// What a job would do first.
#[derive(Debug, Clone, Serialize)]
pub struct Preview {
    /// The model's id.
    pub model: String,
    /// What it is asked to do.
    pub operation: Operation,
    /// What it would cost.
    pub price: Price,
    /// Where the call would go.
    pub endpoint: String,
    /// What would be sent; `input://0` stands for the first picture's address.
    pub input: Value,
    /// What the user would be told about the translation.
    pub notes: Vec<String>,
}

/// Plans a job.
///
/// # Errors
/// When the model is not there, a picture cannot be read, the request does not fit, or the plugin declines or breaks.
pub async fn preview(subject: &Subject, request: &TryRequest) -> Result<Preview, Error> {
    let model = model(subject, request.model.as_deref())?;
    let inputs = request.pictures.iter().map(measure).collect::<Result<Vec<_>, _>>()?;
    let operation = request
        .operation
        .unwrap_or_else(|| operation_for(model.model(), &inputs));
    let job = model
        .validate(&JobRequest {
            operation,
            prompt: request.prompt.clone(),
            negative_prompt: request.negative_prompt.clone(),
            parameters: parameters(model.model(), &request.parameters),
            num_images: request.num_images,
            seed: request.seed,
            inputs,
        })
        .map_err(Error::Request)?;
    let price = model.estimate(&job).await?;
    match model.start(&job).await? {
        Step::Call(call) => Ok(Preview {
            model: model.model().id.clone(),
            operation,
            price,
            endpoint: call.endpoint,
            input: call.input,
            notes: call.notes,
        }),
        Step::Done(_) => Err(Error::Usage(
            "the model answers without a call to the provider".to_owned(),
        )),
    }
}

fn model(subject: &Subject, wanted: Option<&str>) -> Result<ModelHandle, Error> {
    let ids: Vec<&str> = subject.models.iter().map(|info| info.model.id.as_str()).collect();
    let id = match (wanted, ids.as_slice()) {
        (Some(id), _) => id,
        (None, [only]) => only,
        (None, _) => return Err(Error::Usage(format!("name a model with --model: {}", ids.join(", ")))),
    };
    subject
        .host
        .model(id)
        .ok_or_else(|| Error::Usage(format!("the plugin has no model {id:?}; it offers {}", ids.join(", "))))
}

/// The first operation that needs pictures when there are some, and else the first that needs none.
fn operation_for(model: &Model, inputs: &[RequestInput]) -> Operation {
    let has = |role| inputs.iter().any(|input| input.role == role);
    let fits = |operation: &&Operation| match operation {
        Operation::TextToImage => !has(InputRole::Source),
        Operation::Inpaint => has(InputRole::Mask),
        Operation::Video => true,
        _ => has(InputRole::Source) && !has(InputRole::Mask),
    };
    *model.operations.iter().find(fits).unwrap_or(&model.operations[0])
}

/// Reads typed values by the schema: a text stays one, everything else is JSON. What is neither is left for the check to refuse.
fn parameters(model: &Model, typed: &[(String, String)]) -> Map<String, Value> {
    let is_text = |name: &str| model.parameters_schema["properties"][name]["type"] == "string";
    typed
        .iter()
        .map(|(name, text)| {
            let plain = || Value::from(text.as_str());
            let value = if is_text(name) {
                plain()
            } else {
                serde_json::from_str(text).unwrap_or_else(|_| plain())
            };
            (name.clone(), value)
        })
        .collect()
}

fn measure(picture: &Picture) -> Result<RequestInput, Error> {
    let reader = image::ImageReader::open(&picture.file)
        .and_then(image::ImageReader::with_guessed_format)
        .map_err(Error::at(&picture.file))?;
    let format = reader
        .format()
        .ok_or_else(|| not_a_picture(&picture.file, "its format is not known"))?;
    let (width, height) = reader
        .into_dimensions()
        .map_err(|error| not_a_picture(&picture.file, &error.to_string()))?;
    Ok(RequestInput {
        role: picture.role,
        width,
        height,
        content_type: format.to_mime_type().to_owned(),
    })
}

fn not_a_picture(file: &Path, why: &str) -> Error {
    Error::Usage(format!("{} is no picture that the studio takes: {why}", file.display()))
}
