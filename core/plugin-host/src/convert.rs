//! Contract values ⇄ plain Rust types. Conversions that can fail (JSON text) answer with what is wrong.

use serde_json::{Map, Value};

use crate::bindings::types as wit;
use crate::job::{FieldError, InputImage, InputRole, Job};
use crate::manifest::{Manifest, Model, NegativePromptSupport, Operation, Preset, PriceLine};
use crate::plan::{Answer, Call, MediaKind, OutputFile, Outputs, PluginError, Price, Step};

impl From<&Job> for wit::Job {
    fn from(job: &Job) -> Self {
        Self {
            model_id: job.model_id.clone(),
            operation: job.operation.into(),
            prompt: job.prompt.clone(),
            negative_prompt: job.negative_prompt.clone(),
            parameters: Value::Object(job.parameters.clone()).to_string(),
            num_images: job.num_images,
            seed: job.seed,
            inputs: job.inputs.iter().map(Into::into).collect(),
        }
    }
}

impl From<&InputImage> for wit::InputImage {
    fn from(input: &InputImage) -> Self {
        Self {
            role: match input.role {
                InputRole::Source => wit::InputRole::Source,
                InputRole::Mask => wit::InputRole::Mask,
                InputRole::Style => wit::InputRole::Style,
                InputRole::Control => wit::InputRole::Control,
            },
            reference: input.reference.clone(),
            width: input.width,
            height: input.height,
            content_type: input.content_type.clone(),
        }
    }
}

impl From<Operation> for wit::Operation {
    fn from(operation: Operation) -> Self {
        match operation {
            Operation::TextToImage => Self::TextToImage,
            Operation::ImageToImage => Self::ImageToImage,
            Operation::Inpaint => Self::Inpaint,
            Operation::Upscale => Self::Upscale,
            Operation::RemoveBackground => Self::RemoveBackground,
            Operation::Video => Self::Video,
        }
    }
}

impl From<wit::Operation> for Operation {
    fn from(operation: wit::Operation) -> Self {
        match operation {
            wit::Operation::TextToImage => Self::TextToImage,
            wit::Operation::ImageToImage => Self::ImageToImage,
            wit::Operation::Inpaint => Self::Inpaint,
            wit::Operation::Upscale => Self::Upscale,
            wit::Operation::RemoveBackground => Self::RemoveBackground,
            wit::Operation::Video => Self::Video,
        }
    }
}

impl From<&Answer> for wit::Answer {
    fn from(answer: &Answer) -> Self {
        match answer {
            Answer::Output(output) => Self::Output(wit::Output {
                body: output.body.clone(),
                billable_units: output.billable_units,
            }),
            Answer::Refusal(refusal) => Self::Refusal(wit::Refusal {
                status: refusal.status,
                body: refusal.body.clone(),
            }),
        }
    }
}

impl From<wit::Error> for PluginError {
    fn from(error: wit::Error) -> Self {
        match error {
            wit::Error::InvalidInput(fields) => Self::InvalidInput(fields.into_iter().map(Into::into).collect()),
            wit::Error::Rejected(text) => Self::Rejected(text),
            wit::Error::RateLimited(retry_after_ms) => Self::RateLimited { retry_after_ms },
            wit::Error::Unavailable(text) => Self::Unavailable(text),
            wit::Error::Unsupported(text) => Self::Unsupported(text),
            wit::Error::Internal(text) => Self::Internal(text),
        }
    }
}

impl From<wit::FieldError> for FieldError {
    fn from(error: wit::FieldError) -> Self {
        Self {
            field: error.field,
            message: error.message,
        }
    }
}

impl From<wit::Price> for Price {
    fn from(price: wit::Price) -> Self {
        Self {
            low_microdollars: price.low_microdollars,
            expected_microdollars: price.expected_microdollars,
            high_microdollars: price.high_microdollars,
            basis: price.basis,
        }
    }
}

impl TryFrom<wit::Step> for Step {
    type Error = String;

    fn try_from(step: wit::Step) -> Result<Self, String> {
        match step {
            wit::Step::Call(call) => Ok(Self::Call(call.try_into()?)),
            wit::Step::Done(outputs) => Ok(Self::Done(outputs.into())),
        }
    }
}

impl TryFrom<wit::Call> for Call {
    type Error = String;

    fn try_from(call: wit::Call) -> Result<Self, String> {
        Ok(Self {
            input: Value::Object(json_object("call.input", &call.input)?),
            endpoint: call.endpoint,
            start_timeout_ms: (call.start_timeout_ms > 0).then_some(call.start_timeout_ms),
            state: call.state,
            label: call.label,
            notes: call.notes,
        })
    }
}

impl From<wit::Outputs> for Outputs {
    fn from(outputs: wit::Outputs) -> Self {
        Self {
            files: outputs.files.into_iter().map(Into::into).collect(),
            effective_prompt: outputs.effective_prompt,
            cost_microdollars: outputs.cost_microdollars,
            inference_seconds: outputs.inference_seconds,
            notes: outputs.notes,
        }
    }
}

impl From<wit::OutputFile> for OutputFile {
    fn from(file: wit::OutputFile) -> Self {
        Self {
            url: file.url,
            kind: match file.kind {
                wit::MediaKind::Image => MediaKind::Image,
                wit::MediaKind::Video => MediaKind::Video,
            },
            width: file.width,
            height: file.height,
            flagged: file.flagged,
            seed: file.seed,
        }
    }
}

impl TryFrom<wit::Manifest> for Manifest {
    type Error = String;

    fn try_from(manifest: wit::Manifest) -> Result<Self, String> {
        let models: Result<Vec<Model>, String> = manifest.models.into_iter().map(TryInto::try_into).collect();
        Ok(Self {
            id: manifest.id,
            version: manifest.version,
            name: manifest.name,
            author: manifest.author,
            models: models?,
        })
    }
}

impl TryFrom<wit::Model> for Model {
    type Error = String;

    fn try_from(model: wit::Model) -> Result<Self, String> {
        let schema = json_object("parameters-schema", &model.parameters_schema)
            .map_err(|error| format!("model {:?}: {error}", model.id))?;
        let presets: Result<Vec<Preset>, String> = model
            .presets
            .into_iter()
            .map(|preset| convert_preset(&model.id, preset))
            .collect();
        Ok(Self {
            id: model.id,
            endpoints: model.endpoints,
            name: model.name,
            description: model.description,
            category: model.category,
            operations: model.operations.into_iter().map(Into::into).collect(),
            capabilities: model.capabilities,
            parameters_schema: Value::Object(schema),
            presets: presets?,
            negative_prompt: match model.negative_prompt {
                wit::NegativePromptSupport::Unsupported => NegativePromptSupport::Unsupported,
                wit::NegativePromptSupport::Native => NegativePromptSupport::Native,
            },
            max_prompt_chars: model.max_prompt_chars,
            max_images: model.max_images,
            prices: model.prices.into_iter().map(Into::into).collect(),
            typical_duration_ms: model.typical_duration_ms,
            documentation_url: model.documentation_url,
            licence_note: model.licence_note,
            best_for: model.best_for,
        })
    }
}

fn convert_preset(model_id: &str, preset: wit::Preset) -> Result<Preset, String> {
    let parameters = json_object("parameters", &preset.parameters)
        .map_err(|error| format!("model {model_id:?}, preset {:?}: {error}", preset.name))?;
    Ok(Preset {
        name: preset.name,
        parameters,
    })
}

impl From<wit::PriceLine> for PriceLine {
    fn from(line: wit::PriceLine) -> Self {
        Self {
            microdollars: line.microdollars,
            unit: line.unit,
            source: line.source,
            read_on: line.read_on,
        }
    }
}

/// Parses text that the contract says is a JSON object. `what` names it in the complaint.
fn json_object(what: &str, text: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(format!("{what} is not a JSON object")),
        Err(error) => Err(format!("{what} is not JSON: {error}")),
    }
}
