//! What a request would cost.

use studio_model::{MicroDollars, UserId};
use studio_plugin_host::{CallError, Job, ModelHandle, PluginError, Price};

use super::request::{Submit, prepare};
use crate::{App, Error, FieldError, Result};

/// A forecast; nothing is held by it.
#[derive(Clone, Debug)]
pub struct Estimate {
    /// The least it can cost.
    pub low: MicroDollars,
    /// The likely cost.
    pub expected: MicroDollars,
    /// What is held until it is over.
    pub high: MicroDollars,
    /// How the figure comes about.
    pub basis: String,
    /// What the user can spend.
    pub balance: MicroDollars,
    /// Seconds a job of default settings takes.
    pub typical_seconds: f64,
}

/// Checks a request and says what it would cost.
///
/// # Errors
/// As for [`super::submit`], but never [`Error::InsufficientCredits`]: the balance is part of the answer.
pub async fn estimate(app: &App, user_id: UserId, submit: &Submit) -> Result<Estimate> {
    let prepared = prepare(app, user_id, submit, None).await?;
    let price = price(&prepared.handle, &prepared.job).await?;
    let balance = studio_db::ledger::find_balance(&mut *app.db.acquire().await?, user_id).await?;
    Ok(Estimate {
        low: MicroDollars::saturating_from(price.low_microdollars),
        expected: MicroDollars::saturating_from(price.expected_microdollars),
        high: MicroDollars::saturating_from(price.high_microdollars),
        basis: price.basis,
        balance: balance.ok_or(Error::NotFound)?,
        typical_seconds: f64::from(prepared.handle.model().typical_duration_ms) / 1000.0,
    })
}

/// The plugin's price for a job.
pub(crate) async fn price(handle: &ModelHandle, job: &Job) -> Result<Price> {
    handle.estimate(job).await.map_err(declined)
}

/// A plugin's refusal before anything was spent.
fn declined(error: CallError) -> Error {
    match error {
        CallError::Declined(PluginError::InvalidInput(errors)) => Error::Invalid(
            errors
                .into_iter()
                .map(|error| FieldError::new(error.field, error.message))
                .collect(),
        ),
        CallError::Declined(PluginError::Unsupported(text)) => Error::invalid("model_id", text),
        CallError::Declined(PluginError::Rejected(text)) => Error::invalid("prompt", text),
        other => Error::internal(other),
    }
}
