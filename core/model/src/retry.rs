//! How often a failed job is tried again, and after what pauses.

use std::time::Duration;

/// The most retries that can be set.
pub const MOST_RETRIES: u32 = 20;

/// The longest first pause that can be set: an hour.
pub const LONGEST_FIRST_PAUSE: Duration = Duration::from_secs(3600);

/// The longest pause that can be set: a day.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(86_400);

/// The rule for the jobs of a plugin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Failed tries of a round that are followed by another, 0 to [`MOST_RETRIES`].
    pub max_retries: u32,
    /// Before the first retry, 1 s to [`LONGEST_FIRST_PAUSE`]; doubles each time.
    pub first_pause: Duration,
    /// No pause is longer, `first_pause` to [`LONGEST_PAUSE`].
    pub longest_pause: Duration,
}

impl Default for RetryPolicy {
    /// 5 retries after 2, 4, 8, 16 and 32 s.
    fn default() -> Self {
        Self {
            max_retries: 5,
            first_pause: Duration::from_secs(2),
            longest_pause: Duration::from_secs(300),
        }
    }
}

impl RetryPolicy {
    /// Whether a job that has been tried again this often may be once more.
    #[must_use]
    pub const fn allows(&self, retries: u32) -> bool {
        retries < self.max_retries
    }

    /// The pause before the retry after `retries` earlier ones, without chance.
    #[must_use]
    pub fn pause(&self, retries: u32) -> Duration {
        let doubled = self.first_pause.saturating_mul(1 << retries.min(16));
        doubled.min(self.longest_pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_to_a_limit() {
        let usual = RetryPolicy::default();
        for (retries, seconds) in [(0, 2), (1, 4), (3, 16), (8, 300), (u32::MAX, 300)] {
            assert_eq!(usual.pause(retries), Duration::from_secs(seconds), "{retries}");
        }
    }

    #[test]
    fn retries_end() {
        let usual = RetryPolicy::default();
        assert!(usual.allows(4) && !usual.allows(5));
        let never = RetryPolicy {
            max_retries: 0,
            ..usual
        };
        assert!(!never.allows(0));
    }
}
