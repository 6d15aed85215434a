//! A running cluster.

use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::Duration;

use crate::builder::Builder;
use crate::error::{Error, Result};
use crate::layout::{Layout, PORT};
use crate::process::wait_gone;
use crate::sys::{self, Signal};
use crate::wire::{Row, Session};

/// The superuser of the cluster. For tests, which create databases, and for looking after the cluster.
pub const ADMIN_ROLE: &str = "postgres";
/// The role the studio uses: it owns its database and nothing else.
pub const ROLE: &str = "studio";
/// The database that every start makes sure of.
pub(crate) const DATABASE: &str = "studio";

/// A fast stop writes out everything changed since the last checkpoint; a busy disk takes its time.
const FAST_STOP_TIMEOUT: Duration = Duration::from_secs(60);
const IMMEDIATE_STOP_TIMEOUT: Duration = Duration::from_secs(10);
/// Creating a database copies a template and flushes it.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(60);

/// A running cluster. Dropping it stops a server that it started itself and leaves one that it found running.
#[derive(Debug)]
pub struct Cluster {
    options: Builder,
    layout: Layout,
    server: Option<Server>,
}

#[derive(Debug)]
struct Server {
    pid: u32,
    /// `None` for a server that was found running.
    child: Option<Child>,
}

impl Cluster {
    /// Starts describing the cluster that lives, or shall live, in this folder.
    #[must_use]
    pub fn builder(root: impl Into<PathBuf>) -> Builder {
        Builder::new(root.into())
    }

    pub(crate) fn started(options: Builder, layout: Layout, child: Child) -> Self {
        Self {
            options,
            layout,
            server: Some(Server {
                pid: child.id(),
                child: Some(child),
            }),
        }
    }

    pub(crate) fn attached(options: Builder, layout: Layout, pid: u32) -> Self {
        Self {
            options,
            layout,
            server: Some(Server { pid, child: None }),
        }
    }

    /// Connection string of a database for the role [`ROLE`], as in
    /// `postgres://studio@localhost:5432/studio?host=/var/lib/example/run`.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        self.url_for(ROLE, database)
    }

    /// Connection string of a database for the superuser [`ADMIN_ROLE`].
    #[must_use]
    pub fn admin_url(&self, database: &str) -> String {
        self.url_for(ADMIN_ROLE, database)
    }

    fn url_for(&self, role: &str, database: &str) -> String {
        let host = percent_encoded(&self.layout.socket_dir.to_string_lossy());
        format!(
            "postgres://{role}@localhost:{PORT}/{}?host={host}",
            percent_encoded(database)
        )
    }

    /// Process id of the server, `None` once it was stopped or killed by us.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.server.as_ref().map(|server| server.pid)
    }

    /// Whether the server's process is still there.
    #[must_use]
    pub fn is_running(&mut self) -> bool {
        self.server.as_mut().is_some_and(|server| !server.is_gone())
    }

    /// Whether the server was already running when this value was made.
    #[must_use]
    pub fn was_running(&self) -> bool {
        self.server.as_ref().is_some_and(|server| server.child.is_none())
    }

    /// The server's log file.
    #[must_use]
    pub fn log(&self) -> &Path {
        &self.layout.log
    }

    /// Runs statements as the superuser and gives the rows of all of them. For setting up and looking after a
    /// cluster; applications use a real client with [`Cluster::url`].
    ///
    /// # Errors
    /// [`Error::Sql`] with the server's answer.
    pub fn execute(&self, database: &str, sql: &str) -> Result<Vec<Row>> {
        Session::open(&self.layout.socket_dir, ADMIN_ROLE, database, STATEMENT_TIMEOUT)?.run(sql)
    }

    /// Makes sure that a database exists and belongs to [`ROLE`].
    ///
    /// # Errors
    /// [`Error::Sql`] with the server's answer.
    pub fn ensure_database(&mut self, name: &str) -> Result<()> {
        let mut session = Session::open(&self.layout.socket_dir, ADMIN_ROLE, "postgres", STATEMENT_TIMEOUT)?;
        if session
            .run(&format!("SELECT FROM pg_roles WHERE rolname = {}", literal(ROLE)))?
            .is_empty()
        {
            session.run(&format!("CREATE ROLE {} LOGIN", identifier(ROLE)))?;
        }
        if session
            .run(&format!("SELECT FROM pg_database WHERE datname = {}", literal(name)))?
            .is_empty()
        {
            session.run(&format!(
                "CREATE DATABASE {} OWNER {}",
                identifier(name),
                identifier(ROLE)
            ))?;
        }
        Ok(())
    }

    /// Stops the server: clients are disconnected, everything is written out. Does nothing when it is not running.
    ///
    /// # Errors
    /// [`Error::Timeout`] when it is still there after 60 s and after a further 10 s of asking for an immediate
    /// stop, [`Error::Io`] when it is not ours to stop.
    pub fn stop(&mut self) -> Result<()> {
        let Some(server) = self.server.as_mut() else {
            return Ok(());
        };
        let stopped = server.end(Signal::FastStop, FAST_STOP_TIMEOUT)?
            || server.end(Signal::ImmediateStop, IMMEDIATE_STOP_TIMEOUT)?;
        self.ended(stopped, FAST_STOP_TIMEOUT + IMMEDIATE_STOP_TIMEOUT)
    }

    /// Kills the server as a power cut would (`kill -9`). For drills; [`Cluster::restart`] brings it back.
    ///
    /// # Errors
    /// [`Error::Timeout`] when it is still there after 10 s, [`Error::Io`] when it is not ours to kill.
    pub fn kill(&mut self) -> Result<()> {
        let Some(server) = self.server.as_mut() else {
            return Ok(());
        };
        let killed = server.end(Signal::Kill, IMMEDIATE_STOP_TIMEOUT)?;
        self.ended(killed, IMMEDIATE_STOP_TIMEOUT)
    }

    /// Starts the server again with the same options, stopping it first when it runs.
    ///
    /// # Errors
    /// As [`Builder::start`].
    pub fn restart(&mut self) -> Result<()> {
        self.stop()?;
        *self = self.options.clone().start()?;
        Ok(())
    }

    /// Lets the server run on when this value goes away.
    pub fn leave_running(mut self) {
        self.server = None;
    }

    fn ended(&mut self, gone: bool, waited: Duration) -> Result<()> {
        if !gone {
            return Err(Error::Timeout {
                waiting_for: "stop",
                after_s: waited.as_secs(),
                log: self.layout.log.clone(),
            });
        }
        self.server = None;
        Ok(())
    }
}

impl Server {
    fn is_gone(&mut self) -> bool {
        wait_gone(self.pid, self.child.as_mut(), Duration::ZERO)
    }

    /// Sends a signal and waits; says whether the process is gone. One that was gone already counts.
    fn end(&mut self, signal: Signal, at_most: Duration) -> Result<bool> {
        if self.is_gone() {
            return Ok(true);
        }
        match sys::send(self.pid, signal) {
            Ok(()) => Ok(wait_gone(self.pid, self.child.as_mut(), at_most)),
            Err(error) => Err(Error::io("signal process", Path::new(&self.pid.to_string()))(error)),
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.server.as_ref().is_some_and(|server| server.child.is_some()) {
            // Nobody is left to tell; the next start copes with whatever remains.
            let _ = self.stop();
        }
    }
}

fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Safe because the server's default `standard_conforming_strings` leaves backslashes alone.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Everything but unreserved characters and `/` as `%XX` (RFC 3986, section 2).
fn percent_encoded(text: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    text.bytes()
        .map(|byte| {
            if keep(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted() {
        assert_eq!(identifier("a\"b"), "\"a\"\"b\"");
        assert_eq!(literal("it's"), "'it''s'");
    }

    #[test]
    fn urls_survive_spaces_in_paths() {
        assert_eq!(percent_encoded("/my data/run"), "/my%20data/run");
    }
}
