//! A second factor: codes of an app (TOTP, RFC 6238) and recovery codes for whoever has lost it.
//!
//! | what | how |
//! |---|---|
//! | code | 6 digits, SHA-1, 30 s; one step before and one after are taken, each step once |
//! | secret | 160 random bits, sealed for its user; shown until it is confirmed and never again |
//! | recovery codes | ten of 80 random bits, kept as hashes; each is taken once |
//!
//! What a newcomer gets wrong: a new password, also by a mailed link, does not switch it off, and API keys never ask for a code.

pub(super) mod code;
mod enrol;
mod log_in;
mod manage;
mod recovery;
mod totp;

use chrono::{DateTime, TimeDelta, Utc};

pub use enrol::{begin_two_factor, confirm_two_factor, find_two_factor_setup};
pub(super) use log_in::{begin_step, is_on};
pub use log_in::{find_log_in_step, log_in_with_code};
pub use manage::{disable_two_factor, find_two_factor, renew_recovery_codes};
pub use recovery::RecoveryCodes;
pub use totp::TwoFactorSetup;

/// From the right password to the code.
pub const STEP_LIFETIME: TimeDelta = TimeDelta::minutes(10);
/// From the secret to the first code that confirms it.
const SETUP_LIFETIME: TimeDelta = TimeDelta::minutes(15);

/// Whether log-ins ask for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwoFactorState {
    /// Since when; none when they ask for none.
    pub since: Option<DateTime<Utc>>,
    /// Recovery codes that can still be used, 0 to 10.
    pub recovery_codes_left: i64,
}
