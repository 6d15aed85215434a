//! From a specification to its rows, one at a time.

use crate::{
    BatchSpec, Limits, Problem, Row, RowProblem, SpecError,
    grid::Grid,
    plan::{self, Plan},
    source::Rows,
    template::Fuel,
};

/// The rows of a batch, made as they are asked for.
///
/// A prompt, record or combination that is wrong gives one [`RowProblem`] in the place of all its rows and does not stop
/// the others. The same specification always gives the same rows.
pub struct Expansion<'a> {
    rows: Rows<'a>,
    limits: Limits,
    fuel: Fuel,
    grid: Grid<'a>,
    count: u64,
    /// The index of the row that comes next.
    next: u64,
    /// The row that is being repeated, and the next point of the grid for it.
    current: Option<(Row, u64)>,
}

impl<'a> Expansion<'a> {
    /// Takes a plan without problems.
    pub(crate) fn new(plan: Plan<'a>, limits: &Limits) -> Result<Self, SpecError> {
        Ok(Self {
            rows: plan.source.into_rows()?,
            limits: limits.clone(),
            fuel: Fuel::new(limits),
            grid: plan.grid,
            count: plan.count,
            next: 0,
            current: None,
        })
    }

    /// The number of rows, those that problems take out included. Unit: rows, 1 to [`Limits::max_rows`].
    #[must_use]
    pub fn count_rows(&self) -> u64 {
        self.count
    }

    /// The next row before the axes multiply it, or what is wrong with it.
    pub(crate) fn next_record(&mut self) -> Option<Result<Row, RowProblem>> {
        let (line, outcome) = self.rows.next(&self.limits, &mut self.fuel)?;
        let index = u32::try_from(self.next).unwrap_or(u32::MAX);
        self.next = self.next.saturating_add(self.grid.len());
        Some(outcome.map(|row| Row { index, ..row }).map_err(|flaw| RowProblem {
            index,
            line,
            field: flaw.field,
            message: flaw.message,
        }))
    }

    fn point(&self, row: &mut Row, point: u64) {
        row.index = row.index.saturating_add(u32::try_from(point).unwrap_or(u32::MAX));
        self.grid.apply(point, row);
    }
}

impl Iterator for Expansion<'_> {
    type Item = Result<Row, RowProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        let (mut row, point) = match self.current.take() {
            Some(current) => current,
            None => match self.next_record()? {
                Ok(row) => (row, 0),
                Err(problem) => return Some(Err(problem)),
            },
        };
        if point + 1 < self.grid.len() {
            self.current = Some((row.clone(), point + 1));
        }
        self.point(&mut row, point);
        Some(Ok(row))
    }
}

impl BatchSpec {
    /// The number of rows that [`expand`](Self::expand) makes, those that problems take out included; `u64::MAX` also
    /// for more. Lists and axes are only multiplied; of a CSV text the records are counted, which reads it once.
    ///
    /// # Errors
    /// [`SpecError`] where there is nothing to count: the text is no table, the template does not compile, lists to be
    /// zipped differ in length. Other problems do not matter here.
    pub fn count(&self) -> Result<u64, SpecError> {
        plan::count(self)
    }

    /// Makes the rows, lazily.
    ///
    /// # Errors
    /// All problems that concern the batch as a whole, at most [`Limits::max_errors`] and at least one: sizes, header,
    /// mapping, template, lists, axes, too many rows. Problems of single rows come from the iterator.
    pub fn expand(&self, limits: &Limits) -> Result<Expansion<'_>, Vec<Problem>> {
        let plan = Plan::new(self, limits)?;
        if let Some(problem) = plan::too_many(self, plan.count, limits) {
            return Err(vec![problem]);
        }
        Expansion::new(plan, limits).map_err(|error| vec![error.into()])
    }
}
