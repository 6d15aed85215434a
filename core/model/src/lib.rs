//! The studio's vocabulary: ids, states, amounts and the rules that hold between them.
//!
//! Nothing here does I/O, reads a clock or draws random numbers; those come in as arguments.
//! Every other crate may use this one and this one uses none of them.

mod credits;
mod generation;
mod ids;
mod images;
mod paging;

pub use credits::{MICRODOLLARS_PER_CREDIT, MicroDollars};
pub use generation::{AttemptState, IllegalTransition, JobStatus, Phase, Transition, check_transition};
pub use ids::{AttemptId, BatchId, ImageId, JobId, PresetId, ProjectId, SessionId, UserId};
pub use images::ThumbnailSize;
pub use paging::{Cursor, InvalidCursor, PageLimit};
