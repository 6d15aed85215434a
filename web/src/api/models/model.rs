//! A model on the wire.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value};
use studio_app::models::{Measured, ModelView, News};
use utoipa::ToSchema;

/// A model on offer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ModelBody {
    /// Stable, for `model_id`.
    #[schema(example = "fal-ai/flux/dev")]
    id: String,
    #[schema(example = "FLUX.1 [dev]")]
    name: String,
    description: String,
    #[schema(example = "text-to-image")]
    category: String,
    /// What it can be asked to do.
    #[schema(example = json!(["text-to-image"]))]
    operations: Vec<&'static str>,
    capabilities: Vec<String>,
    /// JSON Schema of `parameters`, with form hints under `x-ui`.
    #[schema(value_type = Object)]
    parameters_schema: Value,
    /// Every parameter with its default.
    #[schema(value_type = Object)]
    default_parameters: Map<String, Value>,
    presets: Vec<PresetBody>,
    /// Whether a negative prompt is taken.
    negative_prompt: bool,
    max_prompt_chars: u32,
    max_images: u32,
    prices: Vec<PriceBody>,
    /// Milliseconds that a job of default settings takes.
    typical_duration_ms: u32,
    /// How long it really took and how often it worked, of the last 200 jobs; `null` while there are fewer than 5.
    measured: Option<MeasuredBody>,
    /// `healthy`, `slow` (half of its jobs take more than twice the promised time), `failing` (more than one in five end without
    /// pictures) or `paused` (its jobs wait); `null` while too few jobs tell.
    #[schema(example = "healthy")]
    health: Option<&'static str>,
    /// What happened to it since you last looked, in the last 30 days; `null` for visitors and in the answer for one model.
    news: Option<NewsBody>,
    documentation_url: String,
    licence_note: String,
    best_for: Vec<String>,
    #[schema(example = "fal-flux")]
    plugin_id: String,
    #[schema(example = "1.0.0")]
    plugin_version: String,
}

/// What happened to a model.
#[derive(Debug, Serialize, ToSchema)]
struct NewsBody {
    /// `new`, or `updated`: its plugin has another version.
    #[schema(example = "updated")]
    kind: &'static str,
    since: DateTime<Utc>,
}

impl From<News> for NewsBody {
    fn from(news: News) -> Self {
        Self {
            kind: news.kind(),
            since: news.since,
        }
    }
}

/// A named set of parameters.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ModelPresetBody)]
struct PresetBody {
    name: String,
    #[schema(value_type = Object)]
    parameters: Map<String, Value>,
}

/// A line of the price list.
#[derive(Debug, Serialize, ToSchema)]
struct PriceBody {
    /// Millionths of a US dollar for one unit; 1,000 are one credit.
    #[schema(example = 25_000)]
    microdollars: u64,
    #[schema(example = "megapixel")]
    unit: String,
    /// Where the price was read.
    source: String,
    /// When, `YYYY-MM-DD`.
    read_on: String,
}

/// What the last jobs of a model tell; cancelled ones are left out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeasuredBody {
    /// Seconds from the provider's acceptance to the end, which half of the successful jobs did not exceed; `null` when fewer than
    /// 5 were successful.
    #[schema(example = 3.4)]
    p50_s: Option<f64>,
    /// As `p50_s`, for nineteen of twenty.
    #[schema(example = 7.1)]
    p95_s: Option<f64>,
    /// The part of the jobs that ended with pictures.
    #[schema(minimum = 0, maximum = 1, example = 0.985)]
    success_rate: f64,
    /// Jobs looked at.
    #[schema(minimum = 5, maximum = 200, example = 200)]
    runs: u32,
}

impl From<Measured> for MeasuredBody {
    fn from(measured: Measured) -> Self {
        Self {
            p50_s: measured.p50_s,
            p95_s: measured.p95_s,
            success_rate: measured.success_rate,
            runs: measured.runs,
        }
    }
}

impl From<ModelView> for ModelBody {
    fn from(model: ModelView) -> Self {
        let preset = |preset: studio_app::models::Preset| PresetBody {
            name: preset.name,
            parameters: preset.parameters,
        };
        let price = |line: studio_app::models::PriceLine| PriceBody {
            microdollars: line.microdollars,
            unit: line.unit,
            source: line.source,
            read_on: line.read_on,
        };
        Self {
            id: model.id,
            name: model.name,
            description: model.description,
            category: model.category,
            operations: model.operations.iter().map(|operation| operation.as_str()).collect(),
            capabilities: model.capabilities,
            parameters_schema: model.parameters_schema,
            default_parameters: model.default_parameters,
            presets: model.presets.into_iter().map(preset).collect(),
            negative_prompt: model.negative_prompt,
            max_prompt_chars: model.max_prompt_chars,
            max_images: model.max_images,
            prices: model.prices.into_iter().map(price).collect(),
            typical_duration_ms: model.typical_duration_ms,
            measured: model.measured.map(MeasuredBody::from),
            news: model.news.map(NewsBody::from),
            health: model.health.map(studio_model::ModelHealth::as_str),
            documentation_url: model.documentation_url,
            licence_note: model.licence_note,
            best_for: model.best_for,
            plugin_id: model.plugin_id,
            plugin_version: model.plugin_version,
        }
    }
}
