//! Looking at a batch before it runs: what is wrong with it, and what its first rows are.

use serde::Serialize;

use crate::{
    BatchSpec, Limits, Problem, Row,
    expand::Expansion,
    plan::{self, Plan},
};

/// The first rows of a batch and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Preview {
    /// Rows that the whole batch makes, broken ones too; `None` where they cannot be counted. `u64::MAX` also for more.
    pub count: Option<u64>,
    /// The first good rows.
    pub rows: Vec<Row>,
    /// The batch's problems and those of the rows looked at. [`BatchSpec::check`] looks at all rows.
    pub problems: Vec<Problem>,
}

impl BatchSpec {
    /// Everything that is wrong, at most [`Limits::max_errors`] problems; empty for a batch that makes all its rows.
    ///
    /// Looks at every prompt, record and combination once (templates are rendered, axes are not multiplied out), unless
    /// the batch as a whole is wrong already. For 100,000 rows that is a few tenths of a second of one processor.
    #[must_use]
    pub fn check(&self, limits: &Limits) -> Vec<Problem> {
        match self.expand(limits) {
            Err(problems) => problems,
            Ok(mut expansion) => std::iter::from_fn(|| expansion.next_record())
                .filter_map(Result::err)
                .map(Problem::from)
                .take(limits.max_errors.max(1))
                .collect(),
        }
    }

    /// The first `rows` good rows with the problems met on the way to them. A batch of too many rows still shows its
    /// first ones.
    #[must_use]
    pub fn preview(&self, rows: usize, limits: &Limits) -> Preview {
        let plan = match Plan::new(self, limits) {
            Ok(plan) => plan,
            Err(problems) => {
                let count = self.count().ok();
                let rows = Vec::new();
                return Preview { count, rows, problems };
            }
        };
        let mut preview = Preview {
            count: Some(plan.count),
            rows: Vec::new(),
            problems: plan::too_many(self, plan.count, limits).into_iter().collect(),
        };
        match Expansion::new(plan, limits) {
            Ok(expansion) => fill(&mut preview, expansion, rows, limits),
            Err(error) => preview.problems.push(error.into()),
        }
        preview
    }
}

fn fill(preview: &mut Preview, mut expansion: Expansion<'_>, rows: usize, limits: &Limits) {
    while preview.rows.len() < rows && preview.problems.len() < limits.max_errors.max(1) {
        match expansion.next() {
            None => return,
            Some(Ok(row)) => preview.rows.push(row),
            Some(Err(problem)) => preview.problems.push(problem.into()),
        }
    }
}
