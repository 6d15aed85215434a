//! How well a model works, from what its last jobs tell.

use std::time::Duration;

text_enum! {
    /// How well a model works.
    ModelHealth {
        /// Nothing is wrong with it.
        Healthy = "healthy",
        /// Half of its jobs take more than twice the time that its plugin promises.
        Slow = "slow",
        /// More than one in five of its jobs end without pictures.
        Failing = "failing",
        /// Its jobs wait: an administrator holds them back.
        Paused = "paused",
    }
}

/// With fewer jobs the figures say more about chance than about the model.
pub const ENOUGH_RUNS: u32 = 5;

/// What the last jobs of a model tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Jobs that ended, cancelled ones left out.
    pub runs: u32,
    /// Those that ended with pictures.
    pub successes: u32,
    /// What half of the successful ones did not exceed, from the provider's acceptance on.
    pub p50: Duration,
}

impl ModelHealth {
    /// What the evidence says; `None` while there is too little of it. A model whose time is not promised is never slow.
    #[must_use]
    pub fn judge(evidence: Option<Evidence>, promised: Duration, is_paused: bool) -> Option<Self> {
        if is_paused {
            return Some(Self::Paused);
        }
        let Evidence { runs, successes, p50 } = evidence.filter(|evidence| evidence.runs >= ENOUGH_RUNS)?;
        let is_slow = !promised.is_zero() && successes >= ENOUGH_RUNS && p50 > promised * 2;
        Some(if u64::from(successes) * 5 < u64::from(runs) * 4 {
            Self::Failing
        } else if is_slow {
            Self::Slow
        } else {
            Self::Healthy
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(runs: u32, successes: u32, p50_s: u64, is_paused: bool) -> Option<&'static str> {
        let evidence = Evidence {
            runs,
            successes,
            p50: Duration::from_secs(p50_s),
        };
        ModelHealth::judge(Some(evidence), Duration::from_secs(5), is_paused).map(ModelHealth::as_str)
    }

    #[test]
    fn failing_comes_before_slow_and_paused_before_all() {
        assert_eq!(check(100, 100, 10, false), Some("healthy"));
        assert_eq!(check(100, 80, 11, false), Some("slow"));
        assert_eq!(check(100, 79, 11, false), Some("failing"));
        assert_eq!(check(100, 79, 11, true), Some("paused"));
    }

    #[test]
    fn too_few_jobs_tell_nothing() {
        assert_eq!(check(4, 0, 0, false), None);
        assert_eq!(check(5, 0, 0, false), Some("failing"));
        assert_eq!(ModelHealth::judge(None, Duration::ZERO, false), None);
        assert_eq!(
            ModelHealth::judge(None, Duration::ZERO, true),
            Some(ModelHealth::Paused)
        );
    }

    #[test]
    fn four_slow_successes_are_no_proof() {
        assert_eq!(check(5, 4, 60, false), Some("healthy"));
        let evidence = Evidence {
            runs: 9,
            successes: 9,
            p50: Duration::from_secs(3600),
        };
        let untold = ModelHealth::judge(Some(evidence), Duration::ZERO, false);
        assert_eq!(untold, Some(ModelHealth::Healthy), "no promise, no delay");
    }
}
