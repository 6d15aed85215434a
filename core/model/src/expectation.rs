//! When a job is likely to end: a range, from how long its model takes and what is in front of it.
//!
//! The lower end takes it that everything goes as it usually does and the next place is free at any moment, the upper that all
//! jobs before it are slow ones. The jobs before it count as jobs of the same model: what they really are is not looked at.

use std::time::Duration;

/// How long a job is with the provider and in storing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Half of the jobs take no longer.
    pub p50: Duration,
    /// Nine of ten jobs take no longer. Counts as `p50` when it is less.
    pub p90: Duration,
}

/// What is in front of a waiting job.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Jobs that go first.
    pub ahead: u32,
    /// Places that are free now.
    pub free: u32,
    /// Places that serve this line when all work, in the long run; may be a fraction. At least a hundredth.
    pub places: f64,
    /// Nothing of the line begins before this time is over.
    pub not_before: Duration,
}

/// From now to the end of a job, at the earliest and at the latest as far as can be told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Remaining {
    /// The lower end.
    pub from: Duration,
    /// The upper end, never below the lower.
    pub to: Duration,
}

impl Pace {
    /// A model of which nothing is known but what its author says: a slow job takes twice as long.
    #[must_use]
    pub fn typical(duration: Duration) -> Self {
        Self {
            p50: duration,
            p90: duration * 2,
        }
    }

    fn slow(self) -> Duration {
        self.p90.max(self.p50)
    }

    /// For a job that waits.
    #[must_use]
    pub fn waiting(self, line: &Line) -> Remaining {
        let places = line.places.max(0.01);
        // Those ahead and this one, less those that begin at once.
        let behind = f64::from(line.ahead.saturating_add(1).saturating_sub(line.free));
        let turns = |jobs: f64, pace: Duration| scaled(pace, jobs.max(0.0) / places);
        Remaining {
            from: line.not_before + turns(behind - 1.0, self.p50) + self.p50,
            to: line.not_before + turns(behind, self.slow()) + self.slow(),
        }
    }

    /// For a job that began so long ago. One that takes longer than nearly all is expected at any moment, and given half of
    /// the usual time again.
    #[must_use]
    pub fn running(self, elapsed: Duration) -> Remaining {
        Remaining {
            from: self.p50.saturating_sub(elapsed),
            to: self.slow().saturating_sub(elapsed).max(self.p50 / 2),
        }
    }
}

/// A day is as good as for ever.
fn scaled(pace: Duration, factor: f64) -> Duration {
    const MOST_S: f64 = 100.0 * 86_400.0;
    Duration::from_secs_f64((pace.as_secs_f64() * factor).clamp(0.0, MOST_S))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace {
        p50: Duration::from_secs(10),
        p90: Duration::from_secs(20),
    };

    #[track_caller]
    fn check(remaining: Remaining, from_s: u64, to_s: u64) {
        let expected = Remaining {
            from: Duration::from_secs(from_s),
            to: Duration::from_secs(to_s),
        };
        assert_eq!(remaining, expected);
    }

    fn line(ahead: u32, free: u32, places: f64) -> Line {
        Line {
            ahead,
            free,
            places,
            not_before: Duration::ZERO,
        }
    }

    #[test]
    fn with_a_free_place_only_the_job_itself_counts() {
        check(PACE.waiting(&line(0, 1, 4.0)), 10, 20);
        check(PACE.waiting(&line(3, 4, 4.0)), 10, 20);
    }

    #[test]
    fn without_one_it_waits_for_those_ahead() {
        check(PACE.waiting(&line(0, 0, 1.0)), 10, 40);
        check(PACE.waiting(&line(4, 0, 1.0)), 50, 120);
        check(PACE.waiting(&line(4, 0, 5.0)), 18, 40);
        check(PACE.waiting(&line(5, 2, 2.0)), 25, 60);
    }

    #[test]
    fn half_a_place_takes_twice_as_long() {
        check(PACE.waiting(&line(1, 0, 0.5)), 30, 100);
    }

    #[test]
    fn a_time_that_must_pass_first_is_added() {
        let held = Line {
            not_before: Duration::from_secs(60),
            ..line(0, 1, 1.0)
        };
        check(PACE.waiting(&held), 70, 80);
    }

    #[test]
    fn a_running_job_has_the_rest_of_its_time() {
        check(PACE.running(Duration::from_secs(4)), 6, 16);
        check(PACE.running(Duration::from_secs(12)), 0, 8);
        check(PACE.running(Duration::from_secs(300)), 0, 5);
    }

    /// All combinations of small and extreme values.
    fn every_line() -> impl Iterator<Item = (Pace, Line)> {
        let ms = [0, 1, 1_500, 60_000, 86_400_000].map(Duration::from_millis);
        let paces = ms.into_iter().flat_map(move |p50| ms.map(|p90| Pace { p50, p90 }));
        paces.flat_map(|pace| {
            [0, 1, 7, 999, u32::MAX].into_iter().flat_map(move |ahead| {
                [0, 1, 16].into_iter().flat_map(move |free| {
                    [0.0, 0.25, 1.0, 16.0]
                        .into_iter()
                        .map(move |places| (pace, line(ahead, free, places)))
                })
            })
        })
    }

    #[test]
    fn a_range_is_always_ordered() {
        for (pace, line) in every_line() {
            let remaining = pace.waiting(&line);
            assert!(remaining.from <= remaining.to, "{pace:?} {line:?} {remaining:?}");
            let running = pace.running(remaining.from);
            assert!(running.from <= running.to, "{pace:?} {running:?}");
        }
    }

    #[test]
    fn more_jobs_ahead_never_bring_the_end_nearer() {
        for (pace, line) in every_line() {
            let further = Line {
                ahead: line.ahead.saturating_add(1),
                ..line
            };
            let (near, far) = (pace.waiting(&line), pace.waiting(&further));
            assert!(near.from <= far.from && near.to <= far.to, "{pace:?} {line:?}");
        }
    }

    #[test]
    fn more_places_never_bring_the_end_further() {
        for (pace, line) in every_line() {
            let wider = Line {
                places: line.places + 1.0,
                ..line
            };
            assert!(pace.waiting(&wider).to <= pace.waiting(&line).to, "{pace:?} {line:?}");
        }
    }
}
