//! Checks a user's request against a model before any plugin code runs. All complaints come at once.

use serde_json::Value;

use crate::job::{FieldError, InputImage, InputRole, Job, JobRequest, RequestInput};
use crate::manifest::{Model, NegativePromptSupport, Operation};
use crate::schema::ParameterSchema;
use crate::substitute::REFERENCE_PREFIX;

/// Seeds fit the smallest provider: 32 bits.
const MAX_SEED: u64 = u32::MAX as u64;

/// Checks `request` and completes its parameters.
pub(crate) fn validate(model: &Model, schema: &ParameterSchema, request: &JobRequest) -> Result<Job, Vec<FieldError>> {
    let mut errors = Vec::new();
    check_operation(model, request, &mut errors);
    check_prompt(model, request, &mut errors);
    let negative_prompt = check_negative_prompt(model, request, &mut errors);
    let num_images = check_num_images(model, request, &mut errors);
    check_seed(request, &mut errors);
    check_inputs(model, request, &mut errors);
    let parameters = schema.check(&request.parameters).unwrap_or_else(|complaints| {
        errors.extend(complaints);
        // A schema may refuse a value for two of its rules with the same sentence.
        errors.dedup();
        serde_json::Map::new()
    });
    check_parameter_texts(&parameters, &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Job {
        model_id: model.id.clone(),
        operation: request.operation,
        prompt: request.prompt.clone(),
        negative_prompt,
        parameters,
        num_images,
        seed: request.seed,
        inputs: with_references(&request.inputs),
    })
}

fn check_operation(model: &Model, request: &JobRequest, errors: &mut Vec<FieldError>) {
    if model.operations.contains(&request.operation) {
        return;
    }
    let offered: Vec<_> = model.operations.iter().map(|o| o.as_str()).collect();
    let wanted = request.operation.as_str();
    errors.push(FieldError::new(
        "operation",
        format!("{} cannot do {wanted}; it offers {}", model.name, offered.join(", ")),
    ));
}

fn check_prompt(model: &Model, request: &JobRequest, errors: &mut Vec<FieldError>) {
    if request.operation.needs_prompt() && request.prompt.trim().is_empty() {
        errors.push(FieldError::new("prompt", "The prompt must not be empty"));
    }
    check_text(model, "prompt", "prompt", &request.prompt, errors);
}

fn check_negative_prompt(model: &Model, request: &JobRequest, errors: &mut Vec<FieldError>) -> Option<String> {
    let text = request.negative_prompt.as_deref().unwrap_or_default();
    if text.trim().is_empty() {
        return None;
    }
    if model.negative_prompt == NegativePromptSupport::Unsupported {
        let message = format!("{} takes no negative prompt; leave it empty", model.name);
        errors.push(FieldError::new("negative_prompt", message));
    }
    check_text(model, "negative_prompt", "negative prompt", text, errors);
    Some(text.to_owned())
}

/// Length, and what no provider or database takes.
fn check_text(model: &Model, field: &str, name: &str, text: &str, errors: &mut Vec<FieldError>) {
    let length = text.chars().count();
    let limit = model.max_prompt_chars as usize;
    if length > limit {
        let message = format!("The {name} must be at most {limit} characters long; it has {length}");
        errors.push(FieldError::new(field, message));
    }
    if let Some(problem) = forbidden_text(text) {
        errors.push(FieldError::new(field, format!("The {name} {problem}")));
    }
}

/// A text that is a reference would be taken for a picture when the call is sent.
fn forbidden_text(text: &str) -> Option<&'static str> {
    if text.contains('\0') {
        Some("must not contain the NUL character")
    } else if text.starts_with(REFERENCE_PREFIX) {
        Some("must not start with input://")
    } else {
        None
    }
}

fn check_num_images(model: &Model, request: &JobRequest, errors: &mut Vec<FieldError>) -> u32 {
    match u32::try_from(request.num_images) {
        Ok(wanted) if (1..=model.max_images).contains(&wanted) => wanted,
        _ => {
            let message = format!("The number of images must be from 1 to {}", model.max_images);
            errors.push(FieldError::new("num_images", message));
            1
        }
    }
}

fn check_seed(request: &JobRequest, errors: &mut Vec<FieldError>) {
    if request.seed > MAX_SEED {
        let message = format!("The seed must be from 0 to {MAX_SEED}");
        errors.push(FieldError::new("seed", message));
    }
}

fn check_inputs(model: &Model, request: &JobRequest, errors: &mut Vec<FieldError>) {
    for role in [InputRole::Source, InputRole::Mask, InputRole::Style, InputRole::Control] {
        let given = request.inputs.iter().filter(|input| input.role == role).count();
        let allowed = allowed_count(model, request.operation, role);
        if !allowed.contains(&given) {
            errors.push(wrong_count(request.operation, role, given, allowed.start() == &0));
        }
    }
    if request.inputs.iter().any(|input| input.width == 0 || input.height == 0) {
        errors.push(FieldError::new(
            "inputs",
            "Every input picture must be at least 1 by 1 pixels",
        ));
    }
    check_mask_size(&request.inputs, errors);
}

/// How many pictures of `role` an operation takes. Style and control pictures only where the model says so.
fn allowed_count(model: &Model, operation: Operation, role: InputRole) -> std::ops::RangeInclusive<usize> {
    let declared = |capability: &str| model.capabilities.iter().any(|c| c == capability);
    match (role, operation) {
        (InputRole::Source, Operation::TextToImage) => 0..=0,
        (InputRole::Source, Operation::Video) => 0..=1,
        (InputRole::Source, _) | (InputRole::Mask, Operation::Inpaint) => 1..=1,
        (InputRole::Style, _) if declared("style-input") => 0..=4,
        (InputRole::Control, _) if declared("control-input") => 0..=4,
        _ => 0..=0,
    }
}

fn wrong_count(operation: Operation, role: InputRole, given: usize, too_many: bool) -> FieldError {
    let (operation, role) = (operation.as_str(), role.as_str());
    let message = if too_many {
        format!("This model's {operation} does not take {given} {role} pictures")
    } else {
        format!("{operation} needs exactly one {role} picture; {given} were given")
    };
    FieldError::new("inputs", message)
}

fn check_mask_size(inputs: &[RequestInput], errors: &mut Vec<FieldError>) {
    let size = |role| {
        inputs
            .iter()
            .find(|input| input.role == role)
            .map(|input| (input.width, input.height))
    };
    if let (Some(source), Some(mask)) = (size(InputRole::Source), size(InputRole::Mask))
        && source != mask
    {
        let message = format!(
            "The mask must have the size of the source picture, {} by {} pixels",
            source.0, source.1
        );
        errors.push(FieldError::new("inputs", message));
    }
}

fn check_parameter_texts(parameters: &serde_json::Map<String, Value>, errors: &mut Vec<FieldError>) {
    for (name, value) in parameters {
        if let Some(problem) = value.as_str().and_then(forbidden_text) {
            errors.push(FieldError::new(
                format!("parameters.{name}"),
                format!("The text {problem}"),
            ));
        }
    }
}

fn with_references(inputs: &[RequestInput]) -> Vec<InputImage> {
    inputs
        .iter()
        .enumerate()
        .map(|(index, input)| InputImage {
            role: input.role,
            reference: format!("{REFERENCE_PREFIX}{index}"),
            width: input.width,
            height: input.height,
            content_type: input.content_type.clone(),
        })
        .collect()
}
