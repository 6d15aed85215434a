//! `/api/admin/plugins`: versions of plugins, and which of them new jobs take.

mod body;
pub(crate) mod default;
pub(crate) mod diff;
pub(crate) mod find;
pub(crate) mod list;
pub(crate) mod log;
pub(crate) mod rollback;
pub(crate) mod shadow;
pub(crate) mod update;
pub(crate) mod upload;
pub(crate) mod version;

use body::{PluginBody, PluginDetailsBody, VersionBody};
pub(crate) use upload::{Component, MAX_FORM_BYTES};
