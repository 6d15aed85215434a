//! The prompt library: prompts that are kept, found again, filled in, shown to everybody, and moved in and out as files.
//!
//! A prompt with variables is a template; it is checked when it is kept and filled in when it is used. What a newcomer gets
//! wrong: a public prompt is still its owner's alone to change. Others see it in a list of its own and make a copy.

mod edit;
mod find;
mod public;
mod request;
mod transfer;
mod usage;
mod view;

pub use edit::{create, delete, set_favorite, update};
pub use find::{find, list, list_categories};
pub use public::{PublicPromptView, copy, find_public, list_public};
pub use request::PromptRequest;
pub use studio_db::prompts::PromptFilter;
pub use transfer::{ImportFormat, Imported, MAX_IMPORTED, export, import};
pub use usage::{Filled, fill_prompt, use_prompt};
pub use view::{PromptView, VariableView};
