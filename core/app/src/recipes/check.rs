//! Steps against the models that they name. Fields are named with the step's place: `steps[1].parameters.strength`.

use studio_model::{RecipeProblem, StepShape, check_steps};
use studio_plugin_host::{InputRole, JobRequest, ModelHandle, Operation, Price, RequestInput};

use super::step::Step;
use crate::generation::price;
use crate::{App, Error, FieldError, Result, models};

/// Stands for the words of a picture that is not there yet.
const SOME_PROMPT: &str = "a picture";

/// A picture that steps are checked and priced for.
pub(super) fn source(width: u32, height: u32, content_type: &str) -> RequestInput {
    RequestInput {
        role: InputRole::Source,
        width,
        height,
        content_type: content_type.to_owned(),
    }
}

/// A picture of which nothing is known: 1024 by 1024 pixels, which is what most models make.
pub(super) fn assumed_source() -> RequestInput {
    source(1024, 1024, "image/png")
}

/// Steps whose models are there.
#[derive(Clone)]
pub(super) struct Checked {
    pub(super) steps: Vec<(Step, ModelHandle)>,
}

/// Checks steps as far as it can be done without their pictures.
///
/// # Errors
/// [`Error::Invalid`] with every wrong field.
pub(super) async fn check(app: &App, steps: &[Step]) -> Result<Checked> {
    let mut problems = complaints_about_order(steps);
    let shapes: Vec<StepShape> = steps.iter().map(Step::shape).collect();
    if let Err(problem) = check_steps(&shapes) {
        problems.push(FieldError::new("steps", problem.to_string()));
        if matches!(problem, RecipeProblem::StepCount(_)) {
            return Err(Error::Invalid(problems));
        }
    }
    let handles = models::list_handles(app).await?;
    let mut checked = Vec::with_capacity(steps.len());
    for (index, step) in steps.iter().enumerate() {
        let Some(handle) = handles.get(&step.model_id) else {
            let shown: String = step.model_id.chars().take(100).collect();
            problems.push(at(index, "model_id", format!("there is no model `{shown}`")));
            continue;
        };
        let is_told = problems
            .iter()
            .any(|problem| problem.field == format!("steps[{index}].operation"));
        if !is_told && let Err(errors) = handle.validate(&request(step, &assumed_source())) {
            problems.extend(errors.into_iter().map(|error| at(index, &error.field, error.message)));
        }
        checked.push((step.clone(), handle.clone()));
    }
    if problems.is_empty() {
        Ok(Checked { steps: checked })
    } else {
        Err(Error::Invalid(problems))
    }
}

impl Checked {
    /// What a job of each step costs that is given this picture. Pictures are taken to keep their size from step to step.
    ///
    /// # Errors
    /// [`Error::Invalid`] when a step cannot take such a picture.
    pub(super) async fn prices(&self, source: &RequestInput) -> Result<Vec<Price>> {
        let mut prices = Vec::with_capacity(self.steps.len());
        for (index, (step, handle)) in self.steps.iter().enumerate() {
            let job = handle.validate(&request(step, source)).map_err(|errors| {
                let errors = errors.into_iter().map(|error| at(index, &error.field, error.message));
                Error::Invalid(errors.collect())
            })?;
            let price = price(handle, &job).await.map_err(|error| below_step(index, error))?;
            prices.push(price);
        }
        Ok(prices)
    }
}

/// What only the order and the kinds of the steps decide.
fn complaints_about_order(steps: &[Step]) -> Vec<FieldError> {
    let mut problems = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let message = match step.operation {
            Operation::TextToImage => "a step starts from a picture; text-to-image does not",
            Operation::Inpaint => "inpaint needs a mask, and a step has only the picture before it",
            _ if index > 0 && steps[index - 1].operation == Operation::Video => {
                "nothing can follow a video; it must be the last step"
            }
            _ => continue,
        };
        problems.push(at(index, "operation", message.to_owned()));
    }
    problems
}

fn request(step: &Step, source: &RequestInput) -> JobRequest {
    let words = if step.operation.needs_prompt() { SOME_PROMPT } else { "" };
    JobRequest {
        operation: step.operation,
        prompt: step.prompt.clone().unwrap_or_else(|| words.to_owned()),
        negative_prompt: step.negative_prompt.clone(),
        parameters: step.parameters.clone(),
        num_images: step.num_images,
        seed: step.seed.unwrap_or_default(),
        inputs: vec![source.clone()],
    }
}

fn at(index: usize, field: &str, message: String) -> FieldError {
    FieldError::new(format!("steps[{index}].{field}"), message)
}

fn below_step(index: usize, error: Error) -> Error {
    match error {
        Error::Invalid(errors) => Error::Invalid(
            errors
                .into_iter()
                .map(|error| at(index, &error.field, error.message))
                .collect(),
        ),
        error => error,
    }
}

#[cfg(test)]
mod tests {
    use studio_model::Take;

    use super::*;

    fn step(operation: Operation) -> Step {
        Step {
            operation,
            model_id: "some/model".to_owned(),
            prompt: None,
            negative_prompt: None,
            parameters: serde_json::Map::new(),
            num_images: 1,
            seed: None,
            take: Take::All,
        }
    }

    fn told(operations: &[Operation]) -> Vec<String> {
        let steps: Vec<Step> = operations.iter().map(|operation| step(*operation)).collect();
        let complaints = complaints_about_order(&steps).into_iter();
        complaints.map(|problem| problem.field).collect()
    }

    #[test]
    fn steps_start_from_one_picture() {
        assert_eq!(
            told(&[Operation::Upscale, Operation::TextToImage]),
            ["steps[1].operation"]
        );
        assert_eq!(told(&[Operation::Inpaint]), ["steps[0].operation"]);
        let good = [Operation::ImageToImage, Operation::RemoveBackground, Operation::Upscale];
        assert_eq!(told(&good), [""; 0]);
    }

    #[test]
    fn a_video_is_the_end() {
        assert_eq!(told(&[Operation::Upscale, Operation::Video]), [""; 0]);
        assert_eq!(told(&[Operation::Video, Operation::Upscale]), ["steps[1].operation"]);
    }
}
