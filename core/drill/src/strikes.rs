//! Who is struck when: a plan that follows from the seed alone.

use std::time::Duration;

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use studio_fal_sim::{Fault, FaultKind};

/// Between two strikes, in milliseconds.
/// Long enough that a job of a second, which is recovered after a lease of 15 s, is rarely struck five times in a row.
const PAUSE_MS: std::ops::Range<u64> = 300..2700;

/// What is struck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    /// A `studio work` process, by number.
    Worker(u32),
    /// A `studio web` process, by number.
    Web(u32),
    /// The database server.
    Database,
}

/// How.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// `SIGKILL`: no warning.
    Kill,
    /// `SIGTERM`: as a deployment does.
    Stop,
}

/// One strike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Strike {
    /// After the strike before.
    pub(crate) pause: Duration,
    pub(crate) target: Target,
    pub(crate) how: How,
}

/// All strikes. ChaCha8, because it gives the same numbers in every version of the library.
pub(crate) fn plan(seed: u64, kills: u32, workers: u32, webs: u32) -> Vec<Strike> {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let strike = |_| Strike {
        pause: Duration::from_millis(dice.random_range(PAUSE_MS)),
        // Workers hold what can be lost, so most strikes are theirs; a database takes longest to come back.
        target: match dice.random_range(0..20) {
            0 => Target::Database,
            1..=5 => Target::Web(dice.random_range(0..webs)),
            _ => Target::Worker(dice.random_range(0..workers)),
        },
        how: if dice.random_range(0..5) == 0 {
            How::Stop
        } else {
            How::Kill
        },
    };
    (0..kills).map(strike).collect()
}

/// What the provider does wrong: refusals, lost answers, broken answers, slow ones. None of them makes a result unreadable
/// for ever, so every job can end well.
pub(crate) fn faults() -> Vec<Fault> {
    let sometimes = |kind, probability| Fault {
        probability,
        ..Fault::always(kind)
    };
    vec![
        sometimes(FaultKind::Refuse {}, 0.02),
        sometimes(FaultKind::AcceptThenDrop {}, 0.02),
        sometimes(
            FaultKind::Http {
                status: 503,
                detail: None,
                retry_after_s: None,
            },
            0.03,
        ),
        sometimes(
            FaultKind::Slow {
                delay_ms: 400,
                accept_first: true,
            },
            0.03,
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_plan_and_another_seed_another() {
        assert_eq!(plan(7, 200, 3, 2), plan(7, 200, 3, 2));
        assert_ne!(plan(7, 200, 3, 2), plan(8, 200, 3, 2));
        assert_eq!(plan(7, 200, 3, 2)[..50], plan(7, 50, 3, 2));
    }

    #[test]
    fn everybody_is_struck() {
        let plan = plan(1, 500, 3, 2);
        for target in [
            Target::Worker(0),
            Target::Worker(2),
            Target::Web(0),
            Target::Web(1),
            Target::Database,
        ] {
            assert!(plan.iter().any(|strike| strike.target == target), "{target:?}");
        }
        assert!(plan.iter().any(|strike| strike.how == How::Stop));
    }
}
