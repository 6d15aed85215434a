//! Says how the cluster is to be, then makes it so.

use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use crate::account::Account;
use crate::cluster::{Cluster, DATABASE};
use crate::create;
use crate::error::{Error, Result};
use crate::installation::Installation;
use crate::layout::Layout;
use crate::lock_file;
use crate::server;
use crate::tuning::Tuning;

/// Long enough for the recovery of a large database after a crash.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(120);
const POLL: Duration = Duration::from_millis(50);

/// Options of a cluster; made by [`Cluster::builder`].
#[derive(Clone, Debug)]
pub struct Builder {
    root: PathBuf,
    tuning: Tuning,
    installation: Option<Installation>,
    timeout: Duration,
}

impl Builder {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self {
            root,
            tuning: Tuning::default(),
            installation: None,
            timeout: DEFAULT_TIMEOUT,
        }
    }

    /// How carefully data is treated; [`Tuning::Durable`] unless said otherwise. Counts from the next start of the
    /// server: a running one keeps what it has.
    #[must_use]
    pub fn tuning(mut self, tuning: Tuning) -> Self {
        self.tuning = tuning;
        self
    }

    /// Uses this installation instead of searching for one.
    #[must_use]
    pub fn installation(mut self, installation: Installation) -> Self {
        self.installation = Some(installation);
        self
    }

    /// Longest wait for the server to answer; 120 s unless said otherwise.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Creates what is missing, starts the server unless it runs already, and makes sure that the role and the
    /// database `studio` exist. A cluster created by an earlier call is used with all its data.
    ///
    /// # Errors
    /// Every variant of [`Error`]; nothing keeps running after one.
    pub fn start(self) -> Result<Cluster> {
        let layout = Layout::new(&self.root)?;
        let version = layout.data_version()?;
        if let Some(mut cluster) = self.running(&layout)? {
            cluster.ensure_database(DATABASE)?;
            return Ok(cluster);
        }
        let installation = self.choose_installation(&layout, version)?;
        let account = Account::choose(&layout.data)?;
        account.check_reach(&layout.root)?;
        layout.create(&account)?;
        if version.is_none() {
            create::create(&installation, &layout, &account, self.tuning == Tuning::Durable)?;
        }
        let child = server::start(&installation, &layout, &account, self.tuning, self.timeout)?;
        let mut cluster = Cluster::started(self, layout, child);
        cluster.ensure_database(DATABASE)?;
        Ok(cluster)
    }

    /// The cluster if its server runs already, `None` otherwise. Starts and creates nothing.
    ///
    /// # Errors
    /// [`Error::Timeout`] when the server runs but does not answer.
    pub fn find_running(self) -> Result<Option<Cluster>> {
        let layout = Layout::new(&self.root)?;
        self.running(&layout)
    }

    fn choose_installation(&self, layout: &Layout, version: Option<u32>) -> Result<Installation> {
        let Some(given) = &self.installation else {
            return Installation::find(&layout.data, version);
        };
        match version {
            Some(wanted) if wanted != given.major() => Err(Error::VersionMismatch {
                data: layout.data.clone(),
                wanted,
                installed: vec![given.major()],
            }),
            _ => Ok(given.clone()),
        }
    }

    /// The server that is already there, `None` when there is none or it ends while we look. It may still be
    /// starting: then its socket becomes known a moment later.
    fn running(&self, layout: &Layout) -> Result<Option<Cluster>> {
        let deadline = Instant::now() + self.timeout;
        while let Some(holder) = lock_file::holder(&layout.data)? {
            let mut layout = layout.clone();
            if let Some(dir) = holder.socket_dir {
                layout.socket_dir = dir;
            }
            if server::answers(&layout.socket_dir)? {
                return Ok(Some(Cluster::attached(self.clone(), layout, holder.pid)));
            }
            if Instant::now() >= deadline {
                let after_s = self.timeout.as_secs();
                return Err(Error::Timeout {
                    waiting_for: "answer (it was already running)",
                    after_s,
                    log: layout.log,
                });
            }
            thread::sleep(POLL);
        }
        Ok(None)
    }
}
