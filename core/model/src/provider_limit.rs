//! How many jobs a provider account bears: additive increase, multiplicative decrease, as TCP finds the width of a line.
//!
//! A refusal for too many requests halves the limit; a window of accepted requests, as many as the limit, raises it by one.
//! What a newcomer gets wrong: several refusals of the same moment are one piece of news. Only a job that was released after
//! the last lowering says something about the limit as it is now.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// The highest limit that can be set.
pub const MOST_RUNNING: u32 = 1000;

/// The longest time that an account is held back at the provider's wish; then it is tried again.
pub const LONGEST_HOLD: Duration = Duration::from_secs(600);

/// After a lowering no new job goes there for so long. Refused jobs leave at once, so without it others would run into the same
/// wall, one after the other.
const REST: Duration = Duration::from_secs(1);

/// Jobs released within this time after a lowering were decided on before it, as far as can be told. Less than the rest.
const WINDOW: TimeDelta = TimeDelta::milliseconds(500);

/// What an account bears at present.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderLimit {
    /// The most that an administrator allows, 1 to [`MOST_RUNNING`]; `None`: as many as there are slots.
    pub max_running: Option<u32>,
    /// The limit while it is below the maximum.
    pub lowered_to: Option<u32>,
    /// Requests accepted since the limit changed.
    pub accepted: u32,
    /// No new jobs before this time.
    pub held_until: Option<DateTime<Utc>>,
    /// When it was last lowered.
    pub lowered_at: Option<DateTime<Utc>>,
    /// When it was last raised.
    pub raised_at: Option<DateTime<Utc>>,
    /// Why it last changed: a sentence, or nothing.
    pub reason: String,
}

/// A call that the provider refused because there are too many.
#[derive(Clone, Copy, Debug)]
pub struct TooMany {
    /// When the job was given to a worker.
    pub released_at: DateTime<Utc>,
    /// Jobs at the provider, or on their way, at this moment.
    pub running: u32,
    /// How long the provider asked to wait.
    pub retry_after: Option<Duration>,
    /// The account's limit as the provider told it.
    pub told: Option<u64>,
}

impl ProviderLimit {
    /// The maximum, with so many slots.
    #[must_use]
    pub fn most(&self, slots: u32) -> u32 {
        self.max_running.unwrap_or(slots).min(slots).max(1)
    }

    /// How many jobs may be at the provider now, with so many slots.
    #[must_use]
    pub fn now(&self, slots: u32) -> u32 {
        let most = self.most(slots);
        self.lowered_to.map_or(most, |limit| limit.clamp(1, most))
    }

    /// Until when no new job goes to the provider, if that is ahead.
    #[must_use]
    pub fn held(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.held_until.filter(|until| *until > now)
    }

    /// Learns from a refusal; `true` when that changes something.
    pub fn refused(&mut self, call: TooMany, slots: u32, now: DateTime<Utc>) -> bool {
        let is_news = self.lowered_at.is_none_or(|at| at + WINDOW < call.released_at);
        let rest = is_news.then_some(REST).max(call.retry_after);
        let held = self.hold(rest, now);
        if is_news {
            let bearing = self.now(slots).min(call.running);
            let told = call.told.and_then(|told| u32::try_from(told).ok());
            self.lowered_to = Some((bearing / 2).min(told.unwrap_or(u32::MAX)).max(1));
            (self.accepted, self.lowered_at) = (0, Some(now));
            self.reason = match call.told {
                Some(told) => format!("The provider refused a request: its limit is {told} at a time."),
                None => "The provider refused a request: there were too many.".to_owned(),
            };
        }
        held || is_news
    }

    /// Learns that the provider took so many requests; `true` when that is worth writing down.
    pub fn took(&mut self, requests: u32, slots: u32, now: DateTime<Utc>) -> bool {
        let Some(limit) = self.lowered_to.filter(|_| requests > 0) else {
            return false;
        };
        let limit = limit.min(self.most(slots));
        self.accepted = self.accepted.saturating_add(requests);
        if self.accepted < limit {
            return true;
        }
        let raised = limit + 1;
        self.lowered_to = (raised < self.most(slots)).then_some(raised);
        (self.accepted, self.raised_at) = (0, Some(now));
        self.reason = format!("The provider took {limit} requests in a row.");
        true
    }

    /// A new maximum, from which everything is learnt anew.
    pub fn reset(&mut self, max_running: Option<u32>) {
        *self = Self {
            max_running,
            lowered_at: self.lowered_at,
            raised_at: self.raised_at,
            reason: "An administrator set it.".to_owned(),
            ..Self::default()
        };
    }

    fn hold(&mut self, pause: Option<Duration>, now: DateTime<Utc>) -> bool {
        let Some(pause) = pause.map(|pause| pause.min(LONGEST_HOLD)) else {
            return false;
        };
        let until = now + TimeDelta::from_std(pause).unwrap_or_default();
        // A few milliseconds more are not worth a write.
        let is_later = self.held_until.is_none_or(|held| held + WINDOW < until);
        if is_later {
            self.held_until = Some(until);
        }
        is_later
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOTS: u32 = 16;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).expect("a time in range")
    }

    fn too_many(released_s: i64, running: u32) -> TooMany {
        TooMany {
            released_at: at(released_s),
            running,
            retry_after: None,
            told: None,
        }
    }

    #[test]
    fn nothing_is_lowered_at_first() {
        let limit = ProviderLimit::default();
        assert_eq!((limit.now(SLOTS), limit.held(at(0))), (16, None));
        let set = ProviderLimit {
            max_running: Some(4),
            ..ProviderLimit::default()
        };
        assert_eq!((set.now(SLOTS), set.now(2)), (4, 2), "slots bound it too");
    }

    #[test]
    fn ten_refusals_of_one_moment_halve_once() {
        let mut limit = ProviderLimit::default();
        let changes = (0..10)
            .filter(|_| limit.refused(too_many(9, 16), SLOTS, at(10)))
            .count();
        assert_eq!((changes, limit.now(SLOTS)), (1, 8));
    }

    #[test]
    fn jobs_that_were_released_under_the_new_limit_halve_again_down_to_one() {
        let mut limit = ProviderLimit::default();
        for (step, expected) in [8, 4, 2, 1, 1].into_iter().enumerate() {
            let now = 10 * i64::try_from(step).expect("a few") + 10;
            assert!(limit.refused(too_many(now - 1, 16), SLOTS, at(now)));
            assert_eq!(limit.now(SLOTS), expected);
        }
    }

    #[test]
    fn the_limit_that_the_provider_tells_is_not_felt_for() {
        let mut limit = ProviderLimit::default();
        let told = TooMany {
            told: Some(3),
            ..too_many(9, 16)
        };
        limit.refused(told, SLOTS, at(10));
        assert_eq!(limit.now(SLOTS), 3);
    }

    #[test]
    fn a_lowered_account_rests_for_a_moment() {
        let mut limit = ProviderLimit::default();
        limit.refused(too_many(9, 16), SLOTS, at(10));
        assert_eq!((limit.held(at(10)), limit.held(at(11))), (Some(at(11)), None));
    }

    #[test]
    fn what_was_not_used_is_not_worth_halving() {
        let mut limit = ProviderLimit::default();
        limit.refused(too_many(9, 4), SLOTS, at(10));
        assert_eq!(limit.now(SLOTS), 2);
    }

    #[test]
    fn a_full_window_of_accepted_requests_raises_by_one() {
        let mut limit = ProviderLimit {
            lowered_to: Some(3),
            ..ProviderLimit::default()
        };
        assert!(limit.took(2, SLOTS, at(1)));
        assert_eq!(limit.now(SLOTS), 3);
        assert!(limit.took(1, SLOTS, at(2)));
        assert_eq!((limit.now(SLOTS), limit.raised_at), (4, Some(at(2))));
        limit.took(1000, SLOTS, at(3));
        assert_eq!(limit.now(SLOTS), 5, "one at a time");
    }

    #[test]
    fn it_rises_to_the_maximum_and_then_costs_nothing() {
        let mut limit = ProviderLimit {
            lowered_to: Some(1),
            ..ProviderLimit::default()
        };
        let rounds = (0..100).take_while(|_| limit.took(SLOTS, SLOTS, at(5))).count();
        assert_eq!((rounds, limit.now(SLOTS), limit.lowered_to), (15, 16, None));
    }

    #[test]
    fn the_provider_may_ask_to_wait_but_not_for_ever() {
        let mut limit = ProviderLimit::default();
        let wait = |seconds| TooMany {
            retry_after: Some(Duration::from_secs(seconds)),
            ..too_many(9, 16)
        };
        limit.refused(wait(30), SLOTS, at(10));
        assert_eq!((limit.held(at(10)), limit.held(at(40))), (Some(at(40)), None));
        assert!(!limit.refused(wait(30), SLOTS, at(10)), "the same news");
        assert!(limit.refused(wait(u64::MAX), SLOTS, at(10)));
        assert_eq!(limit.held(at(10)), Some(at(610)));
    }

    #[test]
    fn an_administrator_starts_it_anew() {
        let mut limit = ProviderLimit::default();
        limit.refused(too_many(9, 16), SLOTS, at(10));
        limit.reset(Some(12));
        assert_eq!((limit.now(SLOTS), limit.lowered_at), (12, Some(at(10))));
    }
}
