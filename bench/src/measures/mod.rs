//! The measurements, one file each, and what several share.

mod backlog;
mod batch;
mod button;
mod clicks;
mod crowd;
mod gallery;
mod library;
mod lives;
mod memory;
mod plugins;
mod registry;
mod weights;

use anyhow::{Context as _, Result, bail};

use crate::options::{Measure, Options};
use crate::report::Section;

/// Runs one measurement from setting its scene to clearing it away.
///
/// # Errors
/// When it cannot be carried out; a promise that was not kept is not an error.
pub(crate) async fn run(measure: Measure, options: &Options) -> Result<Section> {
    let section = match measure {
        Measure::Plugins => plugins::run(options).await,
        Measure::Registry => registry::run(options).await,
        Measure::Memory => memory::run(options).await,
        Measure::Weights => weights::run(options).await,
        Measure::Gallery => gallery::run(options).await,
        Measure::Library => library::run(options).await,
        Measure::Button => button::run(options).await,
        Measure::Backlog => backlog::run(options).await,
        Measure::Batch => batch::run(options).await,
        Measure::Crowd => crowd::run(options).await,
        Measure::Lives => lives::run(options).await,
        Measure::All => bail!("not one measurement but all"),
    };
    section.with_context(|| format!("{measure:?} could not be measured"))
}
