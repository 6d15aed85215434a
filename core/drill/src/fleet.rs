//! The processes of the studio and the database server, to be struck and brought back.

use std::collections::BTreeMap;
use std::fs::Permissions;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use studio_pg_cluster::{Cluster, Row};
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

use crate::options::Plugins;
use crate::strikes::{How, Target};

/// What a process that was asked to stop gets before it is killed.
const STOP_PATIENCE: Duration = Duration::from_secs(40);

/// After this time without a sign a call counts as never taken. The simulator takes a request the moment it arrives, and
/// starts it within some seconds; a real provider needs the default of 900 s.
const SUBMIT_UNKNOWN_S: u32 = 20;

/// How long the first start may take.
const START_PATIENCE: Duration = Duration::from_secs(120);

/// One process of the studio, started again whenever it is struck.
struct Process {
    role: &'static str,
    settings: BTreeMap<&'static str, String>,
    log: PathBuf,
    child: Child,
}

/// All of them.
pub(crate) struct Fleet {
    program: PathBuf,
    cluster: Arc<Mutex<Cluster>>,
    workers: Vec<Process>,
    webs: Vec<Process>,
    web_urls: Vec<String>,
    // Dropped last: the server must have stopped before its folder goes.
    folder: TempDir,
}

impl Fleet {
    /// Starts a database, then the processes, and waits until all pages answer.
    pub(crate) async fn start(
        program: PathBuf,
        provider: &str,
        plugins: &Plugins,
        workers: u32,
        webs: u32,
    ) -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("studio-drill-")
            // Under root the server runs as another account, which must be able to pass.
            .permissions(Permissions::from_mode(0o711))
            .tempdir()?;
        let root = folder.path().join("pg");
        let cluster = tokio::task::spawn_blocking(move || Cluster::builder(root).start())
            .await?
            .context("PostgreSQL does not start")?;
        let settings = settings(&folder, &cluster, provider, plugins);
        let mut fleet = Self {
            program,
            cluster: Arc::new(Mutex::new(cluster)),
            workers: Vec::new(),
            webs: Vec::new(),
            web_urls: Vec::new(),
            folder,
        };
        for number in 0..webs {
            let (mut settings, port) = (settings.clone(), free_port()?);
            settings.insert("PORT", port.to_string());
            fleet.web_urls.push(format!("http://127.0.0.1:{port}"));
            let process = fleet.process("web", number, settings)?;
            fleet.webs.push(process);
        }
        for number in 0..workers {
            let mut settings = settings.clone();
            settings.insert(
                "FAL_WEBHOOK_URL",
                fleet.web_urls[number as usize % fleet.web_urls.len()].clone(),
            );
            let process = fleet.process("work", number, settings)?;
            fleet.workers.push(process);
        }
        fleet.wait_until_ready().await?;
        Ok(fleet)
    }

    fn process(
        &self,
        role: &'static str,
        number: u32,
        mut settings: BTreeMap<&'static str, String>,
    ) -> Result<Process> {
        let own_cache = self.folder.path().join(format!("cache-{role}-{number}"));
        settings
            .entry("PLUGIN_CACHE_DIR")
            .or_insert_with(|| own_cache.display().to_string());
        let log = self.folder.path().join(format!("{role}-{number}.log"));
        let child = spawn(&self.program, role, &settings, &log)?;
        Ok(Process {
            role,
            settings,
            log,
            child,
        })
    }

    /// Where the pages answer.
    pub(crate) fn web_urls(&self) -> Vec<String> {
        self.web_urls.clone()
    }

    /// The folder of objects.
    pub(crate) fn objects(&self) -> PathBuf {
        self.folder.path().join("objects")
    }

    /// Strikes and brings back.
    pub(crate) async fn strike(&mut self, target: Target, how: How) -> Result<()> {
        let process = match target {
            Target::Database => return self.strike_database(how).await,
            Target::Worker(number) => &mut self.workers[number as usize],
            Target::Web(number) => &mut self.webs[number as usize],
        };
        match how {
            How::Kill => process.child.kill().await?,
            How::Stop => stop(&mut process.child).await?,
        }
        process.child = spawn(&self.program, process.role, &process.settings, &process.log)?;
        Ok(())
    }

    async fn strike_database(&self, how: How) -> Result<()> {
        self.with_cluster(move |cluster| {
            match how {
                How::Kill => cluster.kill()?,
                How::Stop => cluster.stop()?,
            }
            cluster.restart()
        })
        .await
        .context("the database did not come back")
    }

    /// Starts processes again that ended by themselves: a supervisor would. They give up when the database is away at their
    /// start.
    pub(crate) fn revive(&mut self) -> Result<u32> {
        let mut revived = 0;
        for process in self.workers.iter_mut().chain(&mut self.webs) {
            if process.child.try_wait()?.is_some() {
                process.child = spawn(&self.program, process.role, &process.settings, &process.log)?;
                revived += 1;
            }
        }
        Ok(revived)
    }

    /// Asks the database.
    pub(crate) async fn query(&self, sql: &'static str) -> Result<Vec<Row>> {
        self.with_cluster(move |cluster| cluster.execute("studio", sql))
            .await
            .context("the database cannot be asked")
    }

    async fn with_cluster<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Cluster) -> studio_pg_cluster::Result<T> + Send + 'static,
    ) -> Result<T> {
        let cluster = Arc::clone(&self.cluster);
        let work = move || work(&mut cluster.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(tokio::task::spawn_blocking(work).await??)
    }

    async fn wait_until_ready(&mut self) -> Result<()> {
        let (http, begun) = (reqwest::Client::builder().no_proxy().build()?, Instant::now());
        for url in self.web_urls.clone() {
            loop {
                let answer = http.get(format!("{url}/readyz")).send().await;
                if answer.is_ok_and(|answer| answer.status().is_success()) {
                    break;
                }
                if begun.elapsed() > START_PATIENCE {
                    bail!("{url} does not get ready; {}", self.last_words().await);
                }
                self.revive()?;
                sleep(Duration::from_millis(100)).await;
            }
        }
        Ok(())
    }

    /// The ends of the logs.
    pub(crate) async fn last_words(&self) -> String {
        let mut words = String::new();
        for process in self.webs.iter().chain(&self.workers) {
            let log = tokio::fs::read_to_string(&process.log).await.unwrap_or_default();
            let lines: Vec<&str> = log.lines().rev().take(5).collect();
            for line in lines.into_iter().rev() {
                words += &format!("\n{}: {line}", process.role);
            }
        }
        words
    }

    /// Stops everything in order.
    pub(crate) async fn end(mut self) -> Result<()> {
        for process in self.webs.iter_mut().chain(&mut self.workers) {
            stop(&mut process.child).await?;
        }
        self.with_cluster(Cluster::stop).await
    }
}

/// Everything that processes share; defaults otherwise.
fn settings(folder: &TempDir, cluster: &Cluster, provider: &str, plugins: &Plugins) -> BTreeMap<&'static str, String> {
    let part = |prefix| format!("{provider}/{prefix}");
    let mut settings = BTreeMap::from([
        ("HOST", "127.0.0.1".to_owned()),
        ("DATABASE_URL", cluster.url("studio")),
        ("AUTH_SECRET", "drilled-but-never-kept-".repeat(2)),
        ("FAL_KEY", "drill:drill".to_owned()),
        ("FAL_QUEUE_URL", part("queue")),
        ("FAL_RUN_URL", part("run")),
        ("FAL_REST_URL", part("rest")),
        ("FAL_API_URL", part("api/v1")),
        ("STORAGE_TYPE", "local".to_owned()),
        ("STORAGE_PATH", folder.path().join("objects").display().to_string()),
        ("PLUGINS_DIR", plugins.folder.display().to_string()),
        ("SIGNUP_CREDITS", "1000000".to_owned()),
        ("JOB_SLOTS", "12".to_owned()),
        // Few, since all processes share a server of 100 connections.
        ("WORKER_CONCURRENCY", "4".to_owned()),
        ("SUBMIT_UNKNOWN_S", SUBMIT_UNKNOWN_S.to_string()),
    ]);
    if let Some(cache) = &plugins.cache {
        settings.insert("PLUGIN_CACHE_DIR", cache.display().to_string());
    }
    settings
}

fn spawn(program: &Path, role: &str, settings: &BTreeMap<&'static str, String>, log: &Path) -> Result<Child> {
    let log = std::fs::File::options().create(true).append(true).open(log)?;
    // The settings of whoever drills must not reach the drilled.
    Command::new(program)
        .arg(role)
        .env_clear()
        .envs(std::env::vars().filter(|(name, _)| ["PATH", "HOME", "RUST_LOG"].contains(&name.as_str())))
        .envs(settings)
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("{} does not start", program.display()))
}

async fn stop(child: &mut Child) -> Result<()> {
    let Some(pid) = child.id() else { return Ok(()) };
    let asked = Command::new("kill").args(["-TERM", &pid.to_string()]).status().await?;
    if !asked.success() || timeout(STOP_PATIENCE, child.wait()).await.is_err() {
        child.kill().await?;
    }
    Ok(())
}

/// A port that was free a moment ago.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
