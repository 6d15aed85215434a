//! Boards of pictures.

mod collection;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod find;
pub(crate) mod images;
pub(crate) mod list;
pub(crate) mod reorder;
pub(crate) mod update;

pub(crate) use collection::{CollectionBody, CollectionEnvelope, CollectionRequestBody};
