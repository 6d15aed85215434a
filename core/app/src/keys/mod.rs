//! API keys: with them programs use the API in their owner's name, within what the key may do.
//!
//! Knows nothing of HTTP: which scope a request needs is decided where the routes are.
//! What a newcomer gets wrong: a key has its owner's rights and not more. A scope is checked in front of the use case, the role
//! and the ownership inside it, so a key with the scope `admin` is of no use to somebody who is no administrator any more.

mod authenticate;
mod create;
mod find;
mod revoke;
mod secret;
mod view;

pub use authenticate::{KeyUse, find_use, is_active};
pub use create::{MAX_KEYS, Made, NewKey, create};
pub use find::{find, list};
pub use revoke::revoke;
pub use secret::{KEY_PREFIX, KeySecret};
pub use view::KeyView;
