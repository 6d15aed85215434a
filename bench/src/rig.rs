//! Everything a measurement runs against, made for it and gone after it.

use std::collections::BTreeMap;
use std::fs::Permissions;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use sqlx::PgPool;
use studio_app::{App, Config};
use studio_db::PoolSettings;
use studio_fal_sim::{RunningSim, SimConfig, Simulator};
use studio_pg_cluster::{Cluster, Tuning};
use tempfile::TempDir;
use tokio::process::Command;

use crate::options::Options;
use crate::studio::{Process, Studio};

/// A database cluster of its own, a simulator of its own, and the settings of a studio that uses both.
pub(crate) struct Rig {
    /// The provider.
    pub(crate) sim: RunningSim,
    /// A pool of ours, so that looking disturbs the studio's connections as little as possible.
    pub(crate) db: PgPool,
    program: PathBuf,
    settings: BTreeMap<&'static str, String>,
    // Dropped in this order: the server stops before its folder goes.
    _cluster: Cluster,
    folder: TempDir,
    _memory: Option<TempDir>,
}

impl Rig {
    /// Starts both in a temporary folder.
    ///
    /// # Errors
    /// When PostgreSQL's programs are missing, or `studio` is not built.
    pub(crate) async fn start(options: &Options, sim: SimConfig) -> Result<Self> {
        let program = options.studio_bin()?;
        let folder = tempfile::Builder::new()
            .prefix("studio-bench-")
            // Under root the server runs as another account, which must be able to pass.
            .permissions(Permissions::from_mode(0o711))
            .tempdir()?;
        let root = folder.path().join("pg");
        let start = move || Cluster::builder(root).tuning(Tuning::Durable).start();
        let cluster = tokio::task::spawn_blocking(start)
            .await?
            .context("PostgreSQL does not start")?;
        let sim = Simulator::spawn(sim, SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
        let settings = settings(&folder, &cluster, &sim, &options.plugins_dir()?)?;
        let db = studio_db::connect(
            &settings["DATABASE_URL"],
            PoolSettings {
                max_connections: 4,
                ..PoolSettings::default()
            },
        )?;
        Ok(Self {
            sim,
            db,
            program,
            settings,
            _cluster: cluster,
            folder,
            _memory: None,
        })
    }

    /// Gives the studio a setting other than usual.
    pub(crate) fn set(&mut self, name: &'static str, value: &str) {
        self.settings.insert(name, value.to_owned());
    }

    /// Keeps pictures in memory, where the system has a file system for that, so that storing them costs next to nothing.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub(crate) fn store_in_memory(&mut self) -> Result<()> {
        let memory = Path::new("/dev/shm");
        if memory.is_dir() {
            let folder = tempfile::Builder::new().prefix("studio-bench-").tempdir_in(memory)?;
            self.set("STORAGE_PATH", &folder.path().display().to_string());
            self._memory = Some(folder);
        }
        Ok(())
    }

    /// Has the studio speak to another provider, of which one address stands for all hosts.
    pub(crate) fn replace_provider(&mut self, base: &str) {
        for name in ["FAL_QUEUE_URL", "FAL_RUN_URL", "FAL_REST_URL", "FAL_API_URL"] {
            self.settings.insert(name, base.to_owned());
        }
    }

    /// Starts `studio serve` and waits until it is ready.
    ///
    /// # Errors
    /// With the end of its log when it does not get ready.
    pub(crate) async fn serve(&self) -> Result<Studio> {
        self.start_pages("serve").await
    }

    /// Starts `studio web` and waits until it is ready: pages, and no workers.
    ///
    /// # Errors
    /// With the end of its log when it does not get ready.
    pub(crate) async fn web(&self) -> Result<Studio> {
        self.start_pages("web").await
    }

    /// Starts `studio work`: workers, and no pages.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(crate) fn work(&self) -> Result<Process> {
        Process::start(
            &self.program,
            "work",
            &self.settings,
            &self.folder.path().join("work.log"),
        )
    }

    /// Runs another command of the program to its end, with the same settings.
    ///
    /// # Errors
    /// With what it said when it does not succeed.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Result<()> {
        let command = Command::new(&self.program)
            .args(arguments)
            .env_clear()
            .envs(&self.settings)
            .output();
        let output = command
            .await
            .with_context(|| format!("cannot run {}", self.program.display()))?;
        ensure!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(())
    }

    async fn start_pages(&self, role: &str) -> Result<Studio> {
        let log = self.folder.path().join("studio.log");
        Studio::start(&self.program, role, &self.settings, &log).await
    }

    /// The use cases in this process, for setting a scene. Brings the schema up to date; runs no workers.
    ///
    /// # Errors
    /// When a part cannot work with its settings.
    pub(crate) async fn app(&self) -> Result<App> {
        let app = App::open(Config::from_lookup(|name| self.settings.get(name).cloned())?).await?;
        app.prepare().await?;
        Ok(app)
    }
}

/// Defaults everywhere but where the rig is, and credits enough to pay for it.
fn settings(
    folder: &TempDir,
    cluster: &Cluster,
    sim: &RunningSim,
    plugins: &Path,
) -> Result<BTreeMap<&'static str, String>> {
    let path = |name| folder.path().join(name).display().to_string();
    let provider = |prefix| format!("{}/{prefix}", sim.base_url());
    Ok(BTreeMap::from([
        ("HOST", "127.0.0.1".to_owned()),
        ("PORT", free_port()?.to_string()),
        ("DATABASE_URL", cluster.url("studio")),
        ("AUTH_SECRET", "measured-but-never-kept-".repeat(2)),
        ("FAL_KEY", "bench:bench".to_owned()),
        ("FAL_QUEUE_URL", provider("queue")),
        ("FAL_RUN_URL", provider("run")),
        ("FAL_REST_URL", provider("rest")),
        ("FAL_API_URL", provider("api")),
        ("STORAGE_TYPE", "local".to_owned()),
        ("STORAGE_PATH", path("objects")),
        ("PLUGINS_DIR", plugins.display().to_string()),
        ("PLUGIN_CACHE_DIR", path("plugin-cache")),
        ("SIGNUP_CREDITS", "1000000".to_owned()),
    ]))
}

/// A port that was free a moment ago.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
