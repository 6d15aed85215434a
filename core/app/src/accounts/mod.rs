//! Accounts: registering, logging in and out, proving an address, changing and forgetting a password, leaving, and who a request
//! comes from.
//!
//! Owns the rules for addresses, passwords, sessions and repeated failures. Knows nothing of cookies: a session is a
//! [`SessionToken`] that the caller keeps for the browser.
//! What a newcomer gets wrong: the answer and its duration never tell whether an address has an account, except when
//! somebody registers one that is taken.

mod avatar;
mod change_email;
mod change_password;
mod common_passwords;
mod email;
mod export;
mod find;
mod forgot_password;
mod guard;
mod leaving;
mod link;
mod log_in;
mod log_out;
mod name;
pub(crate) mod password;
mod people;
mod profile;
mod prove;
mod register;
mod session;
mod sessions;
mod token;
mod two_factor;
mod verify_email;

use std::net::IpAddr;

use studio_model::Language;

pub use avatar::{MAX_AVATAR_BYTES, open_avatar, remove_avatar, set_avatar};
pub use change_email::{change_email, find_new_email};
pub use change_password::change_password;
pub use export::{EXPORTS_A_DAY, export_account};
pub use find::find_user;
pub use forgot_password::{forgot_password, reset_password};
pub(crate) use guard::{FORGET_AFTER, Guard};
pub use leaving::{Contents, Deletion, Farewell, Leaving, find_deletion, keep_account, request_deletion};
pub use log_in::{LogIn, LoggedIn, log_in};
pub use log_out::log_out;
pub use name::MAX_NAME_CHARS;
pub use password::{MAX_PASSWORD_CHARS, MIN_PASSWORD_CHARS};
pub(crate) use people::require_admin;
pub use people::{Person, PersonChange, list_people, update_person};
pub use profile::update_profile;
pub use register::{Register, register};
pub use session::{ABSOLUTE_LIFETIME, IDLE_LIFETIME, Session, find_session};
pub use sessions::{list_sessions, revoke_other_sessions, revoke_session};
pub use studio_db::sessions::SessionRow;
pub use studio_db::users::{Role, User};
pub use token::SessionToken;
pub use two_factor::{
    RecoveryCodes, STEP_LIFETIME, TwoFactorSetup, TwoFactorState, begin_two_factor, confirm_two_factor,
    disable_two_factor, find_log_in_step, find_two_factor, find_two_factor_setup, log_in_with_code,
    renew_recovery_codes,
};
pub use verify_email::{send_verification, verify_email};

/// Where a request comes from, as kept with the session.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// Address of the other end.
    pub ip_address: Option<IpAddr>,
    /// What the browser calls itself; cut to 500 characters.
    pub user_agent: Option<String>,
    /// In which the person reads.
    pub language: Language,
}

/// A browser that has just been signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub user: User,
    /// The browser's proof for the next requests. Exists only here and in the browser.
    pub token: SessionToken,
}
