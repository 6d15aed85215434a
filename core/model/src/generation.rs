//! The state machine of a job, the one table that SQL, API and pages follow. `docs/JOBS.md` draws it.

text_enum! {
    /// What a job's owner sees.
    JobStatus {
        /// Waits for its turn, or for the end of a back-off.
        Pending = "pending",
        /// Being worked on; `Phase` says where.
        Processing = "processing",
        /// Ended with its pictures stored and paid.
        Completed = "completed",
        /// Ended without; nothing was paid.
        Failed = "failed",
        /// Ended at its owner's wish; nothing was paid.
        Cancelled = "cancelled",
    }
}

text_enum! {
    /// Where a processing job is.
    Phase {
        /// A worker has it and the plugin makes the next call.
        Planning = "planning",
        /// The intent is committed and the call is on its way.
        Submitting = "submitting",
        /// The call was made, its outcome is not known. Not sent again before that is settled.
        Unknown = "unknown",
        /// The provider took it; its id is stored.
        Submitted = "submitted",
        /// The provider works on it.
        Running = "running",
        /// The result is copied to our storage.
        Ingesting = "ingesting",
    }
}

text_enum! {
    /// What is known about one call to the provider.
    AttemptState {
        /// Committed; the call may or may not have been made.
        Intended = "intended",
        /// Made, with no usable answer.
        Unknown = "unknown",
        /// Taken by the provider; the request id is stored.
        Accepted = "accepted",
        /// Its output is stored.
        Succeeded = "succeeded",
        /// Not taken by the provider.
        Refused = "refused",
        /// Taken, and ended without a result.
        Failed = "failed",
        /// Taken, and cancelled there.
        Cancelled = "cancelled",
        /// Never arrived: proven, or presumed after the stated bound.
        Dead = "dead",
    }
}

impl JobStatus {
    /// No worker will touch the job again unless its owner retries it.
    #[must_use]
    pub const fn is_ended(self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Cancelled)
    }
}

/// A job's status together with its phase while processing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Transition {
    /// Status and phase before.
    pub from: (JobStatus, Option<Phase>),
    /// Status and phase after.
    pub to: (JobStatus, Option<Phase>),
}

/// An arrow that the diagram does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a job does not go from {} to {}", show(.0.from), show(.0.to))]
pub struct IllegalTransition(pub Transition);

fn show((status, phase): (JobStatus, Option<Phase>)) -> String {
    phase.map_or_else(|| status.to_string(), |phase| format!("{status}/{phase}"))
}

/// Says whether the diagram has this arrow. Staying in place is always allowed.
///
/// # Errors
/// [`IllegalTransition`] for every arrow that `docs/JOBS.md` does not draw.
pub fn check_transition(transition: Transition) -> Result<(), IllegalTransition> {
    let Transition { from, to } = transition;
    if from == to || next_states(from).contains(&to) {
        return Ok(());
    }
    Err(IllegalTransition(transition))
}

fn next_states(from: (JobStatus, Option<Phase>)) -> &'static [(JobStatus, Option<Phase>)] {
    use JobStatus::{Cancelled, Completed, Failed, Pending, Processing};
    use Phase::{Ingesting, Planning, Running, Submitted, Submitting, Unknown};
    const fn at(phase: Phase) -> (JobStatus, Option<Phase>) {
        (Processing, Some(phase))
    }
    match from {
        // Failed without being planned: its plugin is gone, or its workers keep dying.
        // Planned and committed to in one go, where nothing takes long.
        (Pending, None) => const { &[at(Planning), at(Submitting), (Failed, None), (Cancelled, None)] },
        // Back to pending: a back-off, or a worker that stops gracefully before the call.
        (Processing, Some(Planning)) => {
            const {
                &[
                    at(Submitting),
                    at(Ingesting),
                    (Completed, None),
                    (Pending, None),
                    (Failed, None),
                    (Cancelled, None),
                ]
            }
        }
        // Refused for sure: back-off or end. Crashed or unclear: unknown.
        (Processing, Some(Submitting)) => {
            const {
                &[
                    at(Submitted),
                    at(Unknown),
                    (Pending, None),
                    (Failed, None),
                    (Cancelled, None),
                ]
            }
        }
        // Found after all, or given up as dead.
        (Processing, Some(Unknown)) => const { &[at(Submitted), (Pending, None), (Failed, None), (Cancelled, None)] },
        // The provider may put a running request back into its queue. A next step of the plugin plans again.
        (Processing, Some(Submitted | Running)) => {
            const {
                &[
                    at(Submitted),
                    at(Running),
                    at(Ingesting),
                    at(Planning),
                    (Completed, None),
                    (Pending, None),
                    (Failed, None),
                    (Cancelled, None),
                ]
            }
        }
        (Processing, Some(Ingesting)) => const { &[(Completed, None), at(Planning), (Pending, None), (Failed, None)] },
        // Its owner tries again.
        (Failed | Cancelled, None) => &[(Pending, None)],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_states() -> Vec<(JobStatus, Option<Phase>)> {
        let phases = Phase::ALL.iter().map(|phase| (JobStatus::Processing, Some(*phase)));
        let others = JobStatus::ALL
            .iter()
            .filter(|status| **status != JobStatus::Processing)
            .map(|status| (*status, None));
        phases.chain(others).collect()
    }

    #[test]
    fn completion_comes_only_from_phases_with_a_stored_result_and_is_final() {
        let before = [Phase::Planning, Phase::Submitted, Phase::Running, Phase::Ingesting]
            .map(|phase| (JobStatus::Processing, Some(phase)));
        for from in all_states() {
            let to = (JobStatus::Completed, None);
            let allowed = check_transition(Transition { from, to }).is_ok();
            assert_eq!(allowed, from == to || before.contains(&from), "{from:?}");
        }
        assert!(next_states((JobStatus::Completed, None)).is_empty());
    }

    #[test]
    fn an_unsettled_call_is_never_followed_by_another_directly() {
        let from = (JobStatus::Processing, Some(Phase::Unknown));
        let to = (JobStatus::Processing, Some(Phase::Submitting));
        let error = check_transition(Transition { from, to }).unwrap_err();
        assert_eq!(
            error.to_string(),
            "a job does not go from processing/unknown to processing/submitting"
        );
    }

    #[test]
    fn every_state_can_reach_an_end() {
        for state in all_states() {
            let mut reachable = vec![state];
            let mut next = 0;
            while next < reachable.len() {
                for to in next_states(reachable[next]) {
                    if !reachable.contains(to) {
                        reachable.push(*to);
                    }
                }
                next += 1;
            }
            assert!(reachable.iter().any(|(status, _)| status.is_ended()), "{state:?}");
        }
    }

    #[test]
    fn spellings_are_unique_and_parse_back() {
        for status in JobStatus::ALL {
            assert_eq!(JobStatus::parse(status.as_str()), Some(*status));
        }
        assert_eq!(Phase::parse("ended"), None);
    }
}
