//! Links by which others see a picture or a project without an account.
//!
//! A link's token stands in the place of a user: [`open`] is the one place that finds a link, of either kind, and everything that a
//! visitor is shown is asked for as the link's owner and must be covered by the link ([`OpenLink::image`]). So what is deleted,
//! thrown away or moved out of a shared project is gone from its links at once.
//! What a newcomer gets wrong: a link that is unknown, expired, revoked or empty is [`crate::Error::NotFound`] in every case, and so
//! is a picture that a link does not cover; nobody learns what there once was.

mod create;
mod open;
mod request;
mod unlock;
mod view;
mod visit;

pub use create::{MAX_LINKS, create, list, revoke};
pub use open::{Beside, OpenLink, Opened, Visitor, open};
pub use request::{MAX_SHARE_PASSWORD, MIN_SHARE_PASSWORD, ShareRequest};
pub use studio_model::{ShareTarget, ShareToken};
pub use unlock::{UNLOCK_LIFETIME, unlock};
pub use view::{Dead, ShareView};
pub use visit::{VISIT_LIFETIME, count_visit};
