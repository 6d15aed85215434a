//! The calls to the provider that a job made.

use chrono::{DateTime, Utc};
use studio_db::attempts::{self, Call};
use studio_db::generation;
use studio_model::{AttemptState, JobId, UserId};

use crate::{App, Error, Result};

/// A call and what followed from it.
#[derive(Clone, Debug)]
pub struct AttemptView {
    /// The call.
    pub call: Call,
    /// What the studio did about a call without a result.
    pub decision: Option<Decision>,
}

/// What followed from a call that brought no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The same step was asked again.
    Retried,
    /// It will be, not before this time.
    RetryAt(DateTime<Utc>),
    /// It was not, in this round.
    GivenUp,
}

impl Decision {
    /// A stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Retried => "retried",
            Self::RetryAt(_) => "retry_later",
            Self::GivenUp => "given_up",
        }
    }
}

/// The calls of a job of the user, oldest first. Calls of a job that ended long ago are forgotten, see `tasks::housekeeping`.
///
/// # Errors
/// [`Error::NotFound`] when there is no such job, or it is somebody else's.
pub async fn list_attempts(app: &App, user_id: UserId, id: JobId) -> Result<Vec<AttemptView>> {
    let mut conn = app.db.acquire().await?;
    let job = generation::find_for_user(&mut conn, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    let calls = attempts::list_by_job(&mut conn, id).await?;
    let present = (!job.status.is_ended()).then_some((job.round, job.next_attempt_at));
    let decisions: Vec<_> = (0..calls.len()).map(|at| decision(&calls, at, present)).collect();
    Ok(calls
        .into_iter()
        .zip(decisions)
        .map(|(call, decision)| AttemptView { call, decision })
        .collect())
}

/// `present`: the round of a job that has not ended, and when it goes on.
fn decision(calls: &[Call], at: usize, present: Option<(i32, DateTime<Utc>)>) -> Option<Decision> {
    let (call, later) = calls.get(at..)?.split_first()?;
    let brought_nothing = matches!(
        call.state,
        AttemptState::Refused | AttemptState::Failed | AttemptState::Dead
    );
    let is_again = |next: &Call| next.round == call.round && next.step <= call.step;
    match present {
        _ if !brought_nothing => None,
        _ if later.iter().any(is_again) => Some(Decision::Retried),
        Some((round, next_at)) if round == call.round => Some(Decision::RetryAt(next_at)),
        _ => Some(Decision::GivenUp),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(number: i32, round: i32, step: i32, state: AttemptState) -> Call {
        Call {
            number,
            round,
            step,
            label: String::new(),
            endpoint: String::new(),
            state,
            request_id: None,
            error: None,
            created_at: DateTime::UNIX_EPOCH,
            accepted_at: None,
            ended_at: None,
        }
    }

    #[test]
    fn what_followed_is_read_off_the_later_calls() {
        let calls = [
            call(1, 0, 0, AttemptState::Failed),
            call(2, 0, 0, AttemptState::Succeeded),
            call(3, 0, 1, AttemptState::Refused),
            call(4, 1, 0, AttemptState::Dead),
        ];
        let of = |present| [0, 1, 2, 3].map(|at| decision(&calls, at, present));
        let given_up = Some(Decision::GivenUp);
        assert_eq!(of(None), [Some(Decision::Retried), None, given_up, given_up]);
        let at = DateTime::UNIX_EPOCH;
        let later = Some(Decision::RetryAt(at));
        assert_eq!(of(Some((1, at))), [Some(Decision::Retried), None, given_up, later]);
    }
}
