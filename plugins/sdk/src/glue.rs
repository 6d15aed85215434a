//! Between the generated bindings and the plain types: only in components. Plugins never name anything here; the
//! [`crate::export_plugin`] macro does.

use std::marker::PhantomData;
use std::sync::Once;

use serde_json::Value;

use self::bindings::studio::plugin::host;
use self::bindings::studio::plugin::types as wit;
use crate::Plugin;
use crate::contract as plain;

/// What `wit-bindgen` makes of the contract.
#[allow(
    missing_docs,
    unsafe_code,
    unused_qualifications,
    unreachable_pub,
    clippy::all,
    reason = "generated code; the documentation is in the .wit file"
)]
pub mod bindings {
    wit_bindgen::generate!({
        path: "../wit",
        world: "plugin",
        pub_export_macro: true,
        default_bindings_module: "studio_plugin_sdk::glue::bindings",
    });
}

/// Makes a component of a plugin.
pub struct Exported<P>(PhantomData<P>);

impl<P: Plugin> bindings::Guest for Exported<P> {
    fn describe() -> wit::Manifest {
        log_panics();
        P::describe().into()
    }

    fn estimate(job: wit::Job) -> Result<wit::Price, wit::Error> {
        log_panics();
        Ok(P::estimate(&read_job(job)?)?.into())
    }

    fn start(job: wit::Job) -> Result<wit::Step, wit::Error> {
        log_panics();
        Ok(P::start(&read_job(job)?)?.into())
    }

    fn resume(job: wit::Job, state: Vec<u8>, answer: wit::Answer) -> Result<wit::Step, wit::Error> {
        log_panics();
        Ok(P::resume(&read_job(job)?, &state, &answer.into())?.into())
    }
}

/// A component has no standard error stream: without this, the message of a panic is lost.
fn log_panics() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        std::panic::set_hook(Box::new(|panic| {
            host::log(host::Level::Error, &panic.to_string());
        }));
    });
}

fn read_job(job: wit::Job) -> Result<plain::Job, wit::Error> {
    let parameters = match serde_json::from_str(&job.parameters) {
        Ok(Value::Object(parameters)) => parameters,
        _ => return Err(wit::Error::Internal("the parameters are not a JSON object".to_owned())),
    };
    Ok(plain::Job {
        model_id: job.model_id,
        operation: job.operation.into(),
        prompt: job.prompt,
        negative_prompt: job.negative_prompt,
        parameters,
        num_images: job.num_images,
        seed: job.seed,
        inputs: job.inputs.into_iter().map(Into::into).collect(),
    })
}

impl From<wit::Operation> for plain::Operation {
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

impl From<plain::Operation> for wit::Operation {
    fn from(operation: plain::Operation) -> Self {
        match operation {
            plain::Operation::TextToImage => Self::TextToImage,
            plain::Operation::ImageToImage => Self::ImageToImage,
            plain::Operation::Inpaint => Self::Inpaint,
            plain::Operation::Upscale => Self::Upscale,
            plain::Operation::RemoveBackground => Self::RemoveBackground,
            plain::Operation::Video => Self::Video,
        }
    }
}

impl From<wit::InputImage> for plain::InputImage {
    fn from(input: wit::InputImage) -> Self {
        Self {
            role: match input.role {
                wit::InputRole::Source => plain::InputRole::Source,
                wit::InputRole::Mask => plain::InputRole::Mask,
                wit::InputRole::Style => plain::InputRole::Style,
                wit::InputRole::Control => plain::InputRole::Control,
            },
            reference: input.reference,
            width: input.width,
            height: input.height,
            content_type: input.content_type,
        }
    }
}

impl From<wit::Answer> for plain::Answer {
    fn from(answer: wit::Answer) -> Self {
        match answer {
            wit::Answer::Output(output) => Self::Output(plain::ProviderOutput {
                body: output.body,
                billable_units: output.billable_units,
            }),
            wit::Answer::Refusal(refusal) => Self::Refusal(plain::Refusal {
                status: refusal.status,
                body: refusal.body,
            }),
        }
    }
}

impl From<plain::Error> for wit::Error {
    fn from(error: plain::Error) -> Self {
        match error {
            plain::Error::InvalidInput(fields) => Self::InvalidInput(fields.into_iter().map(Into::into).collect()),
            plain::Error::Rejected(text) => Self::Rejected(text),
            plain::Error::RateLimited(retry_after_ms) => Self::RateLimited(retry_after_ms),
            plain::Error::Unavailable(text) => Self::Unavailable(text),
            plain::Error::Unsupported(text) => Self::Unsupported(text),
            plain::Error::Internal(text) => Self::Internal(text),
        }
    }
}

impl From<plain::FieldError> for wit::FieldError {
    fn from(error: plain::FieldError) -> Self {
        Self {
            field: error.field,
            message: error.message,
        }
    }
}

impl From<plain::Price> for wit::Price {
    fn from(price: plain::Price) -> Self {
        Self {
            low_microdollars: price.low_microdollars,
            expected_microdollars: price.expected_microdollars,
            high_microdollars: price.high_microdollars,
            basis: price.basis,
        }
    }
}

impl From<plain::Step> for wit::Step {
    fn from(step: plain::Step) -> Self {
        match step {
            plain::Step::Call(call) => Self::Call(call.into()),
            plain::Step::Done(outputs) => Self::Done(outputs.into()),
        }
    }
}

impl From<plain::Call> for wit::Call {
    fn from(call: plain::Call) -> Self {
        Self {
            endpoint: call.endpoint,
            input: call.input.to_string(),
            start_timeout_ms: call.start_timeout_ms,
            state: call.state,
            label: call.label,
            notes: call.notes,
        }
    }
}

impl From<plain::Outputs> for wit::Outputs {
    fn from(outputs: plain::Outputs) -> Self {
        Self {
            files: outputs.files.into_iter().map(Into::into).collect(),
            effective_prompt: outputs.effective_prompt,
            cost_microdollars: outputs.cost_microdollars,
            inference_seconds: outputs.inference_seconds,
            notes: outputs.notes,
        }
    }
}

impl From<plain::OutputFile> for wit::OutputFile {
    fn from(file: plain::OutputFile) -> Self {
        Self {
            url: file.url,
            kind: match file.kind {
                plain::MediaKind::Image => wit::MediaKind::Image,
                plain::MediaKind::Video => wit::MediaKind::Video,
            },
            width: file.width,
            height: file.height,
            flagged: file.flagged,
            seed: file.seed,
        }
    }
}

impl From<plain::Manifest> for wit::Manifest {
    fn from(manifest: plain::Manifest) -> Self {
        Self {
            id: manifest.id,
            version: manifest.version,
            name: manifest.name,
            author: manifest.author,
            models: manifest.models.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<plain::Model> for wit::Model {
    fn from(model: plain::Model) -> Self {
        Self {
            id: model.id,
            endpoints: model.endpoints,
            name: model.name,
            description: model.description,
            category: model.category,
            operations: model.operations.into_iter().map(Into::into).collect(),
            capabilities: model.capabilities,
            parameters_schema: model.parameters_schema.to_string(),
            presets: model.presets.into_iter().map(Into::into).collect(),
            negative_prompt: match model.negative_prompt {
                plain::NegativePromptSupport::Unsupported => wit::NegativePromptSupport::Unsupported,
                plain::NegativePromptSupport::Native => wit::NegativePromptSupport::Native,
            },
            max_prompt_chars: model.max_prompt_chars,
            max_images: model.max_images,
            prices: model.prices.into_iter().map(Into::into).collect(),
            typical_duration_ms: model.typical_duration_ms,
            documentation_url: model.documentation_url,
            licence_note: model.licence_note,
            best_for: model.best_for,
        }
    }
}

impl From<plain::Preset> for wit::Preset {
    fn from(preset: plain::Preset) -> Self {
        Self {
            name: preset.name,
            parameters: Value::Object(preset.parameters).to_string(),
        }
    }
}

impl From<plain::PriceLine> for wit::PriceLine {
    fn from(line: plain::PriceLine) -> Self {
        Self {
            microdollars: line.microdollars,
            unit: line.unit,
            source: line.source,
            read_on: line.read_on,
        }
    }
}
