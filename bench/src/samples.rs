//! Durations of one series, and what they say.

use std::time::Duration;

/// At least one duration, shortest first.
#[derive(Clone, Debug)]
pub(crate) struct Samples(Vec<Duration>);

impl Samples {
    /// Sorts what was measured.
    ///
    /// # Panics
    /// Without a single duration: a series that measured nothing is a mistake of this program.
    pub(crate) fn new(mut durations: Vec<Duration>) -> Self {
        assert!(!durations.is_empty(), "a series without samples");
        durations.sort_unstable();
        Self(durations)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The smallest duration that at least `percent` of a hundred samples do not exceed (nearest rank).
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0[rank.min(self.0.len()) - 1]
    }

    /// The middle one.
    pub(crate) fn median(&self) -> Duration {
        self.percentile(50)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn milliseconds(samples: &[u64]) -> Samples {
        Samples::new(samples.iter().copied().map(Duration::from_millis).collect())
    }

    #[test]
    fn percentiles_are_samples_that_occurred() {
        let hundred = milliseconds(&(1..=100).rev().collect::<Vec<_>>());
        let at = |percent| hundred.percentile(percent).as_millis();
        assert_eq!((at(0), at(50), at(95), at(100)), (1, 50, 95, 100));
        let three = milliseconds(&[30, 10, 20]);
        assert_eq!((three.median().as_millis(), three.percentile(95).as_millis()), (20, 30));
    }
}
