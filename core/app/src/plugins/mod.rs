//! Plugins as administrators steer them: uploading versions, comparing them, choosing which one new jobs take.
//!
//! Owns who may do it and what is refused; `models::registry` does it. Whatever is chosen holds for new jobs: one that exists keeps
//! the version it was priced with.
//! What a newcomer gets wrong: an uploaded version is a candidate, and nobody's job takes it before somebody promotes it.

mod delete;
mod diff;
mod find;
mod log;
mod shadow;
mod steer;
mod upload;
mod view;

pub use delete::delete_version;
pub use diff::{FieldChange, ModelDiff, ParameterChange, PluginDiff, PriceChange, diff};
pub use find::{find, list, problems};
pub use log::list_log;
pub use shadow::{MOST_JOBS, ShadowJob, ShadowOutcome, ShadowView, find_shadow, shadow};
pub use steer::{promote, roll_back, set_enabled};
pub use studio_db::plugins::PluginLine;
pub use upload::{Uploaded, upload};
pub use view::{PluginDetails, PluginView, VersionState, VersionView};
