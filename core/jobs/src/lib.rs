//! The durable engine: which job runs next, where, and what happens when its worker dies.
//!
//! `generation_queue` is the truth about every job; apalis only carries "run this now" to a worker. Admission releases as many jobs as
//! there are slots, in one transaction with the apalis rows. A worker claims a released job under a lease; every later change is
//! fenced by the release number. This crate knows releases, leases and crashes, and nothing of pictures, money or plugins.
//!
//! What a newcomer gets wrong: an apalis task is a hint, not a job. A lost or doubled one does no harm, because the claim decides.

mod adapter;
mod admission;
mod claim;
mod engine;
mod error;
mod fairness;
mod rescue;
mod waiting;
mod wake;

pub use admission::Slots;
pub use claim::Claim;
pub use engine::{Engine, EngineSettings, Executor};
pub use error::{Error, Result};
pub use rescue::{LEASE, LEASE_RENEWAL};
pub use wake::Wake;

/// Creates or updates the executor's own tables (schema `apalis`).
///
/// # Errors
/// When the database refuses: the role must own the database, for the extensions `hstore` and `pgcrypto`.
pub async fn setup(pool: &sqlx::PgPool) -> Result<()> {
    adapter::setup(pool).await
}

/// Deletes up to `limit` of the executor's tasks that finished more than `hours` ago, which it keeps for ever otherwise; gives how many.
///
/// # Errors
/// When the database cannot be asked.
pub async fn prune(conn: &mut sqlx::PgConnection, hours: i32, limit: i64) -> Result<u64> {
    adapter::prune(conn, hours, limit).await
}
