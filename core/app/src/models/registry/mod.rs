//! Which plugin versions are on offer: one answer in the database, which every process follows.
//!
//! A file that appears or changes in the plugin folder of any process becomes its plugin's default version; an administrator may choose
//! another. Components are kept in the database, so a machine needs neither the folder of another nor its cache to run a version.
//! What a newcomer gets wrong: the folder is news, not the truth. A version stays on offer although a machine lacks its file.

mod change;
mod fetch;
mod folder;
mod log;
mod offer;
mod watch;

pub(crate) use change::Change;
pub(crate) use fetch::find_pinned;
pub(super) use watch::Follower;
pub use watch::watch;
