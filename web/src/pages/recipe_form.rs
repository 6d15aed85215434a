//! The form for a recipe between the browser and the use case.

use serde_json::{Map, Value};
use studio_app::generation::Operation;
use studio_app::models::ModelView;
use studio_app::recipes::{RecipeRequest, RecipeView, Step, Take};

use super::batch_form::typed;
use crate::extract::FormPairs;
use crate::views::{NamedLink, StepFields};

/// Steps of a recipe.
pub(super) const MOST_STEPS: usize = 8;
/// What a step of the form can do.
const OPERATIONS: [Operation; 4] = [
    Operation::ImageToImage,
    Operation::Upscale,
    Operation::RemoveBackground,
    Operation::Video,
];

/// What the form says of a recipe.
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) name_error: Option<String>,
    pub(super) steps: Vec<StepFields>,
    /// Complaints about the whole.
    pub(super) errors: Vec<String>,
}

impl Draft {
    /// The controls as they were sent; a new recipe has one step.
    pub(super) fn read(pairs: &FormPairs) -> Self {
        let count = pairs.get("steps").parse().unwrap_or(1).clamp(1, MOST_STEPS);
        let step = |number: usize| {
            let text = |name: &str| pairs.get(&format!("{name}.{number}")).to_owned();
            StepFields {
                does: text("does"),
                prompt: text("prompt"),
                num_images: Some(text("num_images"))
                    .filter(|text| !text.is_empty())
                    .unwrap_or_else(|| "1".to_owned()),
                parameters: text("parameters"),
                takes_first: text("take") == "first",
                ..StepFields::default()
            }
        };
        Self {
            name: pairs.get("name").to_owned(),
            name_error: None,
            steps: (1..=count).map(step).collect(),
            errors: Vec::new(),
        }
    }

    /// The controls of a stored recipe.
    pub(super) fn of(recipe: &RecipeView) -> Self {
        let step = |step: &Step| StepFields {
            does: choice(step.operation, &step.model_id),
            prompt: step.prompt.clone().unwrap_or_default(),
            num_images: step.num_images.to_string(),
            parameters: write_parameters(&step.parameters),
            takes_first: step.take == Take::First,
            ..StepFields::default()
        };
        Self {
            name: recipe.name.clone(),
            name_error: None,
            steps: recipe.steps.iter().map(step).collect(),
            errors: Vec::new(),
        }
    }

    /// Does what a button beside the steps says: `add`, or `remove.2`. Says whether it was one of those.
    pub(super) fn change(&mut self, action: &str) -> bool {
        if action == "add" && self.steps.len() < MOST_STEPS {
            self.steps.push(StepFields {
                num_images: "1".to_owned(),
                ..StepFields::default()
            });
        }
        let removed = action
            .strip_prefix("remove.")
            .and_then(|number| number.parse::<usize>().ok());
        if let Some(number) = removed
            && (1..=self.steps.len()).contains(&number)
            && self.steps.len() > 1
        {
            self.steps.remove(number - 1);
        }
        action == "add" || removed.is_some()
    }

    /// The recipe that the form means; `None` when a control makes no sense, which says so then.
    pub(super) fn request(&mut self) -> Option<RecipeRequest> {
        let steps: Vec<Option<Step>> = self.steps.iter_mut().map(read_step).collect();
        Some(RecipeRequest {
            name: self.name.clone(),
            steps: steps.into_iter().collect::<Option<Vec<Step>>>()?,
        })
    }

    /// Puts complaints of the use case at their controls.
    pub(super) fn complain(&mut self, errors: &[studio_app::FieldError]) {
        for error in errors {
            let message = Some(error.message.clone());
            let place = error.field.strip_prefix("steps[").and_then(|rest| rest.split_once(']'));
            let step = place.and_then(|(index, rest)| Some((self.steps.get_mut(index.parse::<usize>().ok()?)?, rest)));
            match step {
                None if error.field == "name" => self.name_error = message,
                None => self.errors.push(error.message.clone()),
                Some((step, rest)) => match rest.trim_start_matches('.').split(['.', '[']).next() {
                    Some("prompt") => step.prompt_error = message,
                    Some("num_images") => step.num_images_error = message,
                    Some("parameters") => step.parameters_error = message,
                    _ => step.does_error = message,
                },
            }
        }
    }
}

fn read_step(fields: &mut StepFields) -> Option<Step> {
    let does = fields.does.split_once('|').and_then(|(operation, model_id)| {
        let operation = OPERATIONS.into_iter().find(|known| known.as_str() == operation)?;
        Some((operation, model_id.to_owned()))
    });
    let num_images = fields.num_images.trim().parse::<i64>().ok();
    let parameters = read_parameters(&fields.parameters);
    if does.is_none() {
        fields.does_error = Some("Choose what the step does.".to_owned());
    }
    if num_images.is_none() {
        fields.num_images_error = Some("Use a whole number.".to_owned());
    }
    if parameters.is_none() {
        fields.parameters_error = Some("Write a name, a colon and a value on each line.".to_owned());
    }
    let ((operation, model_id), num_images, parameters) = (does?, num_images?, parameters?);
    Some(Step {
        operation,
        model_id,
        prompt: Some(fields.prompt.trim().to_owned()).filter(|prompt| !prompt.is_empty()),
        negative_prompt: None,
        parameters,
        num_images,
        seed: None,
        take: if fields.takes_first { Take::First } else { Take::All },
    })
}

/// `name: value`, one a line; `None` where a line is none.
pub(super) fn read_parameters(text: &str) -> Option<Map<String, Value>> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.trim().to_owned(), typed(value.trim())))
        })
        .collect()
}

/// The same in the other direction.
pub(super) fn write_parameters(parameters: &Map<String, Value>) -> String {
    let line = |(name, value): (&String, &Value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        format!("{name}: {text}")
    };
    parameters.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// An operation of a model, as the form names it.
fn choice(operation: Operation, model_id: &str) -> String {
    format!("{}|{model_id}", operation.as_str())
}

/// All that a step can do.
pub(super) fn choices(models: &[ModelView]) -> Vec<NamedLink> {
    let of_model = |model: &ModelView| {
        let offered: Vec<NamedLink> = OPERATIONS
            .into_iter()
            .filter(|operation| model.operations.contains(operation))
            .map(|operation| NamedLink {
                id: choice(operation, &model.id),
                name: format!("{}: {}", operation.as_str(), model.name),
            })
            .collect();
        offered
    };
    models.iter().flat_map(of_model).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_read_and_written() {
        let mut pairs = FormPairs::default();
        for (name, text) in [
            ("name", "Large"),
            ("steps", "1"),
            ("does.1", "upscale|fal-ai/esrgan"),
            ("parameters.1", "scale: 2\nmodel: x4\n"),
            ("take.1", "first"),
        ] {
            pairs.push(name, text);
        }
        let mut draft = Draft::read(&pairs);
        let request = draft.request().unwrap();
        let step = &request.steps[0];
        assert_eq!(
            (step.operation, step.model_id.as_str(), step.num_images),
            (Operation::Upscale, "fal-ai/esrgan", 1)
        );
        assert_eq!(step.parameters["scale"], 2);
        assert_eq!(step.parameters["model"], "x4");
        assert_eq!(step.take, Take::First);
        assert_eq!(
            read_parameters(&write_parameters(&step.parameters)),
            Some(step.parameters.clone())
        );
    }

    #[test]
    fn steps_come_and_go_and_wrong_ones_say_so() {
        let mut draft = Draft::read(&FormPairs::default());
        assert!(draft.change("add") && draft.change("add") && !draft.change("save"));
        assert!(draft.change("remove.2"));
        assert_eq!(draft.steps.len(), 2);
        draft.steps[1].parameters = "no colon".to_owned();
        assert!(draft.request().is_none());
        assert!(draft.steps[0].does_error.is_some() && draft.steps[1].parameters_error.is_some());
        draft.complain(&[
            studio_app::FieldError::new("steps[1].parameters.scale", "too large"),
            studio_app::FieldError::new("steps[0].model_id", "no such model"),
            studio_app::FieldError::new("steps", "too many"),
        ]);
        assert_eq!(draft.steps[1].parameters_error.as_deref(), Some("too large"));
        assert_eq!(draft.steps[0].does_error.as_deref(), Some("no such model"));
        assert_eq!(draft.errors, ["too many"]);
    }
}
