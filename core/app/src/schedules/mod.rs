//! Batches that recur: kept, changed, held back, asked for now, and what comes of it told beforehand.
//!
//! When something is due is decided by `studio-schedule`, who fires it is in `tasks::schedules`. Here is what owners do.
//! What a newcomer gets wrong: a schedule keeps a request, not jobs. Each run checks and prices it anew, so a model that
//! was removed meanwhile makes runs fail, not schedules.

mod create;
mod delete;
mod find;
mod pause;
mod preview;
mod request;
mod run_now;
mod settings;
mod update;
mod view;

pub use create::create;
pub use delete::delete;
pub use find::{find, list, list_runs};
pub use pause::{pause, resume};
pub use preview::{Backfill, DueTime, MAX_PREVIEWED, Preview, preview, preview_backfill};
pub use request::ScheduleRequest;
pub use run_now::{AskedRun, run_now};
pub(crate) use settings::{MAX_WAITING, Settings, stored_request};
pub use studio_schedule::{Misfire, Overlap};
pub use update::update;
pub use view::{RunView, ScheduleView};

/// The names of all zones that a schedule may have, in order.
#[must_use]
pub fn zone_names() -> Vec<&'static str> {
    studio_schedule::Zone::names().collect()
}
