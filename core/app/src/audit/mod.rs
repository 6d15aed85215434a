//! The audit log: who did what that matters for security, from where.
//!
//! An entry is written in the transaction of the act, so that neither is there without the other. Where a request comes from is
//! known to whoever serves it and to no use case; so it is around them as [`Origin`], like the span of the log, and not among
//! their arguments. What happens outside a request has none.
//! What a newcomer gets wrong: an entry holds no secret, and of what people typed nothing but the address they tried.

mod list;
mod origin;
mod record;

pub use list::{AuditQuery, list, list_own};
pub use origin::Origin;
pub(crate) use record::Entry;
pub use studio_db::audit::{AuditEntry, AuditFilter};
