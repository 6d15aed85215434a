//! Steps that follow on pictures (enlarge, remove the background, image to image, …): kept as recipes, forecast, and at work.
//!
//! A run has a copy of its steps and goes on by itself: a picture is written down for its next step in the transaction that
//! stores it, and becomes a job in `tasks::recipes`, on any worker. What a newcomer gets wrong: a run holds no money. Each
//! job holds its own when it is made, because what a step costs depends on the picture that it is given.

mod check;
mod control;
mod edit;
mod find;
mod forecast;
mod jobs;
mod preview;
mod resolve;
mod retry;
mod run;
mod step;
mod view;

pub use control::{cancel_run, pause_run, resume_run};
pub use edit::{RecipeRequest, create, delete, update};
pub use find::{find, find_run, list, list_runs};
pub use forecast::{PriceRange, StepForecast};
pub use jobs::{JobsAfter, RunJobFilter, list_run_jobs};
pub use preview::{Preview, PreviewInputs, preview};
pub(crate) use resolve::{Purpose, Resolved, resolve};
pub use retry::retry_run;
pub use run::{RunRequest, SubmittedRun, run};
pub(crate) use step::read_steps;
pub use step::{Step, Then};
pub use studio_db::recipes::tally::Failure;
pub use studio_model::{MAX_RUN_IMAGES, Take};
pub use view::{RecipeView, RunState, RunView, StepView};
