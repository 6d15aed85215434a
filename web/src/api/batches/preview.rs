//! `POST /api/batches/preview`

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::{Map, Value};
use studio_app::batches::{self, Forecast, ForecastRow, RowError};
use studio_app::recipes::PriceRange;
use studio_model::MicroDollars;
use utoipa::ToSchema;

use super::batch::AxisBody;
use super::request::{Asked, BatchForm, BatchRequestBody};
use crate::AppState;
use crate::api::recipes::preview::StepForecastBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::problem::Problem;

/// What a batch would be. Nothing is set aside.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ForecastBody {
    /// Rows in all.
    rows: u32,
    /// Rows that are wrong.
    broken_rows: u32,
    /// Pictures of the others.
    images: u64,
    /// The first complaints, 100 at the most.
    errors: Vec<RowErrorBody>,
    /// The first rows, 20 at the most.
    first_rows: Vec<RowBody>,
    axes: Vec<AxisBody>,
    /// Rows and price by model.
    models: BTreeMap<String, ShareBody>,
    /// The price of the rows that are right, and of the steps that follow on them.
    cost: CostBody,
    /// The steps that follow on the pictures of the rows, which are taken to have 1024 by 1024 pixels. The price of a step is set
    /// aside when its job is made; that of the rows at once, unless `window_jobs` says otherwise.
    steps: Vec<StepForecastBody>,
    /// What you can spend, in credits.
    balance_credits: f64,
    duration: DurationBody,
}

/// What is wrong with a row.
#[derive(Debug, Serialize, ToSchema)]
struct RowErrorBody {
    /// The 0-based number of the row; for one that the axes repeat, of the first of them.
    row: u32,
    /// The 1-based line of the table.
    line: Option<u64>,
    #[schema(example = "prompt")]
    field: String,
    message: String,
}

/// One of the first rows.
#[derive(Debug, Serialize, ToSchema)]
struct RowBody {
    row: u32,
    prompt: String,
    negative_prompt: Option<String>,
    model_id: String,
    /// The model's parameters, defaults included.
    #[schema(value_type = Object)]
    parameters: Map<String, Value>,
    num_images: u32,
    /// Where it stands in the grid.
    axes: BTreeMap<String, String>,
    expected_credits: f64,
}

/// The rows of one model.
#[derive(Debug, Serialize, ToSchema)]
struct ShareBody {
    rows: u32,
    expected_credits: f64,
}

/// A price in credits.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CostBody {
    low_credits: f64,
    expected_credits: f64,
    /// The most it can be.
    high_credits: f64,
}

/// How long it takes.
#[derive(Debug, Serialize, ToSchema)]
struct DurationBody {
    /// Seconds when nothing else is asked for.
    from_s: f64,
    /// Seconds when only the slots are free that are kept for background work.
    to_s: f64,
}

/// Forecast a batch: rows, errors by row, first rows, price and duration.
#[utoipa::path(
    post, path = "/api/batches/preview", operation_id = "preview_batch", tag = "batches",
    request_body(content(
        (BatchRequestBody = "application/json"),
        (BatchForm = "multipart/form-data"),
    )),
    responses(
        (status = 200, description = "The forecast; wrong rows are part of it.", body = ForecastBody),
        (status = 413, description = "The body is larger than 65 MiB.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The request as a whole is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn preview_batch(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    asked: Asked,
) -> Result<Json<ForecastBody>> {
    let request = asked.into_request(&state.app, user.id).await?;
    let forecast = batches::forecast(&state.app, user.id, &request).await?;
    Ok(Json(forecast.into()))
}

impl CostBody {
    /// The price of so many batches like this one, steps included.
    pub(crate) fn of(forecast: &Forecast, batches: u64) -> Self {
        let times = i64::try_from(batches).unwrap_or(i64::MAX);
        let credits = |one: MicroDollars| MicroDollars(one.0.saturating_mul(times)).credits();
        let total = forecast.total();
        Self {
            low_credits: credits(total.low),
            expected_credits: credits(total.expected),
            high_credits: credits(total.high),
        }
    }
}

impl From<PriceRange> for CostBody {
    fn from(price: PriceRange) -> Self {
        Self {
            low_credits: price.low.credits(),
            expected_credits: price.expected.credits(),
            high_credits: price.high.credits(),
        }
    }
}

impl From<Forecast> for ForecastBody {
    fn from(forecast: Forecast) -> Self {
        let share = |(model, share): (String, batches::ModelShare)| {
            let body = ShareBody {
                rows: share.rows,
                expected_credits: share.expected.credits(),
            };
            (model, body)
        };
        let cost = CostBody::of(&forecast, 1);
        Self {
            rows: forecast.rows,
            broken_rows: forecast.broken_rows,
            images: forecast.images,
            errors: forecast.errors.into_iter().map(RowErrorBody::from).collect(),
            first_rows: forecast.first_rows.into_iter().map(RowBody::from).collect(),
            axes: forecast.axes.into_iter().map(AxisBody::from).collect(),
            models: forecast.models.into_iter().map(share).collect(),
            cost,
            steps: forecast.steps.into_iter().map(StepForecastBody::from).collect(),
            balance_credits: forecast.balance.credits(),
            duration: DurationBody {
                from_s: forecast.seconds.0,
                to_s: forecast.seconds.1,
            },
        }
    }
}

impl From<RowError> for RowErrorBody {
    fn from(error: RowError) -> Self {
        Self {
            row: error.row,
            line: error.line,
            field: error.field,
            message: error.message,
        }
    }
}

impl From<ForecastRow> for RowBody {
    fn from(row: ForecastRow) -> Self {
        Self {
            row: row.row,
            prompt: row.prompt,
            negative_prompt: row.negative_prompt,
            model_id: row.model_id,
            parameters: row.parameters,
            num_images: row.num_images,
            axes: row.axes,
            expected_credits: row.expected.credits(),
        }
    }
}
