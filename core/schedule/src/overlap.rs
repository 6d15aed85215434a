//! What happens when a run is due while an earlier one still works.

use serde::{Deserialize, Serialize};

/// What a schedule wants when its runs overlap. Stored in lower case with underscores: `cancel_previous`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overlap {
    /// The new run is left out.
    #[default]
    Skip,
    /// The new run waits until no earlier one works.
    Queue,
    /// The earlier runs are cancelled for the new one.
    CancelPrevious,
    /// They work side by side.
    Allow,
}

/// What to do with a run that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OverlapDecision {
    /// Start it.
    Start,
    /// Record it as skipped.
    Skip,
    /// Keep it; start the oldest that waits when the running ones have ended.
    Wait,
    /// Cancel every running one, then start it.
    CancelThenStart,
}

/// Decides about a run that is due while `running` earlier runs of the same schedule have not ended. Runs that wait count too:
/// otherwise a new one would overtake them.
#[must_use]
pub fn decide(policy: Overlap, running: u32) -> OverlapDecision {
    if running == 0 {
        return OverlapDecision::Start;
    }
    match policy {
        Overlap::Skip => OverlapDecision::Skip,
        Overlap::Queue => OverlapDecision::Wait,
        Overlap::CancelPrevious => OverlapDecision::CancelThenStart,
        Overlap::Allow => OverlapDecision::Start,
    }
}
