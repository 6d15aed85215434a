//! The audit log: all of it for administrators, one's own for everybody.

mod entry;
pub(crate) mod list;
pub(crate) mod list_all;
mod query;

use entry::AuditEntryBody;
pub(crate) use query::{filter_of, query_of};
