//! A request for a batch: JSON, or a form with the JSON and a CSV file.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use serde::Deserialize;
use serde_json::{Map, Value};
use studio_app::App;
use studio_app::batches::presets::{self, PresetUse};
use studio_app::batches::{BatchRequest, BatchSpec, RowDefaults, decode};
use studio_model::{ImageId, PresetId, ProjectId, UserId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::Error;
use crate::api::recipes::{StepBody, then};
use crate::error::Result;
use crate::extract::{deserialize_seed, media_type, parse_json};
use crate::multipart::{Form, unreadable};

/// Largest body: a table of 64 MiB and what belongs to it.
pub(crate) const MAX_BATCH_BYTES: usize = 65 * 1024 * 1024;

/// Many jobs from prompts, a table or a template.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BatchRequestBody {
    /// 1 to 200 characters; without one the batch is called after its first prompt.
    #[schema(example = "Animals in ink")]
    name: Option<String>,
    /// Where the rows come from. `source` is `prompts` (with `prompts`), `csv` (with `text`, `mapping` and `template`) or
    /// `template` (with `template`, `lists` and `combine`: `product`, `zip` or `{"sample": {"size": 10, "seed": 1}}`). `axes`
    /// multiply every row: `{"models": […], "parameters": {"steps": [20, 30]}, "seeds": [1, 2] or {"count": 4, "first": 1}}`.
    #[schema(value_type = Option<Object>, example = json!({
        "source": "template",
        "template": "a {{ color }} {{ animal }}",
        "lists": {"color": ["red", "white"], "animal": ["fox", "owl"]},
        "axes": {"seeds": {"count": 2}}
    }))]
    spec: Option<BatchSpec>,
    /// In place of `spec`: a saved request. `name`, `defaults`, `priority` and `window_jobs` go over what it says.
    preset_id: Option<Uuid>,
    /// What rows take that do not say otherwise.
    #[serde(default)]
    defaults: DefaultsBody,
    /// The project that the pictures go to.
    project_id: Option<Uuid>,
    /// -100 to 100, default 0: a head start of 36 s a point over your other batches. What you ask for in the browser goes
    /// first whatever it is.
    #[schema(default = 0, minimum = -100, maximum = 100)]
    priority: Option<i32>,
    /// Sets credits aside for so many unfinished jobs at a time, 1 to 100,000; without it for all of them at once.
    #[schema(minimum = 1, maximum = 100_000, example = 500)]
    window_jobs: Option<i32>,
    /// Leaves rows out that are wrong; without it one of them refuses the batch.
    #[schema(default = false)]
    skip_broken_rows: Option<bool>,
    /// A recipe of yours whose steps follow on the pictures of the rows.
    recipe_id: Option<Uuid>,
    /// Or the steps themselves, 1 to 8.
    steps: Option<Vec<StepBody>>,
}

/// What rows take that do not say otherwise.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct DefaultsBody {
    #[schema(example = "fal-ai/flux/schnell")]
    model_id: Option<String>,
    negative_prompt: Option<String>,
    /// The model's own parameters; those of a row go over them one by one.
    #[schema(value_type = Object)]
    parameters: Map<String, Value>,
    /// Pictures of each row, default 1.
    #[schema(minimum = 1, maximum = 16)]
    num_images: Option<u32>,
    /// One seed for all, as a number or as digits; without it each row gets another one.
    #[serde(deserialize_with = "deserialize_seed")]
    #[schema(value_type = Option<String>)]
    seed: Option<u64>,
    /// A picture of yours that all rows start from.
    source_image_id: Option<Uuid>,
}

/// The form with a file: `request` holds the JSON, whose `spec` is `{"source": "csv", "text": ""}`, and `file` the table in
/// UTF-8, UTF-16 with a byte order mark, or Windows-1252.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form for readers of the API")]
pub(crate) struct BatchForm {
    request: BatchRequestBody,
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

impl BatchRequestBody {
    /// The request that brings its own rows.
    ///
    /// # Errors
    /// When it lacks them, or names a preset too.
    fn into_whole(self) -> Result<BatchRequest> {
        if self.preset_id.is_some() {
            return Err(Error::invalid("preset_id", "name a preset or bring a `spec`, not both"));
        }
        let spec = self
            .spec
            .ok_or_else(|| Error::invalid("spec", "missing field `spec`."))?;
        Ok(BatchRequest {
            name: self.name,
            spec,
            defaults: self.defaults.into(),
            project_id: self.project_id.map(ProjectId),
            priority: self.priority.unwrap_or(0),
            window_jobs: self.window_jobs,
            skip_broken_rows: self.skip_broken_rows.unwrap_or(false),
            then: then(self.recipe_id, self.steps),
            idempotency_key: None,
        })
    }

    /// The same as a part of another request, whose field `request` it is.
    ///
    /// # Errors
    /// As for [`Self::into_whole`], told below `request`.
    pub(crate) fn into_nested(self) -> Result<BatchRequest> {
        self.into_whole().map_err(|error| match error {
            Error::App(error) => Error::App(error.within("request")),
            other => other,
        })
    }

    fn into_asked(self) -> Result<Asked> {
        let (Some(id), None) = (self.preset_id, &self.spec) else {
            return Ok(Asked::Whole(Box::new(self.into_whole()?)));
        };
        let of_the_preset = [
            ("project_id", self.project_id.is_some()),
            ("skip_broken_rows", self.skip_broken_rows.is_some()),
            ("recipe_id", self.recipe_id.is_some()),
            ("steps", self.steps.is_some()),
        ];
        if let Some((field, _)) = of_the_preset.into_iter().find(|(_, is_given)| *is_given) {
            return Err(Error::invalid(field, "the preset decides that; change the preset"));
        }
        Ok(Asked::Preset(Box::new(PresetUse {
            id: PresetId(id),
            name: self.name,
            defaults: self.defaults.into(),
            priority: self.priority,
            window_jobs: self.window_jobs,
        })))
    }
}

impl From<DefaultsBody> for RowDefaults {
    fn from(body: DefaultsBody) -> Self {
        Self {
            model_id: body.model_id,
            negative_prompt: body.negative_prompt,
            parameters: body.parameters,
            num_images: body.num_images,
            seed: body.seed,
            source_image_id: body.source_image_id.map(ImageId),
        }
    }
}

/// A request for a batch in either form.
pub(crate) enum Asked {
    Whole(Box<BatchRequest>),
    Preset(Box<PresetUse>),
}

impl Asked {
    /// The request as a whole, that of the preset filled in.
    pub(super) async fn into_request(self, app: &App, user_id: UserId) -> Result<BatchRequest> {
        match self {
            Self::Whole(request) => Ok(*request),
            Self::Preset(preset) => Ok(presets::request(app, user_id, *preset).await?),
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for Asked {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        match media_type(request.headers()).as_deref() {
            Some("application/json") => {
                let bytes = Bytes::from_request(request, state)
                    .await
                    .map_err(|rejection| unreadable(rejection.status(), MAX_BATCH_BYTES))?;
                parse_json::<BatchRequestBody>(&bytes)?.into_asked()
            }
            Some("multipart/form-data") => {
                let form = Form::open(request, state, MAX_BATCH_BYTES).await?;
                Ok(Self::Whole(Box::new(read_form(form).await?)))
            }
            _ => Err(Error::UnsupportedMediaType("application/json or multipart/form-data")),
        }
    }
}

async fn read_form(mut form: Form) -> Result<BatchRequest> {
    let (mut request, mut table) = (None, None);
    while let Some((name, bytes)) = form.next(&["request", "file"]).await? {
        if name == "request" {
            request = Some(parse_json::<BatchRequestBody>(&bytes)?);
        } else {
            let (text, _encoding) = decode(&bytes).map_err(|error| Error::invalid("file", error.to_string()))?;
            table = Some(text);
        }
    }
    let request = request.ok_or_else(|| Error::invalid("request", "the form lacks it"))?;
    let mut request = request.into_whole()?;
    match (&mut request.spec, table) {
        (BatchSpec::Csv(spec), Some(table)) => spec.text = table,
        (BatchSpec::Csv(_), None) => return Err(Error::invalid("file", "the form lacks it")),
        _ => {
            return Err(Error::invalid(
                "request.spec.source",
                "a form with a file must say `csv`",
            ));
        }
    }
    Ok(request)
}
