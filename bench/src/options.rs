//! What to measure, and with what.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use clap::{Parser, ValueEnum};

/// The measurements, in the order in which `all` runs them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Measure {
    /// `start` and `resume` of a plugin, and how soon a runaway one is stopped.
    Plugins,
    /// How soon a plugin file is on offer in a running studio, and how quickly many are loaded.
    Registry,
    /// Memory of an idle `studio serve`.
    Memory,
    /// Bytes of three pages.
    Weights,
    /// A page of a gallery with 100,000 pictures.
    Gallery,
    /// A library of a million pictures: filling it, every way of listing it, tagging a tenth of it.
    Library,
    /// From the request to the provider's ledger, on an idle studio.
    Button,
    /// The same with 10,000 jobs waiting.
    Backlog,
    /// A CSV table of 100,000 rows: preview, loading, pause, and clicks beside it.
    Batch,
    /// From the request to the planned call, idle and with a million jobs waiting.
    Crowd,
    /// Whole lives of jobs a second, beside the queue library alone.
    Lives,
    /// Everything above.
    All,
}

/// Measures the studio's promises and prints Markdown tables.
#[derive(Debug, Parser)]
#[command(name = "studio-bench")]
pub(crate) struct Options {
    /// What to measure.
    pub(crate) measure: Measure,
    /// Samples of each series, 20 to 100,000.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(20..=100_000))]
    pub(crate) samples: u32,
    /// Jobs that wait during `backlog`.
    #[arg(long, default_value_t = 10_000)]
    pub(crate) waiting: u32,
    /// Jobs that wait during `crowd`.
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1000..=10_000_000))]
    pub(crate) crowd: u32,
    /// Jobs in `lives`.
    #[arg(long, default_value_t = 3000, value_parser = clap::value_parser!(u32).range(100..=100_000))]
    pub(crate) lives: u32,
    /// Rows of the table in `batch`.
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1000..=100_000))]
    pub(crate) rows: u32,
    /// Pictures of the one user whose gallery is opened.
    #[arg(long, default_value_t = 100_000)]
    pub(crate) pictures: u32,
    /// Pictures of the one user in `library`.
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(10_000..=10_000_000))]
    pub(crate) library: u32,
    /// The built plugins.
    #[arg(long, env = "PLUGINS_DIR")]
    plugins_dir: PathBuf,
    /// The built misbehaving plugins; only `plugins` needs them.
    #[arg(long, env = "HOSTILE_PLUGINS_DIR")]
    hostile_plugins_dir: Option<PathBuf>,
    /// The program under test. Default: `studio` beside this program.
    #[arg(long, env = "STUDIO_BIN")]
    studio_bin: Option<PathBuf>,
}

impl Options {
    /// The measurements to run.
    pub(crate) fn chosen(&self) -> Vec<Measure> {
        match self.measure {
            Measure::All => Measure::value_variants()
                .iter()
                .copied()
                .filter(|one| *one != Measure::All)
                .collect(),
            one => vec![one],
        }
    }

    /// Samples of each series.
    pub(crate) fn samples(&self) -> usize {
        self.samples as usize
    }

    /// The built plugins, as an absolute path.
    pub(crate) fn plugins_dir(&self) -> Result<PathBuf> {
        folder(&self.plugins_dir)
    }

    /// The misbehaving plugins, as an absolute path.
    pub(crate) fn hostile_plugins_dir(&self) -> Result<PathBuf> {
        folder(
            self.hostile_plugins_dir
                .as_ref()
                .context("HOSTILE_PLUGINS_DIR is not set")?,
        )
    }

    /// The program under test.
    pub(crate) fn studio_bin(&self) -> Result<PathBuf> {
        let beside = || Ok::<_, anyhow::Error>(std::env::current_exe()?.with_file_name("studio"));
        let program = self.studio_bin.clone().map_or_else(beside, Ok)?;
        ensure!(
            program.is_file(),
            "{} does not exist: build it with `cargo build -p studio`, or set STUDIO_BIN",
            program.display()
        );
        Ok(program)
    }
}

fn folder(path: &Path) -> Result<PathBuf> {
    path.canonicalize()
        .with_context(|| format!("cannot open the folder {}", path.display()))
}
