//! What the studio told the user.

pub(crate) mod list;
pub(crate) mod read;
pub(crate) mod settings;
