//! What is decided about failures: by meaning, never by the words of a message.

use std::time::Duration;

use rand::RngExt as _;
use studio_fal_client::{Kind, ProviderError, Refusal, Retry};

/// Failed attempts of a round that are tried again.
const MAX_RETRIES: i32 = 5;

/// The first back-off; doubles each time.
const FIRST_PAUSE: Duration = Duration::from_secs(2);

/// The longest back-off.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// Before a step is tried again that failed for reasons of our own (database, object store).
pub(super) const TROUBLE_PAUSE: Duration = Duration::from_secs(3);

/// While the provider's account is blocked, all jobs look again this often.
const BLOCKED_PAUSE: Duration = Duration::from_secs(60);

/// What becomes of a job after a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// Again after a pause; counts towards the limit.
    Retry(Duration),
    /// Again after a pause, as often as it takes: not the job's fault.
    Wait(Duration),
    /// It would fail again.
    Fail,
    /// It was cancelled.
    Cancelled,
}

/// After a call that the provider certainly did not take.
pub(super) fn after_refusal(reason: &Refusal, retry: Retry, retries: i32) -> Decision {
    match reason {
        Refusal::Unreachable(_) => Decision::Wait(pause(retries, None)),
        Refusal::Answered(error) => match error.kind {
            Kind::AccountBlocked => Decision::Wait(jittered(BLOCKED_PAUSE)),
            Kind::RateLimited { .. } => Decision::Wait(pause(retries, asked_pause(retry))),
            _ => by_retry(retry, retries),
        },
    }
}

/// After a request that the provider took and that ended without a result.
pub(super) fn after_failure(error: &ProviderError, retries: i32) -> Decision {
    match error.kind {
        Kind::Cancelled => Decision::Cancelled,
        Kind::RateLimited { .. } => Decision::Wait(pause(retries, asked_pause(error.retry))),
        _ => by_retry(error.retry, retries),
    }
}

/// The pause before another try, if there may be one.
pub(super) fn retry(retries: i32) -> Option<Duration> {
    (retries < MAX_RETRIES).then(|| pause(retries, None))
}

fn by_retry(retry: Retry, retries: i32) -> Decision {
    match retry {
        Retry::Never => Decision::Fail,
        _ if retries >= MAX_RETRIES => Decision::Fail,
        _ => Decision::Retry(pause(retries, asked_pause(retry))),
    }
}

fn asked_pause(retry: Retry) -> Option<Duration> {
    match retry {
        Retry::After(pause) => Some(pause),
        Retry::Never | Retry::Backoff => None,
    }
}

/// 2, 4, 8, … 300 s, 25 % more or less; at least what the provider asked for.
pub(super) fn pause(retries: i32, asked: Option<Duration>) -> Duration {
    let doubled = FIRST_PAUSE.saturating_mul(1 << retries.clamp(0, 16));
    jittered(doubled.min(LONGEST_PAUSE)).max(asked.unwrap_or_default())
}

fn jittered(pause: Duration) -> Duration {
    pause.mul_f64(rand::rng().random_range(0.75..1.25))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_limit() {
        for (retries, seconds) in [(0, 2.0), (1, 4.0), (3, 16.0), (8, 300.0), (1000, 300.0)] {
            let pause = pause(retries, None).as_secs_f64();
            assert!((seconds * 0.75..seconds * 1.25).contains(&pause), "{retries}: {pause}");
        }
    }

    #[test]
    fn the_provider_is_never_asked_earlier_than_it_wants() {
        assert_eq!(pause(0, Some(Duration::from_secs(600))), Duration::from_secs(600));
    }

    #[test]
    fn retries_end() {
        assert_eq!(by_retry(Retry::Backoff, MAX_RETRIES), Decision::Fail);
        assert_eq!(by_retry(Retry::Never, 0), Decision::Fail);
        assert!(matches!(by_retry(Retry::Backoff, MAX_RETRIES - 1), Decision::Retry(_)));
    }
}
