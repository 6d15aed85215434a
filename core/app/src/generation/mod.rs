//! Asking for pictures: what it would cost, asking, looking, cancelling, asking again, and the provider's webhooks.
//!
//! What happens to a job once it is stored is in `tasks::generate`.

mod attempts;
mod cancel;
mod count;
mod derive;
mod edit;
mod enhance;
mod enhance_offers;
mod estimate;
mod list;
pub mod presets;
mod redrive;
mod request;
mod restart;
mod retry;
mod revise;
mod submit;
mod view;
mod webhook;

pub use attempts::{AttemptView, Decision, list_attempts};
pub use cancel::cancel;
pub use count::{count_active, count_by_status};
pub use derive::{Remix, Vary, remix, vary};
pub use edit::{
    Area, Canvas, DEFAULT_REPAINT_MODEL, Edit, Extended, Extent, Extents, Inpaint, Margins, MaskFrom, Outpaint,
    estimate_inpaint, estimate_outpaint, extended, inpaint, outpaint,
};
pub use enhance::{DEFAULT_CUT_OUT_MODEL, DEFAULT_UPSCALE_MODEL, Enhance, EnhanceKind, UPSCALE_FACTORS, enhance};
pub use enhance_offers::{EnhanceOffer, EnhanceOffers, enhance_offers};
pub(crate) use estimate::price;
pub use estimate::{Estimate, estimate};
pub(crate) use list::complete;
pub use list::{find, find_many, list};
pub use redrive::{Redriven, redrive};
pub use request::{MadePicture, Submit};
pub(crate) use request::{StoredInput, find_inputs, plugin_job};
pub use restart::Skipped;
pub(crate) use restart::{PIECE as RESTART_PIECE, Unaffordable, restart_many};
pub use retry::retry;
pub use revise::{Revision, revise};
pub use studio_db::attempts::Call;
pub use studio_db::generation::{FailedFilter, JobFilter};
pub use studio_plugin_host::Operation;
pub use submit::{Submitted, submit};
pub(crate) use submit::{insert_held, prepare_job};
pub use view::{JobView, Waiting};
pub use webhook::webhook;
