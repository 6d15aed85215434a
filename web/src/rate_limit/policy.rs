//! The limits.

use std::time::Duration;

use studio_app::RateLimit;

/// A row of the table in [`super`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Policy {
    /// As clients read it.
    pub(super) name: &'static str,
    /// Requests at once after a pause.
    pub(super) burst: u32,
    /// Time in which one more becomes possible.
    pub(super) refill: Duration,
}

/// What carries a password: not for operators to loosen.
pub(super) const LOG_IN: Policy = Policy {
    name: "log-in",
    burst: 20,
    refill: Duration::from_secs(6),
};
pub(super) const REGISTER: Policy = Policy {
    name: "register",
    burst: 20,
    refill: Duration::from_secs(30),
};
pub(super) const MAIL: Policy = Policy {
    name: "mail",
    burst: 20,
    refill: Duration::from_secs(30),
};

impl Policy {
    /// A limit as the operator set it.
    pub(super) fn of(name: &'static str, limit: RateLimit) -> Self {
        Self {
            name,
            burst: limit.burst,
            refill: Duration::from_secs(1) / limit.per_s.max(1),
        }
    }

    /// The time in which a burst becomes possible again, in seconds, at least one.
    pub(super) fn window_s(&self) -> u64 {
        let window = self.refill * self.burst;
        (window.as_secs() + u64::from(window.subsec_nanos() > 0)).max(1)
    }
}
