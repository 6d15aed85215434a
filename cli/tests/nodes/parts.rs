//! What every studio under test stands on.

use std::collections::BTreeMap;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

use studio_fal_sim::{RunningSim, SimConfig};
use studio_pg_cluster::{Cluster, Tuning};
use tempfile::TempDir;

/// A folder for everything, and a database server within it.
pub(crate) fn ground() -> (TempDir, Cluster) {
    let folder = tempfile::Builder::new()
        .prefix("studio-cli-")
        // Under root the server runs as another account, which must be able to pass.
        .permissions(Permissions::from_mode(0o711))
        .tempdir()
        .unwrap();
    let cluster = Cluster::builder(folder.path().join("pg"))
        .tuning(Tuning::Test)
        .start()
        .unwrap();
    (folder, cluster)
}

/// A provider that takes so long for a picture, and never the narrow place.
pub(crate) fn provider(job: Duration) -> SimConfig {
    let mut config = SimConfig::instant();
    config.live.time_scale = 1.0;
    config.live.queue_ms = u64::try_from(job.as_millis()).unwrap();
    config.live.latency = BTreeMap::from([(
        "*".to_owned(),
        studio_fal_sim::Latency {
            base_ms: 0,
            step_ms: 0,
            image_ms: 0,
        },
    )]);
    config.live.concurrency_limit = 100;
    config
}

/// Everything that a process of a studio must be told; its objects go below `folder`.
pub(crate) fn settings(folder: &Path, cluster: &Cluster, sim: &RunningSim) -> BTreeMap<&'static str, String> {
    let path = |name| folder.join(name).display().to_string();
    let part = |prefix| format!("{}/{prefix}", sim.base_url());
    let plugins =
        std::env::var("PLUGINS_DIR").expect("PLUGINS_DIR names the built plugins; `cargo xtask test` sets it");
    BTreeMap::from([
        ("DATABASE_URL", cluster.url("studio")),
        ("AUTH_SECRET", "tested-but-never-kept-".repeat(2)),
        ("FAL_KEY", "nodes:nodes".to_owned()),
        ("FAL_QUEUE_URL", part("queue")),
        ("FAL_RUN_URL", part("run")),
        ("FAL_REST_URL", part("rest")),
        ("FAL_API_URL", part("api/v1")),
        ("STORAGE_PATH", path("objects")),
        ("PLUGINS_DIR", plugins),
        // Compiled once for all tests: to compile them takes each process ten seconds of a processor.
        (
            "PLUGIN_CACHE_DIR",
            concat!(env!("CARGO_TARGET_TMPDIR"), "/plugin-cache").to_owned(),
        ),
    ])
}
