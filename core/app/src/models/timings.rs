//! How long models really take, as far as enough jobs have been measured.

use std::collections::HashMap;
use std::time::Duration;

use studio_db::PgConnection;
use studio_db::timings::{self, Timing};
use studio_model::{ENOUGH_RUNS, Pace};

use crate::{App, Result};

/// What the last 200 jobs of a model tell; cancelled ones are left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Jobs looked at, at least 5.
    pub runs: u32,
    /// The part of them that ended with pictures, 0 to 1.
    pub success_rate: f64,
    /// Seconds from the provider's acceptance to the end that half of the successful ones did not exceed; `None` when fewer than 5
    /// were successful.
    pub p50_s: Option<f64>,
    /// As `p50_s`, for nineteen of twenty.
    pub p95_s: Option<f64>,
}

impl Measured {
    /// The figures, when there are enough jobs.
    pub(crate) fn of(timing: &Timing) -> Option<Self> {
        if timing.runs < ENOUGH_RUNS {
            return None;
        }
        let is_enough = timing.successes >= ENOUGH_RUNS;
        Some(Self {
            runs: timing.runs,
            success_rate: f64::from(timing.successes) / f64::from(timing.runs),
            p50_s: is_enough.then_some(timing.p50.as_secs_f64()),
            p95_s: is_enough.then_some(timing.p95.as_secs_f64()),
        })
    }
}

/// The timings of all models.
#[derive(Debug, Default)]
pub(crate) struct Timings(HashMap<String, Timing>);

impl Timings {
    pub(crate) async fn load(conn: &mut PgConnection) -> Result<Self> {
        Ok(Self(timings::list(conn).await?))
    }

    /// All that is known of a model.
    pub(crate) fn find(&self, model_id: &str) -> Option<&Timing> {
        self.0.get(model_id)
    }

    /// The figures of a model, when there are enough of its jobs.
    pub(crate) fn measured(&self, model_id: &str) -> Option<Measured> {
        Measured::of(self.find(model_id)?)
    }

    /// How long a job of the model takes: as measured, else as its plugin says.
    pub(crate) fn pace(&self, app: &App, model_id: &str) -> Option<Pace> {
        let measured = self.0.get(model_id).filter(|timing| timing.successes >= ENOUGH_RUNS);
        let measured = measured.map(|timing| Pace {
            p50: timing.p50,
            p90: timing.p90,
        });
        measured.or_else(|| {
            let handle = app.plugins.model(model_id)?;
            let typical = Duration::from_millis(handle.model().typical_duration_ms.into());
            Some(Pace::typical(typical))
        })
    }
}
