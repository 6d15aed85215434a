//! What is decided about failures: by meaning, never by the words of a message.

use std::time::Duration;

use rand::RngExt as _;
use studio_fal_client::{Kind, ProviderError, Refusal, Retry};
use studio_model::RetryPolicy;

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
pub(super) fn after_refusal(policy: &RetryPolicy, reason: &Refusal, retry: Retry, retries: i32) -> Decision {
    match reason {
        Refusal::Unreachable(_) => Decision::Wait(pause(policy, retries, None)),
        Refusal::Answered(error) => match error.kind {
            Kind::AccountBlocked => Decision::Wait(jittered(BLOCKED_PAUSE)),
            Kind::RateLimited { .. } => Decision::Wait(pause(policy, retries, asked_pause(retry))),
            _ => by_retry(policy, retry, retries),
        },
    }
}

/// After a request that the provider took and that ended without a result.
pub(super) fn after_failure(policy: &RetryPolicy, error: &ProviderError, retries: i32) -> Decision {
    match error.kind {
        Kind::Cancelled => Decision::Cancelled,
        Kind::RateLimited { .. } => Decision::Wait(pause(policy, retries, asked_pause(error.retry))),
        _ => by_retry(policy, error.retry, retries),
    }
}

/// The pause before another try, if there may be one.
pub(super) fn retry(policy: &RetryPolicy, retries: i32) -> Option<Duration> {
    policy
        .allows(retries.unsigned_abs())
        .then(|| pause(policy, retries, None))
}

fn by_retry(policy: &RetryPolicy, retry: Retry, retries: i32) -> Decision {
    match retry {
        Retry::Never => Decision::Fail,
        _ if !policy.allows(retries.unsigned_abs()) => Decision::Fail,
        _ => Decision::Retry(pause(policy, retries, asked_pause(retry))),
    }
}

fn asked_pause(retry: Retry) -> Option<Duration> {
    match retry {
        Retry::After(pause) => Some(pause),
        Retry::Never | Retry::Backoff => None,
    }
}

/// The policy's pause, 25 % more or less; at least what the provider asked for.
fn pause(policy: &RetryPolicy, retries: i32, asked: Option<Duration>) -> Duration {
    jittered(policy.pause(retries.unsigned_abs())).max(asked.unwrap_or_default())
}

fn jittered(pause: Duration) -> Duration {
    pause.mul_f64(rand::rng().random_range(0.75..1.25))
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: fn() -> RetryPolicy = RetryPolicy::default;

    #[test]
    fn pauses_are_the_policys_with_some_chance() {
        for (retries, seconds) in [(0, 2.0), (1, 4.0), (3, 16.0), (8, 300.0), (1000, 300.0)] {
            let pause = pause(&USUAL(), retries, None).as_secs_f64();
            assert!((seconds * 0.75..seconds * 1.25).contains(&pause), "{retries}: {pause}");
        }
    }

    #[test]
    fn the_provider_is_never_asked_earlier_than_it_wants() {
        let asked = Some(Duration::from_secs(600));
        assert_eq!(pause(&USUAL(), 0, asked), Duration::from_secs(600));
    }

    #[test]
    fn retries_end() {
        let policy = RetryPolicy {
            max_retries: 2,
            ..USUAL()
        };
        assert_eq!(by_retry(&policy, Retry::Backoff, 2), Decision::Fail);
        assert_eq!(by_retry(&policy, Retry::Never, 0), Decision::Fail);
        assert!(matches!(by_retry(&policy, Retry::Backoff, 1), Decision::Retry(_)));
    }
}
