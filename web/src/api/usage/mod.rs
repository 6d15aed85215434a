//! What you used. Days and months are those of UTC.

pub(crate) mod by;
pub(crate) mod daily;
pub(crate) mod monthly;
pub(crate) mod stats;
mod used;

pub(crate) use used::UsedBody;
