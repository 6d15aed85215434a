//! Projects: folders of work with notes, and with a model and parameters for what is made inside them.
//!
//! A picture is in one project or in none. What a newcomer gets wrong: putting a picture into a project takes it out of the one
//! where it was, and a project that is copied therefore starts without pictures.

mod defaults;
mod edit;
mod export;
mod find;
mod images;
mod numbers;
mod request;
mod view;

pub(crate) use defaults::{check as check_defaults, fill_in};
pub use edit::{create, delete, duplicate, set_archived, update};
pub use export::export;
pub use find::{ProjectFilter, find, list, search};
pub use images::{add_images, list_images, remove_image, remove_images};
pub use numbers::{MAX_DAYS, Numbers, Share, numbers};
pub use request::{ProjectDefaults, ProjectRequest};
pub use view::ProjectView;
