//! Python with virtual environments: the simulator is tested with the provider's official Python client.

use anyhow::{Context, Result, bail};

use super::apt;
use crate::process;

/// Makes sure that `python3 -m venv` can work, installing it by apt when it cannot.
pub(crate) fn ensure() -> Result<()> {
    if has_venv() {
        return Ok(());
    }
    apt::install(&["python3", "python3-venv"]).context("the simulator's tests run a Python client")?;
    if !has_venv() {
        bail!("`python3` still lacks the modules venv and ensurepip; another Python may come first on the PATH");
    }
    Ok(())
}

fn has_venv() -> bool {
    process::works("python3", &["-c", "import venv, ensurepip"])
}
