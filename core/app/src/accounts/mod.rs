//! Accounts: registering, logging in and out, and who a request comes from.
//!
//! Owns the rules for addresses, passwords, sessions and repeated failures. Knows nothing of cookies: a session is a
//! [`SessionToken`] that the caller keeps for the browser.
//! What a newcomer gets wrong: the answer and its duration never tell whether an address has an account, except when
//! somebody registers one that is taken.

mod common_passwords;
mod email;
mod find;
mod guard;
mod log_in;
mod log_out;
pub(crate) mod password;
mod people;
mod register;
mod session;
mod token;

use std::net::IpAddr;

pub use find::find_user;
pub(crate) use guard::{FORGET_AFTER, Guard};
pub use log_in::{LogIn, log_in};
pub use log_out::log_out;
pub use password::{MAX_PASSWORD_CHARS, MIN_PASSWORD_CHARS};
pub use people::{Person, PersonChange, list_people, update_person};
pub use register::{MAX_NAME_CHARS, Register, register};
pub use session::{ABSOLUTE_LIFETIME, IDLE_LIFETIME, Session, find_session};
pub use studio_db::users::{Role, User};
pub use token::SessionToken;

/// Where a request comes from, as kept with the session.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// Address of the other end.
    pub ip_address: Option<IpAddr>,
    /// What the browser calls itself; cut to 500 characters.
    pub user_agent: Option<String>,
}

/// A browser that has just been signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub user: User,
    /// The browser's proof for the next requests. Exists only here and in the browser.
    pub token: SessionToken,
}
