//! What the user chose.

pub(crate) mod defaults;
pub(crate) mod preferences;
