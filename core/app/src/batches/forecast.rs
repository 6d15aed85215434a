//! What a batch would be: rows, errors by row, first rows, price and duration. Nothing is held by it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value};
use studio_batch::Problem;
use studio_model::{MicroDollars, RecipeInputs, UserId};

use super::prices::{Cost, Prices};
use super::request::{BatchRequest, StoredRequest};
use super::resolve::{Checked, Resolver};
use super::walk::{Walked, walk};
use crate::recipes::{self, PriceRange, Resolved, StepForecast};
use crate::{App, Error, FieldError, Result, generation, models};

/// Errors of rows that are told; the others are counted.
const TOLD_ERRORS: usize = 100;

/// Rows that are shown.
const SHOWN_ROWS: usize = 20;

/// Values of an axis that are shown, and that are counted.
const SHOWN_VALUES: usize = 50;
const COUNTED_VALUES: usize = 1000;

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowError {
    /// The 0-based number of the row; for a row that the axes repeat, of the first of them.
    pub row: u32,
    /// The 1-based line of the table where the row begins.
    pub line: Option<u64>,
    /// The field: `prompt`, `parameters.steps`, `text`.
    pub field: String,
    /// What is wrong and what is allowed.
    pub message: String,
}

/// One of the first rows.
#[derive(Clone, Debug)]
pub struct ForecastRow {
    /// Its 0-based number.
    pub row: u32,
    /// The prompt.
    pub prompt: String,
    /// What not to show.
    pub negative_prompt: Option<String>,
    /// The model.
    pub model_id: String,
    /// The parameters, defaults included.
    pub parameters: Map<String, Value>,
    /// Pictures.
    pub num_images: u32,
    /// Values by axis.
    pub axes: BTreeMap<String, String>,
    /// What it is likely to cost.
    pub expected: MicroDollars,
}

/// The rows of one model.
#[derive(Clone, Copy, Debug, Default)]
pub struct ModelShare {
    /// Rows that make a job.
    pub rows: u32,
    /// Their likely cost.
    pub expected: MicroDollars,
}

/// An axis of the grid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct AxisValues {
    /// Its name.
    pub name: String,
    /// Its first values, 50 at the most, in the order of the rows.
    pub values: Vec<String>,
    /// How many there are; 1,000 stands for more, too.
    pub count: usize,
}

/// A forecast of a batch.
#[derive(Clone, Debug, Default)]
pub struct Forecast {
    /// All rows, broken ones too.
    pub rows: u32,
    /// Rows that make no job.
    pub broken_rows: u32,
    /// Pictures of the others.
    pub images: u64,
    /// The first errors of rows, 100 at the most.
    pub errors: Vec<RowError>,
    /// The first rows, 20 at the most.
    pub first_rows: Vec<ForecastRow>,
    /// The axes with their values.
    pub axes: Vec<AxisValues>,
    /// By model.
    pub models: BTreeMap<String, ModelShare>,
    /// The least the rows can cost.
    pub low: MicroDollars,
    /// Their likely cost.
    pub expected: MicroDollars,
    /// The most they can cost.
    pub high: MicroDollars,
    /// The steps that follow on their pictures.
    pub steps: Vec<StepForecast>,
    /// What the user can spend.
    pub balance: MicroDollars,
    /// Seconds it takes when nobody else works, and when only the slots kept for the background are free.
    pub seconds: (f64, f64),
}

impl Forecast {
    /// The price of the rows and of all steps that follow on them.
    #[must_use]
    pub fn total(&self) -> PriceRange {
        let rows = PriceRange {
            low: self.low,
            expected: self.expected,
            high: self.high,
        };
        self.steps.iter().fold(rows, |sum, step| sum.plus(step.price))
    }
}

/// Checks a request and says what it would be.
///
/// # Errors
/// [`Error::Invalid`] when the request as a whole is wrong; wrong rows are part of the answer.
pub async fn forecast(app: &App, user_id: UserId, request: &BatchRequest) -> Result<Forecast> {
    Ok(survey(app, user_id, request).await?.forecast)
}

/// A request that was walked through.
pub(super) struct Surveyed {
    pub(super) forecast: Forecast,
    /// As it is to be stored.
    pub(super) stored: StoredRequest,
    pub(super) resolver: Arc<Resolver>,
    /// The steps that follow.
    pub(super) then: Option<Resolved>,
    /// Decides the seeds of rows that ask for none.
    pub(super) seed: u32,
}

/// Walks through a whole request.
pub(super) async fn survey(app: &App, user_id: UserId, request: &BatchRequest) -> Result<Surveyed> {
    check_request(request)?;
    let inputs = match request.defaults.source_image_id {
        Some(id) => generation::find_inputs(app, user_id, id, "defaults.source_image_id").await?,
        None => Vec::new(),
    };
    let then = recipes::resolve(app, user_id, &request.then).await?;
    let handles = models::list_handles(app).await?;
    let seed = rand::random();
    let resolver = Arc::new(Resolver::new(handles, request.defaults.clone(), &inputs, seed));
    // One turn for one processor: a forecast must not take what serves others.
    let _turn = app.forecasts.acquire().await.map_err(Error::internal)?;
    let spec = Arc::new(request.spec.clone());
    let mut sum = Sum::new(app);
    let mut walked = walk(Arc::clone(&spec), Arc::clone(&resolver), 0);
    let mut prices = Prices::default();
    while let Some(piece) = walked.recv().await {
        match piece {
            Walked::Count(rows) => sum.forecast.rows = u32::try_from(rows).map_err(Error::internal)?,
            Walked::Refused(problems) => return Err(Error::Invalid(problems.iter().map(field_error).collect())),
            Walked::Rows(rows) => {
                let good = rows.iter().filter_map(|row| row.as_ref().ok());
                prices.learn(&resolver, good).await?;
                for row in rows {
                    match row.and_then(|row| prices.find(&row).map(|cost| (row, cost))) {
                        Ok((row, cost)) => sum.add(&resolver, row, cost),
                        Err(errors) => sum.refuse(errors),
                    }
                }
            }
        }
    }
    if let Some(then) = &then {
        sum.follow(then);
    }
    let balance = studio_db::ledger::find_balance(&mut *app.db.acquire().await?, user_id).await?;
    let forecast = Forecast {
        balance: balance.ok_or(Error::NotFound)?,
        ..sum.finish()
    };
    let spec = Arc::into_inner(spec).unwrap_or_else(|| request.spec.clone());
    Ok(Surveyed {
        forecast,
        stored: StoredRequest {
            spec,
            defaults: request.defaults.clone(),
            inputs,
            then: then.as_ref().map(Resolved::frozen).unwrap_or_default(),
        },
        resolver,
        then,
        seed,
    })
}

/// What [`is_name`] asks for.
pub(super) const NAME_RULE: &str = "the name must have 1 to 200 characters, none of them a control character";

/// Whether a batch or a preset may be called so.
pub(super) fn is_name(text: &str) -> bool {
    (1..=200).contains(&text.trim().chars().count()) && !text.trim().chars().any(char::is_control)
}

/// Looks at what is neither rows nor defaults.
pub(super) fn check_request(request: &BatchRequest) -> Result<()> {
    let mut errors = Vec::new();
    if let Some(name) = &request.name
        && !is_name(name)
    {
        errors.push(FieldError::new("name", NAME_RULE));
    }
    if !(-100..=100).contains(&request.priority) {
        errors.push(FieldError::new("priority", "priority must be between -100 and 100"));
    }
    if request.window_jobs.is_some_and(|jobs| !(1..=100_000).contains(&jobs)) {
        errors.push(FieldError::new(
            "window_jobs",
            "window_jobs must be between 1 and 100000",
        ));
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(errors))
    }
}

/// A complaint about the request as a whole, or one of its rows.
pub(super) fn field_error(problem: &Problem) -> FieldError {
    let place = match (problem.line, problem.row) {
        (Some(line), _) => format!("line {line}: "),
        (None, Some(row)) => format!("row {row}: "),
        (None, None) => String::new(),
    };
    FieldError::new(format!("spec.{}", problem.field), format!("{place}{}", problem.message))
}

/// Adds rows up.
struct Sum {
    forecast: Forecast,
    good_rows: u32,
    cost: Cost,
    /// Milliseconds of all rows one after the other.
    work_ms: u64,
    slots: studio_jobs::Slots,
    axes: HashMap<String, (BTreeSet<String>, Vec<String>)>,
}

impl Sum {
    fn new(app: &App) -> Self {
        Self {
            forecast: Forecast::default(),
            good_rows: 0,
            cost: Cost::default(),
            work_ms: 0,
            slots: studio_jobs::Slots(app.config.job_slots),
            axes: HashMap::new(),
        }
    }

    fn add(&mut self, resolver: &Resolver, row: Checked, cost: Cost) {
        let forecast = &mut self.forecast;
        self.good_rows += 1;
        forecast.images += u64::from(row.job.num_images);
        self.cost.low = self.cost.low.saturating_add(cost.low);
        self.cost.expected = self.cost.expected.saturating_add(cost.expected);
        self.cost.high = self.cost.high.saturating_add(cost.high);
        let expected = MicroDollars::saturating_from(cost.expected);
        let share = match forecast.models.get_mut(&row.job.model_id) {
            Some(share) => share,
            None => forecast.models.entry(row.job.model_id.clone()).or_default(),
        };
        share.rows += 1;
        share.expected = MicroDollars(share.expected.0.saturating_add(expected.0));
        if let Some(handle) = resolver.handle(&row.job.model_id) {
            self.work_ms += u64::from(handle.model().typical_duration_ms);
        }
        for (name, value) in &row.axes {
            note_value(&mut self.axes, name, value);
        }
        if forecast.first_rows.len() < SHOWN_ROWS {
            forecast.first_rows.push(ForecastRow {
                row: row.row,
                prompt: row.job.prompt,
                negative_prompt: row.job.negative_prompt,
                model_id: row.job.model_id,
                parameters: row.job.parameters,
                num_images: row.job.num_images,
                axes: row.axes,
                expected,
            });
        }
    }

    /// Adds the steps that follow on the pictures of all rows.
    fn follow(&mut self, then: &Resolved) {
        let inputs = RecipeInputs {
            all: self.forecast.images,
            first: self.good_rows.into(),
        };
        self.forecast.steps = then.forecast(inputs);
        let work_ms = self.forecast.steps.iter().map(StepForecast::work_ms);
        self.work_ms = work_ms.fold(self.work_ms, u64::saturating_add);
    }

    fn refuse(&mut self, errors: Vec<RowError>) {
        let left = TOLD_ERRORS.saturating_sub(self.forecast.errors.len());
        self.forecast.errors.extend(errors.into_iter().take(left));
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "slots and milliseconds of work are far below 2^52"
    )]
    fn finish(self) -> Forecast {
        let work_s = self.work_ms as f64 / 1000.0;
        let longest_job_s = work_s / f64::from(self.good_rows.max(1));
        let (most, least) = (self.slots.for_background(), self.slots.kept_for_background());
        let with = |slots: usize| (work_s / slots.max(1) as f64).max(longest_job_s);
        let mut axes: Vec<AxisValues> = self
            .axes
            .into_iter()
            .map(|(name, (all, values))| AxisValues {
                name,
                values,
                count: all.len(),
            })
            .collect();
        axes.sort_by(|a, b| a.name.cmp(&b.name));
        Forecast {
            // A row that is wrong before the axes repeat it takes all its repetitions with it.
            broken_rows: self.forecast.rows - self.good_rows,
            axes,
            low: MicroDollars::saturating_from(self.cost.low),
            expected: MicroDollars::saturating_from(self.cost.expected),
            high: MicroDollars::saturating_from(self.cost.high),
            seconds: (with(most), with(least)),
            ..self.forecast
        }
    }
}

fn note_value(axes: &mut HashMap<String, (BTreeSet<String>, Vec<String>)>, name: &str, value: &str) {
    let (all, shown) = match axes.get_mut(name) {
        Some(axis) => axis,
        None => axes.entry(name.to_owned()).or_default(),
    };
    if all.len() < COUNTED_VALUES && !all.contains(value) {
        all.insert(value.to_owned());
        if shown.len() < SHOWN_VALUES {
            shown.push(value.to_owned());
        }
    }
}
