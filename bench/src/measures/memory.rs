//! How much memory `studio serve` keeps when nobody uses it.

use std::time::Duration;

use anyhow::{Context as _, Result};
use studio_fal_sim::SimConfig;
use tokio::time::sleep;

use crate::machine::status_kib;
use crate::options::Options;
use crate::report::{Figure, Section};
use crate::rig::Rig;
use crate::studio::Studio;

/// From being ready until the look.
const IDLE: Duration = Duration::from_secs(10);
/// Promise, in MiB.
const LIMIT_MIB: f64 = 150.0;

pub(super) async fn run(options: &Options) -> Result<Section> {
    let rig = Rig::start(options, SimConfig::instant()).await?;
    let mut section = Section {
        title: "Memory of an idle `studio serve`",
        ..Section::default()
    };
    for label in [
        "first start, compiles the plugins",
        "later start, plugins from the cache",
    ] {
        let studio = rig.serve().await?;
        sleep(IDLE).await;
        section.figures.extend(figures(&studio, label)?);
        section.notes.push(format!(
            "Ready {} ms after the start ({label}).",
            studio.ready_after.as_millis()
        ));
        studio.end().await?;
    }
    Ok(section)
}

fn figures(studio: &Studio, label: &str) -> Result<[Figure; 3]> {
    let status = studio.process().proc_status()?;
    let mib = |name| {
        status_kib(&status, name)
            .map(|kib| kib / 1024.0)
            .with_context(|| format!("no {name} in its status"))
    };
    Ok([
        Figure::new(format!("resident, {label}"), mib("VmRSS")?, "MiB").within(LIMIT_MIB),
        Figure::new("… of it the program's own (anonymous)", mib("RssAnon")?, "MiB"),
        Figure::new("… its peak so far", mib("VmHWM")?, "MiB"),
    ])
}
