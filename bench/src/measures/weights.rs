//! What a browser loads for three pages, gzip-compressed, against the budgets of the pages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use studio_fal_sim::SimConfig;

use crate::client::Client;
use crate::html::Page;
use crate::options::Options;
use crate::report::{Figure, Section};
use crate::rig::Rig;
use crate::seed;

/// Pictures on the gallery's page.
const TILES: u32 = 48;

/// One page and its budgets; KB are 1024 bytes, after compression.
struct Budget {
    path: &'static str,
    scripts_kb: f64,
    html_kb: Option<f64>,
    elements: Option<f64>,
}

const STYLES_KB: f64 = 20.0;
const PAGES: [Budget; 3] = [
    Budget {
        path: "/",
        scripts_kb: 30.0,
        html_kb: None,
        elements: None,
    },
    Budget {
        path: "/generate",
        scripts_kb: 30.0,
        html_kb: None,
        elements: None,
    },
    Budget {
        path: "/gallery",
        scripts_kb: 40.0,
        html_kb: Some(12.0),
        elements: Some(1500.0),
    },
];

/// The build's own list of what belongs to what.
#[derive(Deserialize)]
struct Chunk {
    file: String,
    #[serde(default)]
    imports: Vec<String>,
}

type Manifest = BTreeMap<String, Chunk>;

pub(super) async fn run(options: &Options) -> Result<Section> {
    let rig = Rig::start(options, SimConfig::instant()).await?;
    let studio = rig.serve().await?;
    let member = studio.client.register("weights").await?;
    seed::gallery(&rig, member.id, 2 * TILES).await?;
    let manifest = manifest()?;
    let mut section = Section {
        title: "Weight of pages, compressed with gzip",
        notes: vec![
            "Scripts are all that load by themselves: the page's own, islands of its elements, and their imports."
                .to_owned(),
        ],
        ..Section::default()
    };
    for budget in &PAGES {
        let client = if budget.path == "/" {
            &studio.client
        } else {
            &member.client
        };
        section.figures.extend(weigh(client, &manifest, budget).await?);
    }
    Ok(section)
}

async fn weigh(client: &Client, manifest: &Manifest, budget: &Budget) -> Result<Vec<Figure>> {
    let html = String::from_utf8(client.get(budget.path, "identity").await?.body)?;
    let page = Page::read(&html);
    let scripts = all_scripts(&page, manifest);
    let path = budget.path;
    let limited = |figure: Figure, limit: Option<f64>| limit.map_or(figure.clone(), |limit| figure.within(limit));
    let compressed = kb(client.get(path, "gzip").await?.body.len());
    Ok(vec![
        limited(Figure::new(format!("`{path}` HTML"), compressed, "KB"), budget.html_kb),
        limited(
            Figure::new(
                format!("`{path}` elements"),
                f64::from(u32::try_from(page.elements)?),
                "",
            ),
            budget.elements,
        ),
        Figure::new(
            format!("`{path}` scripts, {} files", scripts.len()),
            total_kb(client, &scripts).await?,
            "KB",
        )
        .within(budget.scripts_kb),
        Figure::new(format!("`{path}` styles"), total_kb(client, &page.styles).await?, "KB").within(STYLES_KB),
    ])
}

/// The page's scripts, and those that its elements bring in.
fn all_scripts(page: &Page, manifest: &Manifest) -> BTreeSet<String> {
    let mut files = page.scripts.clone();
    for island in &page.islands {
        collect(manifest, &format!("src/islands/{island}.ts"), &mut files);
    }
    if page.has_placeholders {
        collect(manifest, "../node_modules/thumbhash/thumbhash.js", &mut files);
    }
    files
}

/// Adds a source's file and its imports. Elements without a script of their own add nothing.
fn collect(manifest: &Manifest, source: &str, files: &mut BTreeSet<String>) {
    let Some(chunk) = manifest.get(source) else { return };
    if files.insert(format!("/{}", chunk.file)) {
        for import in &chunk.imports {
            collect(manifest, import, files);
        }
    }
}

async fn total_kb(client: &Client, files: &BTreeSet<String>) -> Result<f64> {
    let mut bytes = 0;
    for file in files {
        bytes += client.get(file, "gzip").await?.body.len();
    }
    Ok(kb(bytes))
}

fn kb(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1024.0
}

fn manifest() -> Result<Manifest> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/dist/manifest.json");
    let json =
        std::fs::read(&path).with_context(|| format!("{} is not there: build the assets first", path.display()))?;
    Ok(serde_json::from_slice(&json)?)
}
