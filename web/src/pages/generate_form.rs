//! The generation form between the browser and the use case.

use serde_json::{Map, Value};
use studio_app::generation::presets::PresetView;
use studio_app::generation::{JobView, Operation, Submit, Submitted};
use studio_app::images::{self, ImageView};
use studio_app::models::{self, ModelView};
use studio_app::projects::{self, ProjectDefaults, ProjectView};
use studio_app::settings;
use studio_model::{ImageId, UserId};

use super::convert::{model_card, offers};
use super::generate_pictures::Guides;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::FormPairs;
use crate::i18n::{self, Lang};
use crate::views::schema_form::{self, RawValues, parameters_from_pairs};
use crate::views::{FieldError, FormPlace, GenerateForm, GenerateValues, NamedLink};
use crate::{AppState, Error, paths};

/// The model that is selected when none is named: a well-known one at a moderate price. Without it, the first.
const DEFAULT_MODEL: &str = "fal-ai/flux/dev";

/// The same among those that start from a picture.
const DEFAULT_EDIT_MODEL: &str = "fal-ai/flux/dev/image-to-image";

/// Which form is meant.
pub(super) struct Purpose<'a> {
    /// What is asked for; only models that offer it are in the form.
    pub(super) operation: Operation,
    /// The model that is selected, if there is such a one.
    pub(super) model_id: &'a str,
    /// Else this one, else the first.
    pub(super) default_model: &'static str,
    /// The picture to start from.
    pub(super) source: Option<ImageView>,
    /// Where the form stands.
    pub(super) place: FormPlace,
}

/// What the user has typed, for one of the models.
pub(super) struct Draft {
    operation: Operation,
    pub(super) place: FormPlace,
    models: Vec<ModelView>,
    /// Place of the selected model.
    selected: usize,
    /// The picture to start from; only models that take one are offered then.
    pub(super) source: Option<ImageView>,
    /// The pictures that guide.
    pub(super) guides: Guides,
    /// The project that the pictures go to.
    project: Option<ProjectView>,
    /// The project's model and parameters when it has a model, else the user's.
    defaults: ProjectDefaults,
    pub(super) values: GenerateValues,
    pub(super) raw: RawValues,
    /// The user's own preset that the form was filled with.
    pub(super) own: Option<PresetView>,
}

impl Draft {
    /// The form of the generate page: what `pairs` say, with the picture `source` to start from and the project that they name.
    /// Without a model the project's is selected, or else the user's; an unknown one selects [`DEFAULT_MODEL`].
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
        let keep = source.as_ref().map(|image| ("source", image.id.to_string()));
        let (operation, default_model) = match source {
            Some(_) => (Operation::ImageToImage, DEFAULT_EDIT_MODEL),
            None => (Operation::TextToImage, DEFAULT_MODEL),
        };
        let purpose = Purpose {
            operation,
            model_id,
            default_model,
            source,
            place: FormPlace::new(paths::GENERATE, paths::ESTIMATE, keep),
        };
        Self::read_for(state, user_id, purpose, pairs).await
    }

    /// As [`Self::read`] for any form of this kind.
    pub(super) async fn read_for(
        state: &AppState,
        user_id: UserId,
        purpose: Purpose<'_>,
        pairs: &FormPairs,
    ) -> Result<Self> {
        let Purpose {
            operation,
            model_id,
            default_model,
            source,
            mut place,
        } = purpose;
        let project = find_project(state, user_id, pairs).await?;
        if let Some(project) = &project {
            place.keep("project", &project.id.to_string());
        }
        let defaults = find_defaults(state, user_id, project.as_ref()).await?;
        let wanted = Some(model_id.to_owned()).filter(|id| !id.is_empty());
        let wanted = wanted.or(defaults.model_id.clone());
        let mut models = models::list_for_user(&state.app, user_id).await?;
        models.retain(|model| asked_of(model, operation).is_some());
        let mut draft = Self {
            operation,
            place,
            selected: [wanted.as_deref().unwrap_or_default(), default_model]
                .iter()
                .find_map(|id| models.iter().position(|model| model.id == *id))
                .unwrap_or(0),
            models,
            source,
            guides: Guides::read(pairs),
            project,
            defaults,
            values: GenerateValues::from_pairs(pairs.iter()),
            raw: RawValues::from_pairs(pairs.iter()),
            own: None,
        };
        draft.fit_number(pairs);
        draft.take_defaults(pairs);
        draft.take_preset(pairs.get("preset"));
        Ok(draft)
    }

    /// A model that makes fewer pictures at once takes as many as it can, unless the number was chosen for it.
    fn fit_number(&mut self, pairs: &FormPairs) {
        let is_chosen = !pairs.get("num_images").is_empty() && pairs.get("model").is_empty();
        if let Some(model) = self.model().filter(|_| !is_chosen) {
            self.values.num_images = self.values.num_images.min(model.max_images.max(1));
        }
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

    /// The preset of the selected model that a link names.
    fn take_preset(&mut self, name: &str) {
        if let Some(model) = self.models.get(self.selected) {
            schema_form::apply_preset(&model.parameters_schema, &named(model), name, &mut self.raw);
        }
    }

    /// The selected model; `None` when no model is installed.
    pub(super) fn model(&self) -> Option<&ModelView> {
        self.models.get(self.selected)
    }

    /// Whether the form asks for a video.
    pub(super) fn is_video(&self) -> bool {
        self.model().and_then(|model| asked_of(model, self.operation)) == Some(Operation::Video)
    }

    /// The form with what was wrong with it.
    pub(super) fn form(&self, errors: &[FieldError]) -> GenerateForm {
        let cards = self.models.iter().map(model_card).collect();
        let (id, schema) = self.model().map_or(("", &Value::Null), |model| {
            (model.id.as_str(), &model.parameters_schema)
        });
        GenerateForm::new(cards, id, schema, (self.values.clone(), self.raw.clone()), errors)
            .at(self.place.clone())
            .with_presets(
                self.model()
                    .map_or_else(Vec::new, |model| schema_form::presets(schema, &named(model), &self.raw)),
            )
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

    /// Complains when the model that a form was sent for is not the selected one: it is gone, or does not start from a picture.
    /// Nobody pays for another model than the one that was seen.
    pub(super) fn check_model(&self, lang: Lang, sent: &str) -> Option<FieldError> {
        let is_other = !sent.is_empty() && self.model().is_none_or(|model| model.id != sent);
        is_other.then(|| FieldError::new("model_id", i18n::text(lang, "field-other-model")))
    }

    fn to_submit(&self, model: &ModelView, parameters: Map<String, Value>, seed: Option<u64>) -> Submit {
        let negative_prompt = self.values.negative_prompt.trim();
        let takes_it = model.negative_prompt && !negative_prompt.is_empty();
        // Models without such an operation are not in the list.
        let operation = asked_of(model, self.operation).unwrap_or(self.operation);
        let mut submit = Submit {
            negative_prompt: takes_it.then(|| negative_prompt.to_owned()),
            parameters,
            num_images: i64::from(self.values.num_images),
            seed,
            source_image: self.source.as_ref().map(|image| image.id),
            project_id: self.project.as_ref().map(|project| project.id),
            ..Submit::new(operation, model.id.clone(), self.values.prompt.clone())
        };
        self.guides.fill(model, &mut submit);
        submit
    }
}

/// The presets of a model by their names.
fn named(model: &ModelView) -> Vec<(&str, &Map<String, Value>)> {
    let presets = model.presets.iter();
    presets
        .map(|preset| (preset.name.as_str(), &preset.parameters))
        .collect()
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

/// What a form for `wanted` asks a model for: that, or, of one that makes no pictures from words or from a picture, a video.
pub(super) fn asked_of(model: &ModelView, wanted: Operation) -> Option<Operation> {
    let makes_pictures = matches!(wanted, Operation::TextToImage | Operation::ImageToImage);
    let instead = makes_pictures.then_some(Operation::Video);
    [Some(wanted), instead]
        .into_iter()
        .flatten()
        .find(|operation| offers(model, *operation))
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

fn parse_seed(text: &str) -> std::result::Result<Option<u64>, FieldError> {
    if text.is_empty() {
        return Ok(None);
    }
    let seed = text.parse().map(Some);
    seed.map_err(|_| FieldError::new("seed", "Use a whole number from 0 to 4,294,967,295."))
}

/// Errors that the user can mend belong into the form.
///
/// # Errors
/// All others.
pub(super) fn mendable(asked: studio_app::Result<Submitted>) -> Result<std::result::Result<JobView, Vec<FieldError>>> {
    match asked {
        Ok(submitted) => Ok(Ok(submitted.job)),
        Err(studio_app::Error::Invalid(errors)) => Ok(Err(complaints(&errors))),
        Err(
            error @ (studio_app::Error::InsufficientCredits { .. }
            | studio_app::Error::BudgetReached(_)
            | studio_app::Error::Conflict(_)),
        ) => {
            let info = ErrorInfo::from(&Error::App(error));
            Ok(Err(vec![FieldError::new("", info.detail)]))
        }
        Err(error) => Err(error.into()),
    }
}

/// What a use case complains about, for the form.
pub(super) fn complaints(errors: &[studio_app::FieldError]) -> Vec<FieldError> {
    errors
        .iter()
        .map(|error| FieldError::new(&error.field, &error.message))
        .collect()
}
