//! Tools for people who write plugins or put them into a studio: begin one, build it, check it, try it, install it.
//!
//! What they print is the caller's business (`cli`); what a plugin must keep is the test kit's; what it may do is the host's.
//! What a newcomer gets wrong: nothing here is part of a running studio. The tools work on files, without database and network.

mod build;
mod component;
mod description;
mod error;
mod folder;
mod history;
mod preview;
mod scaffold;
mod sdk;

pub use build::{Built, build};
pub use component::{Subject, open, subject};
pub use description::check_description;
pub use error::Error;
pub use folder::{Added, InFolder, RolledBack, add, list, rollback};
pub use preview::{Picture, Preview, TryRequest, preview};
pub use scaffold::{Sdk, scaffold};
