//! `drill`: killing a studio on purpose.

use std::process::ExitCode;

use anyhow::Context as _;
use studio_drill::{Options, Plugins};
use tokio_util::sync::CancellationToken;

use super::verdict;
use crate::args::DrillOptions;

/// Drills this very program and prints the report.
///
/// # Errors
/// When the drill could not be carried out.
pub(crate) async fn run(options: DrillOptions, stop: &CancellationToken) -> anyhow::Result<ExitCode> {
    let folder = options
        .plugins_dir
        .canonicalize()
        .with_context(|| format!("cannot open the folder of plugins {}", options.plugins_dir.display()))?;
    let cache = options.plugin_cache_dir.map(std::path::absolute).transpose()?;
    let plugins = Plugins { folder, cache };
    let drill = Options {
        jobs: options.jobs,
        kills: options.kills,
        seed: options.seed,
        workers: options.workers,
        webs: options.webs,
    };
    let program = std::env::current_exe().context("where this program lies is not known")?;
    let Some(report) = studio_drill::run(&drill, program, &plugins, stop).await? else {
        anyhow::bail!("stopped before the drill was over");
    };
    verdict::tell(&report, options.json, report.is_clean())
}
