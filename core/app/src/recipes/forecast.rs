//! What steps would be: jobs, pictures and price.

use studio_model::{MicroDollars, RecipeInputs, StepShape, count_steps};
use studio_plugin_host::{Operation, Price};

use super::check::Checked;
use super::step::Step;

/// A price from the least to the most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PriceRange {
    /// The least it can cost.
    pub low: MicroDollars,
    /// The likely cost.
    pub expected: MicroDollars,
    /// The most it can cost.
    pub high: MicroDollars,
}

impl PriceRange {
    /// The sum of both; past what fits, the most that does.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let add = |a: MicroDollars, b: MicroDollars| MicroDollars(a.0.saturating_add(b.0));
        Self {
            low: add(self.low, other.low),
            expected: add(self.expected, other.expected),
            high: add(self.high, other.high),
        }
    }

    fn of(price: &Price, times: u64) -> Self {
        let times = |one: u64| MicroDollars::saturating_from(one.saturating_mul(times));
        Self {
            low: times(price.low_microdollars),
            expected: times(price.expected_microdollars),
            high: times(price.high_microdollars),
        }
    }
}

/// What a step would be if every job before it goes well.
#[derive(Clone, Debug)]
pub struct StepForecast {
    /// Its number, from 1 on.
    pub step: u32,
    /// What is done.
    pub operation: Operation,
    /// By which model.
    pub model_id: String,
    /// Its jobs.
    pub jobs: u64,
    /// The pictures they make.
    pub images: u64,
    /// What they cost together.
    pub price: PriceRange,
    /// Milliseconds of one job of default settings.
    pub typical_ms: u32,
}

impl StepForecast {
    /// Milliseconds of its jobs one after the other.
    pub(crate) fn work_ms(&self) -> u64 {
        self.jobs.saturating_mul(u64::from(self.typical_ms))
    }

    fn add(&mut self, other: &Self) {
        self.jobs = self.jobs.saturating_add(other.jobs);
        self.images = self.images.saturating_add(other.images);
        self.price = self.price.plus(other.price);
    }
}

/// Steps that are given these pictures, each job at its step's price.
pub(super) fn forecast(checked: &Checked, prices: &[Price], inputs: RecipeInputs) -> Vec<StepForecast> {
    let shapes: Vec<StepShape> = checked.steps.iter().map(|(step, _)| Step::shape(step)).collect();
    let counts = count_steps(&shapes, inputs);
    let steps = (1..).zip(&checked.steps).zip(counts).zip(prices);
    let steps = steps.map(|(((number, (step, handle)), count), price)| StepForecast {
        step: number,
        operation: step.operation,
        model_id: step.model_id.clone(),
        jobs: count.jobs,
        images: count.images,
        price: PriceRange::of(price, count.jobs),
        typical_ms: handle.model().typical_duration_ms,
    });
    steps.collect()
}

/// Adds forecasts of the same steps up.
pub(super) fn add_up(sum: &mut Vec<StepForecast>, more: Vec<StepForecast>) {
    if sum.is_empty() {
        *sum = more;
        return;
    }
    for (sum, more) in sum.iter_mut().zip(&more) {
        sum.add(more);
    }
}

/// The price of all steps.
pub(super) fn total(steps: &[StepForecast]) -> PriceRange {
    steps
        .iter()
        .fold(PriceRange::default(), |sum, step| sum.plus(step.price))
}
