//! The queue as people steer it: holding jobs back, changing their order, saying why they wait.
//!
//! Nothing here touches a job that has begun: a pause or a limit decides what is released next, and what is with a
//! worker or the provider goes on.
//! What a newcomer gets wrong: a pause of a model, of a user or of everything is one row, whatever waits behind it.

mod limits;
mod order;
mod outlook;
mod pause_job;
mod pause_own;
mod pauses;
mod reasons;
mod retries;

pub use limits::{delete_limit, list_limits, put_limit};
pub use order::{move_to_front, set_priority};
pub(crate) use outlook::Outlook;
pub use outlook::{Expected, NoForecast};
pub use pause_job::{pause_job, resume_job};
pub use pause_own::{is_paused, pause_own, resume_own};
pub use pauses::{delete_pause, insert_pause, list_pauses};
pub(crate) use reasons::Standing;
pub use retries::{delete_retries, list_retries, put_retries};
pub use studio_db::queue::{Limit, Pause, Scope};
pub use studio_db::retry_policies::PluginRetries;

use studio_db::generation::{self, Job};
use studio_model::{AuditAction, JobId, JobStatus, UserId};

use crate::accounts::User;
use crate::audit::Entry;
use crate::{Error, Result};

/// Jobs that are told of a wide change at the most.
pub(crate) const TOLD: i64 = 500;

/// A waiting job of the user, locked.
pub(crate) async fn lock_waiting(conn: &mut studio_db::PgConnection, user_id: UserId, id: JobId) -> Result<Job> {
    let job = generation::lock_for_user(conn, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    match job.status {
        JobStatus::Pending if job.released_at.is_none() => Ok(job),
        JobStatus::Pending | JobStatus::Processing => Err(Error::Conflict("the job has begun already".to_owned())),
        status => Err(Error::Conflict(format!("the job has ended already: it is {status}"))),
    }
}

/// An administrator's act about the jobs of a scope.
fn about(user: &User, action: AuditAction, scope: &Scope) -> Entry {
    let (subject, user_id) = match scope {
        Scope::Everything => (String::new(), None),
        Scope::Model(id) => (id.clone(), None),
        Scope::User(id) | Scope::Own(id) => (String::new(), Some(*id)),
    };
    Entry::of_installation(user, action, subject).about(user_id)
}
