//! The generate page: the form on one side, jobs on the other.

use minijinja::context;
use serde::Serialize;
use serde_json::Value;

use super::{
    FieldError, FormErrors, Frame, ImageTile, JobCard, ModelCard, NamedLink, PartView, View,
    schema_form::{self, RawValues, SchemaForm},
};
use crate::templates::{RenderError, Templates, value};

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
    /// All models that can be selected; empty when no plugin is installed.
    pub models: Vec<ModelCard>,
    /// The selected one; `None` only when there are no models.
    pub selected: Option<ModelCard>,
    pub values: GenerateValues,
    /// The picture to start from.
    pub source: Option<ImageTile>,
    /// The project that the pictures go to.
    pub project: Option<NamedLink>,
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

/// What pressing the button will cost and take, and what stands in the way.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Estimate {
    /// Pictures, for the button's label.
    pub num_images: u32,
    /// It is a video.
    pub is_video: bool,
    /// Expected credits; `None` while the values cannot be priced.
    pub expected_credits: Option<f64>,
    /// The most it can cost; shown when it differs from what is expected.
    pub high_credits: Option<f64>,
    /// How the price comes about, from the plugin.
    pub basis: String,
    /// Expected seconds; `None` when unknown.
    pub seconds: Option<f64>,
    /// Reasons why it cannot start now. Any of them disables the button.
    pub blockers: Vec<Blocker>,
}

/// One reason why a job cannot start.
#[derive(Debug, Clone, Serialize)]
pub struct Blocker {
    /// A sentence for the user.
    pub message: String,
    /// Where it can be mended; empty for nowhere.
    pub href: String,
}

impl GenerateForm {
    /// The controls that show their own errors beside the parameters.
    const CONTROLS: [&str; 5] = ["model_id", "prompt", "negative_prompt", "num_images", "seed"];

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
        let estimate = Estimate {
            num_images: values.num_images,
            ..Estimate::default()
        };
        Self {
            models,
            selected,
            values,
            source: None,
            project: None,
            parameters,
            errors,
            estimate,
        }
    }

    /// The same form, starting from a picture.
    #[must_use]
    pub fn with_source(mut self, source: Option<ImageTile>) -> Self {
        self.source = source;
        self
    }

    /// The same form, for pictures that go into a project.
    #[must_use]
    pub fn with_project(mut self, project: Option<NamedLink>) -> Self {
        self.project = project;
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

impl Estimate {
    /// The part `#estimate` of the form: price, blockers, button.
    ///
    /// # Errors
    /// As [`View::render`].
    pub fn render_part(&self, templates: &Templates, frame: &Frame) -> Result<String, RenderError> {
        let context = context! { frame => value(frame), estimate => value(self) };
        templates.render(frame.lang, "pages/generate/_estimate.html", context)
    }
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
