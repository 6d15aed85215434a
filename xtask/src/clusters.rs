//! The two database clusters: the one of development, which keeps its data, and that of a test run, which does not.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use studio_pg_cluster::{Cluster, Installation, Tuning, reachable_or};

use crate::dotenv::Settings;
use crate::project::Project;
use crate::report::note;

/// Where development data lives when we are root and PostgreSQL's account cannot reach `./data`.
const ROOT_DATA: &str = "/var/lib/ai-image-studio";
const TEST_PREFIX: &str = "ai-image-studio-test-";
/// Memory in the shape of a folder, on Linux.
const MEMORY: &str = "/dev/shm";
/// The databases of a run and the server's log need less than half of it.
const ENOUGH_MEMORY_BYTES: u64 = 4 << 30;

/// The folder that keeps everything of a development studio: `$DATA_DIR`, else `./data`, else, for a root whose
/// clone lies where no other account may look, `/var/lib/ai-image-studio`.
pub(crate) fn data_dir(project: &Project, settings: &Settings) -> Result<PathBuf> {
    if let Some(dir) = settings.get("DATA_DIR") {
        return Ok(project.root.join(dir));
    }
    let own = project.root.join("data");
    if settings.get("DATABASE_URL").is_some() {
        return Ok(own);
    }
    Ok(reachable_or(&own, Path::new(ROOT_DATA))?)
}

/// Where the development cluster lives.
pub(crate) fn dev_root(data_dir: &Path) -> PathBuf {
    data_dir.join("postgres")
}

/// Starts the development cluster, or joins it when it runs.
pub(crate) fn start_dev(data_dir: &Path, installation: Installation) -> Result<Cluster> {
    let root = dev_root(data_dir);
    // Data of an older version needs that version's programs; the cluster finds them where they are installed.
    let builder = if root.join("data/PG_VERSION").exists() && !Installation::all().is_empty() {
        Cluster::builder(root)
    } else {
        Cluster::builder(root).installation(installation)
    };
    let cluster = builder.start()?;
    let verb = if cluster.was_running() {
        "runs already"
    } else {
        "started"
    };
    note(&format!(
        "PostgreSQL {verb}, process {}",
        cluster.pid().unwrap_or_default()
    ));
    Ok(cluster)
}

/// A cluster for one test run. It is stopped and its files are removed when this value goes away.
pub(crate) struct TestCluster {
    cluster: Cluster,
    folder: PathBuf,
}

impl TestCluster {
    /// Starts an empty cluster that waits for no disk.
    pub(crate) fn start(installation: Installation) -> Result<Self> {
        let parent = reachable_or(&scratch(), Path::new("/var/tmp"))?;
        sweep(&parent);
        let folder = parent.join(format!("{TEST_PREFIX}{}", std::process::id()));
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755))?;
        let cluster = Cluster::builder(folder.join("pg"))
            .installation(installation)
            .tuning(Tuning::Test)
            .start()?;
        Ok(Self { cluster, folder })
    }

    /// The cluster.
    pub(crate) fn get(&self) -> &Cluster {
        &self.cluster
    }
}

impl Drop for TestCluster {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next run.
        let _ = self.cluster.stop();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Where a test run keeps its cluster: in memory if there is enough, since every test makes a database of a thousand files.
fn scratch() -> PathBuf {
    let memory = Path::new(MEMORY);
    let free = rustix::fs::statvfs(memory).map_or(0, |found| found.f_bavail * found.f_frsize);
    if free >= ENOUGH_MEMORY_BYTES {
        memory.to_path_buf()
    } else {
        env::temp_dir()
    }
}

/// Removes the clusters of test runs that were killed.
fn sweep(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(owner) = name.to_str().and_then(|name| name.strip_prefix(TEST_PREFIX)) else {
            continue;
        };
        if Path::new("/proc").exists() && !Path::new("/proc").join(owner).exists() {
            if let Ok(Some(mut cluster)) = Cluster::builder(entry.path().join("pg")).find_running() {
                let _ = cluster.stop();
            }
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
