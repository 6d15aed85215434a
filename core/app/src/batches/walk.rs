//! Walking through the rows of a request on a thread where blocking is allowed, a piece at a time.

use std::sync::Arc;

use studio_batch::{BatchSpec, Limits, Problem, RowProblem};
use tokio::sync::mpsc;

use super::forecast::RowError;
use super::resolve::{Checked, Resolver};

/// Rows of a piece.
const PIECE: usize = 1000;

/// Pieces that are made before they are asked for.
const AHEAD: usize = 1;

/// What comes along on the way.
pub(crate) enum Walked {
    /// First: how many rows there are, broken ones too.
    Count(u64),
    /// Then rows in order, at least one in a piece.
    Rows(Vec<Result<Checked, Vec<RowError>>>),
    /// Or only this: the request as a whole is wrong.
    Refused(Vec<Problem>),
}

/// Walks from the row with this number to the last one, or until the receiver is dropped.
pub(crate) fn walk(spec: Arc<BatchSpec>, resolver: Arc<Resolver>, from_row: u32) -> mpsc::Receiver<Walked> {
    let (sender, receiver) = mpsc::channel(AHEAD);
    tokio::task::spawn_blocking(move || {
        let limits = Limits::default();
        let expansion = match spec.expand(&limits) {
            Ok(expansion) => expansion,
            Err(problems) => return drop(sender.blocking_send(Walked::Refused(problems))),
        };
        if sender.blocking_send(Walked::Count(expansion.count_rows())).is_err() {
            return;
        }
        let mut piece = Vec::with_capacity(PIECE);
        for row in expansion {
            let row = match row {
                Ok(row) if row.index < from_row => continue,
                Err(problem) if problem.index < from_row => continue,
                Ok(row) => resolver.resolve(row),
                Err(problem) => Err(vec![row_error(problem)]),
            };
            piece.push(row);
            if piece.len() == PIECE && sender.blocking_send(Walked::Rows(std::mem::take(&mut piece))).is_err() {
                return;
            }
        }
        if !piece.is_empty() {
            // Nobody waits for it any more: nothing to be done.
            let _ = sender.blocking_send(Walked::Rows(piece));
        }
    });
    receiver
}

fn row_error(problem: RowProblem) -> RowError {
    RowError {
        row: problem.index,
        line: problem.line,
        field: problem.field,
        message: problem.message,
    }
}
