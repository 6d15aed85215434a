//! How soon a plugin file is on offer in a studio that runs, and how quickly many are loaded.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use studio_fal_sim::SimConfig;
use studio_plugin_host::{HostConfig, PluginHost};
use tempfile::TempDir;
use tokio::time::sleep;

use crate::client::BROWSER_ENCODINGS;
use crate::options::Options;
use crate::report::{Figure, Section, Timed};
use crate::rig::Rig;
use crate::samples::Samples;
use crate::studio::Studio;

/// Promise: from the file's last byte to its model in the list of models.
const RELOAD: Duration = Duration::from_secs(1);
/// Promise: milliseconds for loading [`MANY`] plugins whose code is compiled.
const LOAD_MS: f64 = 200.0;
/// Plugins that are loaded at once.
const MANY: u32 = 50;
/// The plugin that comes and goes, and its model.
const PLUGIN: &str = "rembg.wasm";
const MODEL: &str = "/api/models/fal-ai/birefnet";
/// Files that come and go; each is compiled, which takes the most of its time.
const RELOADS: u32 = 20;
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(25);
/// A file that is not on offer after this time never will be.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) async fn run(options: &Options) -> Result<Section> {
    let component = std::fs::read(options.plugins_dir()?.join(PLUGIN)).with_context(|| format!("no {PLUGIN}"))?;
    let folder = tempfile::tempdir()?;
    let mut rig = Rig::start(options, SimConfig::instant()).await?;
    rig.set("PLUGINS_DIR", &folder.path().display().to_string());
    let studio = rig.serve().await?;
    let (mut came, mut went) = (Vec::new(), Vec::new());
    for number in 0..RELOADS {
        came.push(install(&studio, folder.path(), &variant(&component, number)).await?);
        std::fs::remove_file(folder.path().join(PLUGIN))?;
        went.push(wait(&studio, false).await?);
    }
    studio.end().await?;
    let (compiled, loaded) = load_many(&component).await?;
    Ok(Section {
        title: "The plugin registry",
        times: vec![
            Timed::new(
                "a new file on offer in a running studio, compiled on the way",
                Samples::new(came),
            )
            .within(RELOAD),
            Timed::new("a removed file no longer on offer", Samples::new(went)).within(RELOAD),
        ],
        figures: vec![
            Figure::new("loading 50 plugins from the compile cache", loaded, "ms").within(LOAD_MS),
            Figure::new("… compiling them", compiled, "ms"),
        ],
        notes: vec!["From the renaming of the file to the answer of `/api/models/{id}`, asked every 25 ms.".to_owned()],
    })
}

/// The same plugin with another digest: a custom section that holds `number`.
fn variant(component: &[u8], number: u32) -> Vec<u8> {
    let section = [[0, 8, 3, b'n', b'e', b'w'].as_slice(), &number.to_le_bytes()].concat();
    [component, &section].concat()
}

async fn install(studio: &Studio, folder: &Path, bytes: &[u8]) -> Result<Duration> {
    let temporary = folder.join("next.part");
    std::fs::write(&temporary, bytes)?;
    std::fs::rename(temporary, folder.join(PLUGIN))?;
    wait(studio, true).await
}

/// Waits until the model is there, or is not.
async fn wait(studio: &Studio, is_there: bool) -> Result<Duration> {
    let begun = Instant::now();
    while studio.client.get(MODEL, BROWSER_ENCODINGS).await.is_ok() != is_there {
        ensure!(
            begun.elapsed() < PATIENCE,
            "the studio does not follow its plugin folder"
        );
        sleep(PAUSE).await;
    }
    Ok(begun.elapsed())
}

/// Milliseconds for opening a folder of many plugins, first and second.
async fn load_many(component: &[u8]) -> Result<(f64, f64)> {
    let (folder, cache) = (tempfile::tempdir()?, tempfile::tempdir()?);
    for number in 0..MANY {
        std::fs::write(
            folder.path().join(format!("{number:03}.wasm")),
            variant(component, number),
        )?;
    }
    Ok((open(&folder, &cache).await?, open(&folder, &cache).await?))
}

async fn open(folder: &TempDir, cache: &TempDir) -> Result<f64> {
    let begun = Instant::now();
    let host = PluginHost::open(HostConfig::new(folder.path(), cache.path())).await?;
    let took = begun.elapsed();
    ensure!(!host.models().is_empty(), "the plugins do not load");
    Ok(took.as_secs_f64() * 1000.0)
}
