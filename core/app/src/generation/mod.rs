//! Asking for pictures: what it would cost, asking, looking, cancelling, asking again, and the provider's webhooks.
//!
//! What happens to a job once it is stored is in `tasks::generate`.

mod cancel;
mod count;
mod derive;
mod edit;
mod estimate;
mod list;
mod request;
mod retry;
mod submit;
mod view;
mod webhook;

pub use cancel::cancel;
pub use count::{count_active, count_by_status};
pub use derive::{Remix, Vary, remix, vary};
pub use edit::{Edit, Extent, Extents, Inpaint, MaskFrom, Outpaint, inpaint, outpaint};
pub use estimate::{Estimate, estimate};
pub(crate) use list::complete;
pub use list::{find, find_many, list};
pub use request::{MadePicture, Submit};
pub(crate) use request::{StoredInput, find_inputs, plugin_job};
pub use retry::retry;
pub use studio_db::generation::JobFilter;
pub use studio_plugin_host::Operation;
pub use submit::{Submitted, submit};
pub use view::{JobView, Waiting};
pub use webhook::webhook;
