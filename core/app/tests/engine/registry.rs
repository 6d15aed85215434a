//! Plugins changing under a running studio, seen from the machine that has the file and from one that has not.

use std::path::Path;
use std::time::{Duration, Instant};

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::{App, Config, models, run_background};
use tempfile::TempDir;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::harness::{Studio, app, request};

const MODEL: &str = "fal-ai/flux/schnell";

/// Two folders of plugins: one with the file, one without any.
struct Machines {
    root: TempDir,
}

impl Machines {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        for name in ["first", "second", "cache"] {
            std::fs::create_dir(root.path().join(name)).unwrap();
        }
        Self { root }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.root.path().join(name)
    }

    fn config(&self, name: &str, studio: &Studio) -> Config {
        Config {
            plugins_dir: self.path(name),
            ..(*studio.app.config).clone()
        }
    }

    fn install(&self, bytes: &[u8]) {
        self.install_as("flux", bytes);
    }

    /// Writes as a careful tool does: beside the file, then renamed.
    fn install_as(&self, name: &str, bytes: &[u8]) {
        let temporary = self.path("first").join(format!("{name}.part"));
        std::fs::write(&temporary, bytes).unwrap();
        std::fs::rename(temporary, self.path("first").join(format!("{name}.wasm"))).unwrap();
    }

    /// A process on the machine `name`, following what is on offer.
    async fn process(&self, name: &str, studio: &Studio) -> (App, DropGuard) {
        let cache = self.path("cache").join(name);
        let app = app(
            self.config(name, studio),
            studio.app.db.clone(),
            studio.store.clone(),
            cache,
        )
        .await;
        models::sync(&app).await.unwrap();
        let stop = CancellationToken::new();
        let (running, token) = (app.clone(), stop.clone());
        tokio::spawn(async move { run_background(&running, token).await });
        (app, stop.drop_guard())
    }
}

fn flux() -> Vec<u8> {
    let dir = std::env::var("PLUGINS_DIR").unwrap();
    std::fs::read(Path::new(&dir).join("fal-flux.wasm")).unwrap()
}

/// The same plugin with another digest: a custom section changes the file and nothing else.
fn another_version(bytes: &[u8]) -> Vec<u8> {
    [bytes, &[0, 5, 3, b'n', b'e', b'w', 1]].concat()
}

fn hostile(name: &str) -> Vec<u8> {
    let dir = std::env::var("HOSTILE_PLUGINS_DIR").unwrap();
    std::fs::read(Path::new(&dir).join(format!("{name}.wasm"))).unwrap()
}

fn digest(app: &App) -> Option<String> {
    Some(app.plugins.model(MODEL)?.plugin().digest.clone())
}

/// Waits until `enough`, and gives how long that took.
async fn until(what: &str, enough: impl Fn() -> bool) -> Duration {
    let start = Instant::now();
    while !enough() {
        assert!(start.elapsed() < Duration::from_secs(20), "{what} does not happen");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    start.elapsed()
}

/// A studio whose first look found no plugin at all.
async fn studio(machines: &Machines, options: PgPoolOptions, database: PgConnectOptions) -> Studio {
    let folder = machines.path("first");
    Studio::with(options, database, studio_fal_sim::SimConfig::instant(), |config| {
        config.plugins_dir = folder;
    })
    .await
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_new_a_changed_and_a_removed_file_reach_every_process(options: PgPoolOptions, database: PgConnectOptions) {
    let machines = Machines::new();
    let studio = studio(&machines, options, database).await;
    let (first, _running) = machines.process("first", &studio).await;
    let (second, _running_too) = machines.process("second", &studio).await;
    assert_eq!((digest(&first), digest(&second)), (None, None));

    machines.install(&flux());
    until("a new plugin", || digest(&first).is_some()).await;
    until("a new plugin elsewhere", || digest(&second) == digest(&first)).await;
    let old = digest(&first);

    machines.install(&another_version(&flux()));
    until("a new version", || digest(&first) != old).await;
    until("a new version elsewhere", || digest(&second) == digest(&first)).await;
    let listed = models::list(&second).await.unwrap();
    assert!(listed.iter().any(|model| model.id == MODEL));

    // A file that is written badly changes nothing; one that is gone is gone.
    let newest = digest(&first);
    std::fs::write(machines.path("first").join("flux.wasm"), b"half a fi").unwrap();
    until("a broken file", || !first.plugins.problems().is_empty()).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!((&digest(&first), &digest(&second)), (&newest, &newest));
    std::fs::remove_file(machines.path("first").join("flux.wasm")).unwrap();
    until("a removal", || digest(&first).is_none()).await;
    until("a removal elsewhere", || digest(&second).is_none()).await;
    let installed: i64 = sqlx::query_scalar("SELECT count(*) FROM models WHERE is_installed")
        .fetch_one(&first.db)
        .await
        .unwrap();
    assert_eq!(installed, 0);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_waiting_job_runs_with_its_version_on_a_machine_that_never_had_the_file(
    options: PgPoolOptions,
    database: PgConnectOptions,
) {
    let machines = Machines::new();
    machines.install(&flux());
    let studio = studio(&machines, options, database).await;
    let job = studio.submit(request("a lighthouse at dusk")).await;
    let pinned = digest(&studio.app).unwrap();

    let (first, running) = machines.process("first", &studio).await;
    machines.install(&another_version(&flux()));
    until("a new version", || digest(&first).is_some_and(|new| new != pinned)).await;
    std::fs::remove_file(machines.path("first").join("flux.wasm")).unwrap();
    until("a removal", || digest(&first).is_none()).await;
    drop(running);

    let cache = machines.path("cache").join("worker");
    let _worker = studio
        .worker_with(machines.config("second", &studio), cache.clone())
        .await;
    studio.assert_paid_once(job.id, 4).await;
    assert!(cache.join(format!("{pinned}.wasm")).exists(), "it was fetched");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_machine_that_starts_with_known_files_undoes_nothing(options: PgPoolOptions, database: PgConnectOptions) {
    let machines = Machines::new();
    machines.install(&flux());
    let studio = studio(&machines, options, database).await;
    let old = digest(&studio.app);
    machines.install(&another_version(&flux()));
    models::sync(&studio.app).await.unwrap();
    let new = digest(&studio.app);
    assert_ne!(new, old);
    // What the folder said last is what an administrator's choice stays against.
    sqlx::query("UPDATE plugin_defaults SET digest = previous_digest, previous_digest = NULL")
        .execute(&studio.app.db)
        .await
        .unwrap();
    let (again, _running) = machines.process("first", &studio).await;
    assert_eq!(digest(&again), old);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_plugin_that_another_one_is_in_the_way_of_comes_when_that_one_goes(
    options: PgPoolOptions,
    database: PgConnectOptions,
) {
    let plugin_of = |app: &App| Some(app.plugins.model("hostile/well-behaved")?.plugin().id.clone());
    let machines = Machines::new();
    machines.install_as("calls", &hostile("hostile-calls"));
    let studio = studio(&machines, options, database).await;
    let (app, _running) = machines.process("first", &studio).await;
    assert_eq!(plugin_of(&app).as_deref(), Some("hostile-calls"));

    machines.install_as("clash", &hostile("hostile-clash"));
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(plugin_of(&app).as_deref(), Some("hostile-calls"));
    std::fs::remove_file(machines.path("first").join("calls.wasm")).unwrap();
    until("the other's turn", || {
        plugin_of(&app).as_deref() == Some("hostile-clash")
    })
    .await;
}
