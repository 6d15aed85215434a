//! Failures on demand: what can go wrong ([`FaultKind`]), where ([`Stage`]), how often, and the book that decides.

mod apply;
mod bomb;
mod kind;
mod parse;

pub(crate) use apply::with_faults;
pub use kind::{FaultKind, Stage};
pub(crate) use parse::parse_list;
use serde::Serialize;

use crate::endpoint::glob_matches;

/// One failure to inject.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fault {
    /// Pattern of full endpoint ids (`*` matches any run of characters). `None`: every endpoint.
    pub endpoint: Option<String>,
    /// What happens.
    #[serde(flatten)]
    pub kind: FaultKind,
    /// Where it happens. `None`: the kind's usual place.
    pub on: Option<Stage>,
    /// Chance that a matching event is hit, 0 to 1.
    pub probability: f64,
    /// How many times it may strike. `None`: without end.
    pub count: Option<u32>,
}

impl Fault {
    /// A fault that strikes every time, everywhere, in its usual place.
    #[must_use]
    pub fn always(kind: FaultKind) -> Self {
        Self {
            endpoint: None,
            kind,
            on: None,
            probability: 1.0,
            count: None,
        }
    }

    /// Limits how many times it strikes.
    #[must_use]
    pub fn times(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }

    /// Limits it to endpoints that match a pattern.
    #[must_use]
    pub fn at(mut self, endpoint: &str) -> Self {
        self.endpoint = Some(endpoint.to_owned());
        self
    }

    /// Moves it to another place.
    #[must_use]
    pub fn on(mut self, stage: Stage) -> Self {
        self.on = Some(stage);
        self
    }

    /// Makes it strike by chance, 0 to 1.
    #[must_use]
    pub fn with_probability(mut self, probability: f64) -> Self {
        self.probability = probability;
        self
    }

    fn stage(&self) -> Stage {
        self.on.unwrap_or(self.kind.usual_stage())
    }
}

/// A fault that cannot be used, and which field is to blame.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {message}")]
pub struct FaultError {
    /// Path of the field, e.g. `faults[0].probability`.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

impl FaultError {
    pub(crate) fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}

/// The active faults and how often each has struck.
#[derive(Default)]
pub(crate) struct FaultBook(Vec<(Fault, u32)>);

impl FaultBook {
    /// Replaces all faults after checking them.
    pub(crate) fn replace(&mut self, faults: Vec<Fault>) -> Result<(), FaultError> {
        for (index, fault) in faults.iter().enumerate() {
            if !(0.0..=1.0).contains(&fault.probability) {
                let message = format!("must be between 0 and 1, not {}", fault.probability);
                return Err(FaultError::new(format!("faults[{index}].probability"), message));
            }
            if let Err((field, message)) = fault.kind.check(fault.stage()) {
                return Err(FaultError::new(format!("faults[{index}].{field}"), message));
            }
        }
        self.0 = faults.into_iter().map(|fault| (fault, 0)).collect();
        Ok(())
    }

    /// The faults that strike at this event, in the order they were listed.
    pub(crate) fn draw(&mut self, stage: Stage, endpoint: &str, mut roll: impl FnMut() -> f64) -> Vec<FaultKind> {
        let mut struck = Vec::new();
        for (fault, times) in &mut self.0 {
            let here = fault.stage() == stage
                && fault.count.is_none_or(|count| *times < count)
                && fault
                    .endpoint
                    .as_ref()
                    .is_none_or(|pattern| glob_matches(pattern, endpoint));
            if here && (fault.probability >= 1.0 || roll() < fault.probability) {
                *times += 1;
                struck.push(fault.kind.clone());
            }
        }
        struck
    }

    /// The faults with their counts.
    pub(crate) fn list(&self) -> &[(Fault, u32)] {
        &self.0
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}
