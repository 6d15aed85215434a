//! Collections: boards of pictures in an order of their owner's. A picture may be on any number of them.
//!
//! What a newcomer gets wrong: pictures in the trash keep their place on a board, unseen, so that they are where they were when
//! they come back. An order therefore names those that are seen, and the others follow.

mod edit;
mod find;
mod images;
mod order;
mod view;

pub use edit::{CollectionRequest, create, delete, update};
pub use find::{find, list, list_names, search};
pub(crate) use images::check_size;
pub use images::{MAX_IMAGES, Placed, add_images, list_images, remove_image, remove_images};
pub use order::{Direction, move_image, reorder};
pub use view::CollectionView;
