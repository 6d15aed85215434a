//! The committed descriptions of SQL queries in `.sqlx/`, by which the studio compiles without a database.
//!
//! They are made by compiling against a database that has all migrations. That happens in a target folder of its
//! own, so that the studio's products stay as they are.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use studio_pg_cluster::Cluster;

use crate::clusters::TestCluster;
use crate::process;
use crate::project::Project;
use crate::report::{note, step};
use crate::schema;
use crate::stamp;
use crate::tools::postgres;

const DATABASE: &str = "sqlx_prepare";
/// The macros that ask the database while compiling.
const MACROS: [&str; 4] = ["query!(", "query_as!(", "query_scalar!(", "query_file"];

/// `cargo xtask sqlx-prepare`: writes `.sqlx` anew.
pub(crate) fn prepare(project: &Project) -> Result<()> {
    let cluster = step("database", || TestCluster::start(postgres::ensure(project)?))?;
    let fresh = step("queries", || describe(project, cluster.get()))?;
    let folder = project.root.join(".sqlx");
    fs::create_dir_all(&folder)?;
    for name in read(&folder)?.keys().filter(|name| !fresh.contains_key(*name)) {
        fs::remove_file(folder.join(name))?;
    }
    for (name, text) in &fresh {
        fs::write(folder.join(name), text)?;
    }
    println!("{} queries in .sqlx", fresh.len());
    Ok(())
}

/// Checks that `.sqlx` is what `prepare` would write.
pub(crate) fn check(project: &Project, cluster: &Cluster) -> Result<()> {
    let fresh = describe(project, cluster)?;
    let committed = read(&project.root.join(".sqlx"))?;
    if fresh == committed {
        note(&format!("{} queries are described in .sqlx", fresh.len()));
        return Ok(());
    }
    let differ = fresh
        .iter()
        .filter(|(name, text)| committed.get(*name) != Some(text))
        .count();
    let superfluous = committed.keys().filter(|name| !fresh.contains_key(*name)).count();
    bail!(
        "{differ} queries are missing or outdated in .sqlx and {superfluous} are superfluous; run `cargo xtask sqlx-prepare` and commit .sqlx"
    )
}

/// Compiles all queries against the migrated database; gives the descriptions by file name.
fn describe(project: &Project, cluster: &Cluster) -> Result<BTreeMap<String, String>> {
    migrate(project, cluster)?;
    let target = project.target.with_file_name("sqlx-target");
    let output = target.join("described");
    let _ = fs::remove_dir_all(&output);
    fs::create_dir_all(&output)?;
    let packages = packages_with_queries(project)?;
    if packages.is_empty() {
        return Ok(BTreeMap::new());
    }
    let cargo = |verb: &[&str]| {
        let mut cargo = process::command("cargo", &project.root);
        cargo
            .args(verb)
            .arg("--quiet")
            .env("CARGO_TARGET_DIR", &target)
            .env_remove("DATABASE_URL");
        cargo.args(packages.iter().flat_map(|package| ["-p", package]));
        cargo
    };
    // Dependencies that use the macros themselves bring their own descriptions and must not see our database. Our
    // packages may well fail in this pass: their descriptions are what is being made.
    let _ = process::output(cargo(&["check", "--all-targets", "--keep-going"]).env("SQLX_OFFLINE", "true"));
    process::run(&mut cargo(&["clean"]))?;
    let mut online = cargo(&["check", "--all-targets"]);
    online
        .env("SQLX_OFFLINE", "false")
        .env("SQLX_OFFLINE_DIR", &output)
        .env("DATABASE_URL", cluster.admin_url(DATABASE));
    process::run(&mut online)?;
    read(&output)
}

/// A database without anything but the schema.
fn migrate(project: &Project, cluster: &Cluster) -> Result<()> {
    cluster.execute("postgres", &format!("DROP DATABASE IF EXISTS {DATABASE}"))?;
    cluster.execute("postgres", &format!("CREATE DATABASE {DATABASE} TEMPLATE template0"))?;
    schema::apply(project, cluster, DATABASE)
}

/// Names of the packages below `core/` whose sources use the checked macros.
fn packages_with_queries(project: &Project) -> Result<Vec<String>> {
    let mut packages = Vec::new();
    for entry in fs::read_dir(project.root.join("core"))?.flatten() {
        if uses_macros(&entry.path())? {
            packages.push(format!("studio-{}", entry.file_name().to_string_lossy()));
        }
    }
    packages.sort();
    Ok(packages)
}

fn uses_macros(package: &Path) -> Result<bool> {
    let files: Vec<PathBuf> = stamp::files(&[package.join("src"), package.join("tests")])?;
    let text = |file: &PathBuf| fs::read_to_string(file).unwrap_or_default();
    Ok(files
        .iter()
        .any(|file| MACROS.iter().any(|name| text(file).contains(name))))
}

fn read(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for file in stamp::files(&[folder.to_path_buf()])? {
        let name = file
            .file_name()
            .context("a file has a name")?
            .to_string_lossy()
            .into_owned();
        if name.starts_with("query-") {
            files.insert(name, fs::read_to_string(&file)?);
        }
    }
    Ok(files)
}
