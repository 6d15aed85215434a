//! Debian's package manager.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::report::note;

/// Installs packages.
///
/// # Errors
/// When there is no apt, we may not use it, or it fails. The message names the command to run by hand.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let by_hand = || format!("install it by hand: sudo apt-get install {}", packages.join(" "));
    if !process::works("apt-get", &["--version"]) {
        bail!("this machine has no apt-get; {}", by_hand());
    }
    let Some(mut first) = apt_get() else {
        bail!("neither root nor able to use sudo without a password; {}", by_hand())
    };
    note(&format!("apt-get install {}", packages.join(" ")));
    let install = |mut apt: Command| {
        apt.args(["install", "--yes", "--quiet", "--no-install-recommends"])
            .args(packages);
        process::run(&mut apt)
    };
    // A fresh machine has no package lists, an old one outdated lists; updating always would cost seconds.
    if install(apt_get().with_context(by_hand)?).is_ok() {
        return Ok(());
    }
    process::run(first.args(["update", "--quiet"]))?;
    install(apt_get().with_context(by_hand)?).with_context(by_hand)
}

/// `apt-get` with the rights to install, `None` when we have none.
fn apt_get() -> Option<Command> {
    let mut command = if is_root() {
        process::command("apt-get", Path::new("/"))
    } else if process::works("sudo", &["-n", "true"]) {
        let mut command = process::command("sudo", Path::new("/"));
        command.args(["-n", "--preserve-env=DEBIAN_FRONTEND", "apt-get"]);
        command
    } else {
        return None;
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Some(command)
}

fn is_root() -> bool {
    process::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
