//! Creates the cluster's files.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::account::Account;
use crate::cluster::ADMIN_ROLE;
use crate::error::{Error, Result};
use crate::installation::Installation;
use crate::layout::Layout;

/// Sorting and case rules. With plain `C` only ASCII letters would know upper and lower case.
#[cfg(not(target_os = "macos"))]
const LOCALE: &str = "C.UTF-8";
#[cfg(target_os = "macos")]
const LOCALE: &str = "en_US.UTF-8";

/// Runs `initdb` in the empty data folder. What a failed run leaves behind is removed, so that the next try
/// starts from nothing.
pub(crate) fn create(installation: &Installation, layout: &Layout, account: &Account, durable: bool) -> Result<()> {
    let output = initdb(installation, layout, account, durable)?;
    if output.status.success() {
        return Ok(());
    }
    empty(&layout.data)?;
    let text = [output.stdout, output.stderr].concat();
    Err(Error::Program {
        program: "initdb",
        output: String::from_utf8_lossy(&text).into_owned(),
    })
}

fn initdb(installation: &Installation, layout: &Layout, account: &Account, durable: bool) -> Result<Output> {
    let program = installation.program("initdb");
    let mut command = server_command(&program, layout, account);
    command.arg("-D").arg(&layout.data);
    command.args([
        "--username",
        ADMIN_ROLE,
        "--auth",
        "trust",
        "--encoding",
        "UTF8",
        "--locale",
        LOCALE,
    ]);
    if !durable {
        command.arg("--no-sync");
    }
    command.output().map_err(Error::io("run", &program))
}

/// A command that runs as the account, in a folder it may enter, untouched by the caller's `PG…` variables.
pub(crate) fn server_command(program: &Path, layout: &Layout, account: &Account) -> Command {
    let mut command = Command::new(program);
    command.current_dir(&layout.root).stdin(Stdio::null());
    for variable in [
        "PGDATA",
        "PGHOST",
        "PGPORT",
        "PGUSER",
        "PGDATABASE",
        "PGOPTIONS",
        "PGPASSFILE",
        "PGSERVICE",
    ] {
        command.env_remove(variable);
    }
    // Messages are read by this crate, so they must not follow the user's language.
    command.env("LC_ALL", "C");
    account.apply(&mut command);
    command
}

fn empty(dir: &Path) -> Result<()> {
    for entry in fs::read_dir(dir).map_err(Error::io("read", dir))?.flatten() {
        let path = entry.path();
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.map_err(Error::io("remove", &path))?;
    }
    Ok(())
}
