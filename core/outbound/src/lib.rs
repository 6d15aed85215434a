//! Requests to addresses that users gave, without letting them reach what only the studio's machine can.
//!
//! Knows nothing of the studio: a [`Policy`] says which networks are allowed besides the public ones, an [`Outbound`] makes one
//! request and reads the beginning of one answer. No redirects, no proxy, no cookies, nothing repeated.
//! What a newcomer gets wrong: checking a name and then connecting to it resolves it twice, and the second answer may be another.
//! Here the resolver of the client itself gives only addresses that passed ([`Policy::allows`]). An address that is written in the URL
//! never gets to a resolver, so it is checked with the URL ([`Policy::check`]); every request does.

mod client;
mod networks;
mod policy;
mod resolve;

pub use client::{Answer, Failure, Outbound};
pub use networks::is_public;
pub use policy::{Policy, Refusal};
