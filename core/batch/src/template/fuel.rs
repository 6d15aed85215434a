//! The work that templates may do, for each row and for the batch.

use super::TemplateError;
use crate::Limits;

/// What is left of an expansion's fuel.
pub(crate) struct Fuel {
    per_row: u64,
    per_batch: u64,
    left: u64,
}

impl Fuel {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            per_row: limits.fuel_per_row,
            per_batch: limits.fuel_per_batch,
            left: limits.fuel_per_batch,
        }
    }

    pub(crate) fn per_row(&self) -> u64 {
        self.per_row
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.left == 0
    }

    pub(crate) fn take(&mut self, used: u64) {
        self.left = self.left.saturating_sub(used);
    }

    pub(crate) fn row_exhausted(&self, error: &minijinja::Error) -> TemplateError {
        TemplateError {
            line: error.line(),
            message: format!(
                "the template does too much for one row (more than {} steps)",
                self.per_row
            ),
        }
    }

    pub(crate) fn batch_exhausted(&self) -> TemplateError {
        TemplateError {
            line: None,
            message: format!(
                "the template does too much for a batch of this size (more than {} steps)",
                self.per_batch
            ),
        }
    }
}
