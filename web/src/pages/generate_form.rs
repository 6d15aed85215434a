//! The generation form between the browser and the use case.

use serde_json::{Map, Value};
use studio_app::generation::{self, Estimate, Operation, Submit};
use studio_app::images::{self, ImageView};
use studio_app::models::{self, ModelView};
use studio_app::projects::{self, ProjectDefaults, ProjectView};
use studio_app::settings;
use studio_model::{ImageId, UserId};

use super::convert::{ModelNames, image_tile, model_card, offers};
use crate::AppState;
use crate::error::Result;
use crate::extract::FormPairs;
use crate::i18n::Lang;
use crate::views::schema_form::{self, RawValues, parameters_from_pairs};
use crate::views::{self, Blocker, FieldError, GenerateForm, GenerateValues, NamedLink};

/// The model that is selected when none is named: a well-known one at a moderate price. Without it, the first.
const DEFAULT_MODEL: &str = "fal-ai/flux/dev";

/// What the user has typed, for one of the models.
pub(super) struct Draft {
    models: Vec<ModelView>,
    /// Place of the selected model.
    selected: usize,
    /// The picture to start from; only models that take one are offered then.
    source: Option<ImageView>,
    /// The project that the pictures go to.
    project: Option<ProjectView>,
    /// The project's model and parameters when it has a model, else the user's.
    defaults: ProjectDefaults,
    pub(super) values: GenerateValues,
    pub(super) raw: RawValues,
}

impl Draft {
    /// What `pairs` say, with the picture `source` to start from and the project that they name. Without a model the project's
    /// is selected, or else the user's; an unknown one selects [`DEFAULT_MODEL`].
    ///
    /// # Errors
    /// Not found when the user has no such picture or project.
    pub(super) async fn read(
        state: &AppState,
        user_id: UserId,
        model_id: &str,
        source: Option<ImageId>,
        pairs: &FormPairs,
    ) -> Result<Self> {
        let source = match source {
            Some(id) => Some(images::find(&state.app, user_id, id).await?),
            None => None,
        };
        let project = find_project(state, user_id, pairs).await?;
        let defaults = find_defaults(state, user_id, project.as_ref()).await?;
        let wanted = Some(model_id.to_owned()).filter(|id| !id.is_empty());
        let wanted = wanted.or(defaults.model_id.clone());
        let mut models = models::list_for_user(&state.app, user_id).await?;
        models.retain(|model| offers(model, operation(source.as_ref())));
        let mut draft = Self {
            selected: [wanted.as_deref().unwrap_or_default(), DEFAULT_MODEL]
                .iter()
                .find_map(|id| models.iter().position(|model| model.id == *id))
                .unwrap_or(0),
            models,
            source,
            project,
            defaults,
            values: GenerateValues::from_pairs(pairs.iter()),
            raw: RawValues::from_pairs(pairs.iter()),
        };
        draft.take_defaults(pairs);
        Ok(draft)
    }

    /// The parameters that belong to the model stand in the form as long as nothing else was typed.
    fn take_defaults(&mut self, pairs: &FormPairs) {
        let is_own = self
            .model()
            .is_some_and(|model| self.defaults.model_id.as_deref() == Some(&model.id));
        let is_typed = pairs.iter().any(|(name, _)| name.starts_with(schema_form::PREFIX));
        if is_own && !is_typed {
            self.raw = RawValues::from_parameters(&Value::Object(self.defaults.parameters.clone()));
        }
    }

    /// The selected model; `None` when no model is installed.
    pub(super) fn model(&self) -> Option<&ModelView> {
        self.models.get(self.selected)
    }

    /// The form with what was wrong with it.
    pub(super) fn form(&self, errors: &[FieldError]) -> GenerateForm {
        let cards = self.models.iter().map(model_card).collect();
        let (id, schema) = self.model().map_or(("", &Value::Null), |model| {
            (model.id.as_str(), &model.parameters_schema)
        });
        let tile = |image| image_tile(image, &ModelNames::of(&self.models));
        GenerateForm::new(cards, id, schema, (self.values.clone(), self.raw.clone()), errors)
            .with_source(self.source.as_ref().map(tile))
            .with_project(self.project.as_ref().map(|project| NamedLink {
                id: project.id.to_string(),
                name: project.name.clone(),
            }))
    }

    /// The request that the form means.
    ///
    /// # Errors
    /// The controls whose text makes no sense.
    pub(super) fn submit(&self, lang: Lang, pairs: &FormPairs) -> std::result::Result<Submit, Vec<FieldError>> {
        let Some(model) = self.model() else {
            return Err(vec![FieldError::new("model_id", "There is no model to ask.")]);
        };
        let parameters = parameters_from_pairs(lang, &model.parameters_schema, pairs.iter());
        let seed = parse_seed(&self.values.seed);
        match (parameters, seed) {
            (Ok(parameters), Ok(seed)) => Ok(self.to_submit(model, parameters, seed)),
            (parameters, seed) => {
                Err([parameters.err().unwrap_or_default(), seed.err().into_iter().collect()].concat())
            }
        }
    }

    fn to_submit(&self, model: &ModelView, parameters: Map<String, Value>, seed: Option<u64>) -> Submit {
        let negative_prompt = self.values.negative_prompt.trim();
        let takes_it = model.negative_prompt && !negative_prompt.is_empty();
        Submit {
            negative_prompt: takes_it.then(|| negative_prompt.to_owned()),
            parameters,
            num_images: i64::from(self.values.num_images),
            seed,
            source_image: self.source.as_ref().map(|image| image.id),
            project_id: self.project.as_ref().map(|project| project.id),
            ..Submit::new(
                operation(self.source.as_ref()),
                model.id.clone(),
                self.values.prompt.clone(),
            )
        }
    }

    /// The price of the form as it stands, and what keeps it from being sent.
    pub(super) async fn estimate(
        &self,
        state: &AppState,
        user_id: UserId,
        lang: Lang,
        pairs: &FormPairs,
    ) -> Result<views::Estimate> {
        let empty = views::Estimate {
            num_images: self.values.num_images,
            ..views::Estimate::default()
        };
        let mut submit = match self.submit(lang, pairs) {
            Ok(submit) => submit,
            Err(errors) => {
                return Ok(views::Estimate {
                    blockers: errors.iter().map(blocker).collect(),
                    ..empty
                });
            }
        };
        if submit.prompt.trim().is_empty() {
            // The price does not depend on the words, and the control itself says that they are missing.
            submit.prompt = "…".to_owned();
        }
        match generation::estimate(&state.app, user_id, &submit).await {
            Ok(estimate) => Ok(priced(&empty, &estimate)),
            Err(studio_app::Error::Invalid(errors)) => {
                let blockers = errors.iter().map(|error| sentence(&error.message)).collect();
                Ok(views::Estimate { blockers, ..empty })
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// The project in a link, or in the form's hidden field; what is no id is none.
///
/// # Errors
/// Not found when the user has no such project.
async fn find_project(state: &AppState, user_id: UserId, pairs: &FormPairs) -> Result<Option<ProjectView>> {
    let id = match pairs.get("project") {
        "" => pairs.get("project_id"),
        id => id,
    };
    match id.parse() {
        Ok(id) => Ok(Some(projects::find(&state.app, user_id, id).await?)),
        Err(_) => Ok(None),
    }
}

/// What the form begins with.
async fn find_defaults(state: &AppState, user_id: UserId, project: Option<&ProjectView>) -> Result<ProjectDefaults> {
    let own = project
        .map(|project| &project.defaults)
        .filter(|own| own.model_id.is_some());
    match own {
        Some(own) => Ok(own.clone()),
        None => Ok(settings::find(&state.app, user_id).await?.defaults),
    }
}

/// What the form asks for.
fn operation(source: Option<&ImageView>) -> Operation {
    match source {
        Some(_) => Operation::ImageToImage,
        None => Operation::TextToImage,
    }
}

fn parse_seed(text: &str) -> std::result::Result<Option<u64>, FieldError> {
    if text.is_empty() {
        return Ok(None);
    }
    let seed = text.parse().map(Some);
    seed.map_err(|_| FieldError::new("seed", "Use a whole number from 0 to 4,294,967,295."))
}

fn priced(empty: &views::Estimate, estimate: &Estimate) -> views::Estimate {
    let missing = estimate.high.0 - estimate.balance.0;
    let blockers = if missing > 0 {
        let high = estimate.high;
        vec![sentence(&format!(
            "This costs up to {high} credits and you have {}.",
            estimate.balance
        ))]
    } else {
        Vec::new()
    };
    views::Estimate {
        expected_credits: Some(estimate.expected.credits()),
        high_credits: Some(estimate.high.credits()),
        basis: estimate.basis.clone(),
        seconds: (estimate.typical_seconds > 0.0).then_some(estimate.typical_seconds),
        blockers,
        ..empty.clone()
    }
}

fn blocker(error: &FieldError) -> Blocker {
    sentence(&error.message)
}

fn sentence(message: &str) -> Blocker {
    Blocker {
        message: message.to_owned(),
        href: String::new(),
    }
}

/// What a use case complains about, for the form.
pub(super) fn complaints(errors: &[studio_app::FieldError]) -> Vec<FieldError> {
    errors
        .iter()
        .map(|error| FieldError::new(&error.field, &error.message))
        .collect()
}
