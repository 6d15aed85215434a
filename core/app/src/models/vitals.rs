//! How well models work: measured by their last jobs, judged by what their plugins promise.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use studio_db::PgConnection;
use studio_db::queue::{Scope, list_pauses};
use studio_model::{Evidence, ModelHealth};

use super::timings::{Measured, Timings};
use crate::{App, Result};

/// How well a model works.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Vitals {
    /// What its last jobs tell; `None` while there are too few.
    pub measured: Option<Measured>,
    /// What follows from that; `None` while it is unknown.
    pub health: Option<ModelHealth>,
}

/// The vitals of every model on offer, by its id.
///
/// # Errors
/// When the database is away.
pub async fn vitals(app: &App) -> Result<HashMap<String, Vitals>> {
    let judge = Judge::load(&mut *app.db.acquire().await?).await?;
    let models = app.plugins.models().into_iter();
    Ok(models
        .map(|info| {
            let vitals = judge.vitals(&info.model.id, info.model.typical_duration_ms);
            (info.model.id, vitals)
        })
        .collect())
}

/// What is known of all models at one moment.
#[derive(Debug, Default)]
pub(crate) struct Judge {
    timings: Timings,
    paused: HashSet<String>,
    is_everything_paused: bool,
}

impl Judge {
    pub(crate) async fn load(conn: &mut PgConnection) -> Result<Self> {
        let timings = Timings::load(conn).await?;
        let (mut paused, mut is_everything_paused) = (HashSet::new(), false);
        for pause in list_pauses(conn).await? {
            match pause.scope {
                Scope::Model(id) => drop(paused.insert(id)),
                Scope::Everything => is_everything_paused = true,
                Scope::User(_) | Scope::Own(_) => (),
            }
        }
        Ok(Self {
            timings,
            paused,
            is_everything_paused,
        })
    }

    /// The vitals of a model whose plugin promises this time.
    pub(crate) fn vitals(&self, model_id: &str, typical_duration_ms: u32) -> Vitals {
        let is_paused = self.is_everything_paused || self.paused.contains(model_id);
        let evidence = self.timings.find(model_id).map(|timing| Evidence {
            runs: timing.runs,
            successes: timing.successes,
            p50: timing.p50,
        });
        let promised = Duration::from_millis(typical_duration_ms.into());
        Vitals {
            measured: self.timings.measured(model_id),
            health: ModelHealth::judge(evidence, promised, is_paused),
        }
    }
}
