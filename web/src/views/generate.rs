//! The generate page: the form on one side, jobs on the other.

use serde::Serialize;
use serde_json::Value;

use super::{
    Estimate, FieldError, FormErrors, FormPlace, JobCard, ModelCard, NamedLink, OwnPresets, PartView, PictureSlot,
    View,
    schema_form::{self, PresetChip, RawValues, SchemaForm},
};

/// The generate page.
#[derive(Debug, Clone, Serialize)]
pub struct GeneratePage {
    pub form: GenerateForm,
    /// Jobs under way and the last finished ones, newest first.
    pub jobs: Vec<JobCard>,
}

/// The form, for one selected model.
#[derive(Debug, Clone, Serialize)]
pub struct GenerateForm {
    pub place: FormPlace,
    /// All models that can be selected; empty when no plugin is installed.
    pub models: Vec<ModelCard>,
    /// The selected one; `None` only when there are no models.
    pub selected: Option<ModelCard>,
    pub values: GenerateValues,
    /// Places for pictures to start from or to be guided by.
    pub slots: Vec<PictureSlot>,
    /// The project that the pictures go to.
    pub project: Option<NamedLink>,
    /// Named sets of the model's parameters.
    pub presets: Vec<PresetChip>,
    /// Named settings of the user.
    pub own: OwnPresets,
    /// The model's own parameters.
    pub parameters: SchemaForm,
    pub errors: FormErrors,
    pub estimate: Estimate,
}

/// The controls that every model has, as text where the user types text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GenerateValues {
    pub prompt: String,
    pub negative_prompt: String,
    /// 1 to 4, and at most the model's `max_images`.
    pub num_images: u32,
    /// Decimal digits; empty for a random one.
    pub seed: String,
}

impl Default for GenerateValues {
    fn default() -> Self {
        Self {
            prompt: String::new(),
            negative_prompt: String::new(),
            num_images: 4,
            seed: String::new(),
        }
    }
}

impl GenerateValues {
    /// The most pictures the form offers for one job.
    pub const MAX_IMAGES: u32 = 4;

    /// Reads the controls of a submitted form or a query; what is missing or no number has its default.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut values = Self::default();
        for (name, text) in pairs {
            match name {
                "prompt" => values.prompt = text.to_owned(),
                "negative_prompt" => values.negative_prompt = text.to_owned(),
                "num_images" => values.num_images = text.trim().parse().unwrap_or(values.num_images),
                "seed" => values.seed = text.trim().to_owned(),
                _ => {}
            }
        }
        values
    }
}

impl GenerateForm {
    /// The controls that show their own errors beside the parameters.
    const CONTROLS: [&str; 8] = [
        "model_id",
        "prompt",
        "negative_prompt",
        "num_images",
        "seed",
        "source_image_id",
        "control_image_id",
        "style_image_id",
    ];

    /// The form for the model `selected`, or the first model when there is no such one.
    ///
    /// `schema` is the JSON Schema of that model's parameters; `raw` their current text, `errors` those of the last attempt.
    #[must_use]
    pub fn new(
        models: Vec<ModelCard>,
        selected: &str,
        schema: &Value,
        submitted: (GenerateValues, RawValues),
        errors: &[FieldError],
    ) -> Self {
        let selected = models
            .iter()
            .find(|model| model.id == selected)
            .or(models.first())
            .cloned();
        let (mut values, raw) = submitted;
        let most = selected
            .as_ref()
            .map_or(1, |model| model.max_images.clamp(1, GenerateValues::MAX_IMAGES));
        values.num_images = values.num_images.clamp(1, most);
        let parameters = schema_form::digest(schema, &raw, errors);
        let others: Vec<_> = errors
            .iter()
            .filter(|error| !is_parameter(schema, error))
            .cloned()
            .collect();
        let errors = FormErrors::sort(&Self::CONTROLS, &others);
        let place = FormPlace::default();
        let estimate = Estimate {
            href: place.estimate.clone(),
            num_images: values.num_images,
            ..Estimate::default()
        };
        Self {
            place,
            models,
            selected,
            values,
            slots: Vec::new(),
            project: None,
            presets: Vec::new(),
            own: OwnPresets::default(),
            parameters,
            errors,
            estimate,
        }
    }

    /// The same form elsewhere.
    #[must_use]
    pub fn at(mut self, place: FormPlace) -> Self {
        self.estimate.href.clone_from(&place.estimate);
        self.place = place;
        self
    }

    /// The same form with places for pictures.
    #[must_use]
    pub fn with_slots(mut self, slots: Vec<PictureSlot>) -> Self {
        self.slots = slots;
        self
    }

    /// The same form, for pictures that go into a project.
    #[must_use]
    pub fn with_project(mut self, project: Option<NamedLink>) -> Self {
        self.project = project;
        self
    }

    /// The same form with sets of parameters to choose.
    #[must_use]
    pub fn with_presets(mut self, presets: Vec<PresetChip>) -> Self {
        self.presets = presets;
        self
    }

    /// The same form with the user's own presets.
    #[must_use]
    pub fn with_own_presets(mut self, own: OwnPresets) -> Self {
        self.own = own;
        self
    }

    /// The same form with its price.
    #[must_use]
    pub fn with_estimate(mut self, estimate: Estimate) -> Self {
        self.estimate = estimate;
        self
    }
}

/// Whether a field of the parameters shows this error.
fn is_parameter(schema: &Value, error: &FieldError) -> bool {
    error
        .field
        .strip_prefix(schema_form::PREFIX)
        .and_then(|rest| rest.split('.').next())
        .is_some_and(|name| schema["properties"].get(name).is_some())
}

impl View for GeneratePage {
    const PAGE: &'static str = "pages/generate/page.html";
}

/// The part is the form, sent when another model is selected or the form comes back with errors (status 422).
impl PartView for GeneratePage {
    const PART: &'static str = "pages/generate/_form.html";
}

#[cfg(test)]
mod tests {
    use super::{super::samples, *};

    #[test]
    fn an_unknown_model_selects_the_first_and_limits_the_number() {
        let mut models = samples::models();
        models[0].max_images = 2;
        let values = GenerateValues {
            num_images: 9,
            ..GenerateValues::default()
        };
        let form = GenerateForm::new(
            models.clone(),
            "nope",
            &Value::Null,
            (values, RawValues::default()),
            &[],
        );
        assert_eq!(form.selected.map(|model| model.id), Some(models[0].id.clone()));
        assert_eq!(form.values.num_images, 2);
    }

    #[test]
    fn errors_go_where_their_control_is() {
        let schema = serde_json::json!({ "properties": { "steps": { "type": "integer" } } });
        let errors = [
            FieldError::new("prompt", "empty"),
            FieldError::new("parameters.steps", "too many"),
            FieldError::new("parameters.gone", "unknown"),
        ];
        let form = GenerateForm::new(samples::models(), "", &schema, Default::default(), &errors);
        assert_eq!(form.errors.fields["prompt"].as_deref(), Some("empty"));
        assert_eq!(form.parameters.basic[0].fields[0].error.as_deref(), Some("too many"));
        assert_eq!(form.errors.form, ["unknown"]);
    }

    #[test]
    fn missing_controls_have_their_default() {
        let values = GenerateValues::from_pairs([("prompt", "a fox"), ("num_images", "x"), ("seed", " 7 ")]);
        assert_eq!(
            (values.prompt.as_str(), values.num_images, values.seed.as_str()),
            ("a fox", 4, "7")
        );
    }
}
