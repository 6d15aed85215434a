//! What the models of fal.ai have in common: sizes, result bodies and error bodies.

mod input;
mod lora;
mod output;
mod picture;
mod refusal;
mod size;
mod video;

pub use input::input_of;
pub use lora::{Loras, MAX_SCALE};
pub use output::{ImageAnswer, parse_images};
pub use picture::{PictureAnswer, parse_picture};
pub use refusal::explain;
pub use size::{ImageSize, MAX_SIDE, SIZES, Size};
pub use video::{VideoAnswer, parse_video};
