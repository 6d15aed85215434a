//! `cargo xtask dev`: from a clean clone to a running studio.
//!
//! What the environment or `.env` sets is used; what it leaves open gets a local stand-in: an own PostgreSQL
//! cluster for `DATABASE_URL`, the simulator for `FAL_KEY`, a folder for `STORAGE_PATH`, a generated `AUTH_SECRET`.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use studio_pg_cluster::Cluster;

use crate::dotenv::Settings;
use crate::host::Profile;
use crate::project::Project;
use crate::report::{note, seconds, step};
use crate::services::{Services, check_port_free};
use crate::tools::postgres;
use crate::{assets, clusters, host, plugins, process};

const PORT: u16 = 3007;
const SIM_PORT: u16 = 3017;
/// Migrations run and plugins are compiled before the studio is ready.
const READY_TIMEOUT: Duration = Duration::from_secs(120);

/// Builds and runs everything until the user interrupts or something dies.
pub(crate) fn run(project: &Project, profile: Profile) -> Result<()> {
    let start = Instant::now();
    let settings = Settings::read(&project.root)?;
    let plan = Plan::new(project, &settings)?;
    let _lock = lock(&plan.data)?;
    let mut services = Services::new(plan.data.join("services"));
    plan.check_ports()?;

    let (studio, installation) = build(project, &settings, profile)?;
    let mut cluster = installation
        .map(|found| step("PostgreSQL", || clusters::start_dev(&plan.data, found)))
        .transpose()?;
    let outcome = serve(&plan, &settings, &studio, &mut services, cluster.as_mut(), start);
    step("stopping", || {
        services.stop();
        // One that was already running when we came is stopped too: a killed run left it behind.
        cluster.as_mut().map_or(Ok(()), Cluster::stop)?;
        Ok(())
    })?;
    outcome
}

type Built = (PathBuf, Option<studio_pg_cluster::Installation>);

fn build(project: &Project, settings: &Settings, profile: Profile) -> Result<Built> {
    let installation = match settings.get("DATABASE_URL") {
        Some(_) => None,
        None => Some(step("database programs", || postgres::ensure(project))?),
    };
    step("plugins", || plugins::build(project, plugins::Which::Offered))?;
    step("front end", || assets::build(project))?;
    let studio = step("studio", || host::build(project, profile))?;
    Ok((studio, installation))
}

fn serve(
    plan: &Plan,
    settings: &Settings,
    studio: &Path,
    services: &mut Services,
    mut cluster: Option<&mut Cluster>,
    start: Instant,
) -> Result<()> {
    if let Some(port) = plan.simulator {
        step("simulator", || {
            let log = plan.data.join("simulator.log");
            services.start(
                "simulator",
                &mut plan.simulator_command(settings, studio, port),
                Some(&log),
            )?;
            services
                .wait_ready(port, "/sim/ledger", READY_TIMEOUT)
                .with_context(|| format!("see {}", log.display()))?;
            note(&format!("http://127.0.0.1:{port}, log in {}", log.display()));
            Ok(())
        })?;
    }
    step("serving", || {
        services.start(
            "studio",
            &mut plan.studio_command(settings, studio, cluster.as_deref())?,
            None,
        )?;
        services.wait_ready(plan.port, "/readyz", READY_TIMEOUT)
    })?;
    println!(
        "\n    AI Image Design Studio is ready after {}: {}",
        seconds(start.elapsed()),
        plan.app_url
    );
    println!("    data in {}; Ctrl-C stops everything\n", plan.data.display());
    services.supervise(|| check_database(cluster.as_deref_mut()))
}

fn check_database(cluster: Option<&mut Cluster>) -> Result<()> {
    let Some(cluster) = cluster else { return Ok(()) };
    if !cluster.is_running() {
        bail!("PostgreSQL ended by itself; see {}", cluster.log().display());
    }
    Ok(())
}

/// What the settings amount to.
struct Plan {
    root: PathBuf,
    data: PathBuf,
    plugins: PathBuf,
    port: u16,
    /// The simulator's port; `None` when a real provider key is set.
    simulator: Option<u16>,
    app_url: String,
}

impl Plan {
    fn new(project: &Project, settings: &Settings) -> Result<Self> {
        let data = clusters::data_dir(project, settings)?;
        note(&format!("data is kept in {}", data.display()));
        fs::create_dir_all(&data).with_context(|| format!("cannot create {}", data.display()))?;
        let port = settings.port("PORT", PORT)?;
        let simulator = match settings.get("FAL_KEY") {
            Some(_) => None,
            None => Some(settings.port("SIM_PORT", SIM_PORT)?),
        };
        let app_url = settings
            .get("APP_URL")
            .unwrap_or_else(|| format!("http://127.0.0.1:{port}"));
        Ok(Self {
            root: project.root.clone(),
            data,
            plugins: project.plugins_dir(),
            port,
            simulator,
            app_url,
        })
    }

    fn check_ports(&self) -> Result<()> {
        check_port_free(self.port, "PORT")?;
        self.simulator.map_or(Ok(()), |port| check_port_free(port, "SIM_PORT"))
    }

    fn simulator_command(&self, settings: &Settings, studio: &Path, port: u16) -> Command {
        let mut command = self.command(settings, studio);
        command
            .args(["sim", "--port", &port.to_string(), "--state-dir"])
            .arg(self.data.join("sim"));
        command
    }

    fn studio_command(&self, settings: &Settings, studio: &Path, cluster: Option<&Cluster>) -> Result<Command> {
        let mut command = self.command(settings, studio);
        let mut default = |name: &str, value: &str| {
            if settings.get(name).is_none() {
                command.env(name, value);
            }
        };
        default("PORT", &self.port.to_string());
        default("APP_URL", &self.app_url);
        default("STORAGE_PATH", &self.data.join("objects").to_string_lossy());
        default("PLUGINS_DIR", &self.plugins.to_string_lossy());
        default("PLUGIN_CACHE_DIR", &self.data.join("plugin-cache").to_string_lossy());
        // Nobody but this machine reaches the default address.
        if settings.get("SMTP_URL").is_none() && settings.get("APP_URL").is_none() {
            default("MAIL_OUTBOX", "open");
        }
        // So that a webhook under development can be on it.
        if settings.get("APP_URL").is_none() {
            default("OUTBOUND_ALLOWED_NETWORKS", "127.0.0.0/8,::1/128");
            default("OUTBOUND_HTTP", "allow");
        }
        if settings.get("AUTH_SECRET").is_none() {
            default("AUTH_SECRET", &auth_secret(&self.data.join("auth-secret"))?);
        }
        if let Some(cluster) = cluster {
            default("DATABASE_URL", &cluster.url("studio"));
        }
        if let Some(port) = self.simulator {
            for (name, path) in [
                ("FAL_QUEUE_URL", "queue"),
                ("FAL_RUN_URL", "run"),
                ("FAL_REST_URL", "rest"),
                ("FAL_API_URL", "api/v1"),
            ] {
                default(name, &format!("http://127.0.0.1:{port}/{path}"));
            }
        }
        command.arg("serve");
        Ok(command)
    }

    fn command(&self, settings: &Settings, studio: &Path) -> Command {
        let mut command = process::command(studio, &self.root);
        command.envs(settings.file_only());
        // Errors are reported with their causes; a backtrace for each would bury them.
        command.env("RUST_LIB_BACKTRACE", "0");
        command
    }
}

/// Two runs on the same data would stop each other's programs.
fn lock(data: &Path) -> Result<File> {
    let path = data.join("lock");
    let file = File::options()
        .create(true)
        .append(true)
        .open(&path)
        .with_context(|| format!("cannot open {}", path.display()))?;
    if file.try_lock().is_err() {
        bail!(
            "another `cargo xtask dev` runs on {}; stop it, or choose another folder with DATA_DIR",
            data.display()
        );
    }
    Ok(file)
}

/// The secret that signs sessions, made once: with a new one everybody would be logged out at each start.
fn auth_secret(path: &Path) -> Result<String> {
    if let Ok(secret) = fs::read_to_string(path) {
        return Ok(secret.trim().to_owned());
    }
    let mut bytes = [0; 32];
    File::open("/dev/urandom")
        .and_then(|mut random| random.read_exact(&mut bytes))
        .context("cannot read /dev/urandom")?;
    let secret: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut file = File::options()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("cannot create {}", path.display()))?;
    file.write_all(secret.as_bytes())?;
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_secret_is_made_once_and_private() {
        let path = std::env::temp_dir().join(format!("xtask-secret-{}", std::process::id()));
        let first = auth_secret(&path).unwrap();
        assert_eq!(first.len(), 64);
        assert_eq!(auth_secret(&path).unwrap(), first);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn two_runs_do_not_share_their_data() {
        let data = std::env::temp_dir().join(format!("xtask-lock-{}", std::process::id()));
        fs::create_dir_all(&data).unwrap();
        let held = lock(&data).unwrap();
        assert!(lock(&data).unwrap_err().to_string().contains("DATA_DIR"));
        drop(held);
        // A program that another test starts holds a copy of the file for the moment until it is that program.
        let free = || lock(&data).is_ok();
        let soon = (0..500).any(|_| {
            free() || {
                std::thread::sleep(Duration::from_millis(10));
                false
            }
        });
        assert!(soon);
        fs::remove_dir_all(data).unwrap();
    }
}
