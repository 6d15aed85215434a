//! A toolchain that compiles plugins to WebAssembly components.
//!
//! Three ways, the first that works: rustup's `wasm32-unknown-unknown` target when it is installed; the same after
//! `rustup target add`; Debian's Rust, which carries the standard library's sources and builds it itself. In each
//! the linker is `wasm-component-ld`, which comes with rustup's toolchain and writes a component, not a bare module.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::apt;
use crate::process;
use crate::report::note;

/// The plugins' target: no operating system, no imports but those of the contract.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
/// rustup tries for long where packets are dropped rather than refused.
const DOWNLOAD_TIMEOUT: Duration = Duration::from_secs(180);
/// Debian's Rust with the sources of its standard library.
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
const DEBIAN_SOURCES: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";

/// A way to compile plugins.
pub(crate) struct Toolchain {
    /// Folder with `wasm-component-ld` and, below it, `gcc-ld/wasm-ld`.
    linkers: PathBuf,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The standard library for the target is installed.
    Rustup,
    /// Debian's compiler builds the standard library for the target from its sources.
    Debian,
}

/// Finds a toolchain, getting what is missing.
pub(crate) fn ensure() -> Result<Toolchain> {
    let sysroot =
        PathBuf::from(process::output(process::command("rustc", Path::new("/")).args(["--print", "sysroot"]))?.trim());
    let linkers = linkers(&sysroot)?;
    if has_target(&sysroot) || (add_target() && has_target(&sysroot)) {
        note(&format!("rustup's target {TARGET}"));
        return Ok(Toolchain {
            linkers,
            kind: Kind::Rustup,
        });
    }
    if !has_debian() {
        let hint =
            format!("plugins need the target {TARGET}: run `rustup target add {TARGET}` with access to the network");
        apt::install(&DEBIAN_PACKAGES).context(hint)?;
    }
    if !has_debian() {
        bail!(
            "apt installed {} but their sources are not in {DEBIAN_SOURCES}",
            DEBIAN_PACKAGES.join(", ")
        );
    }
    note(&format!("Debian's Rust with its own standard library for {TARGET}"));
    Ok(Toolchain {
        linkers,
        kind: Kind::Debian,
    })
}

impl Toolchain {
    /// `cargo build --release` for the target; products go below the given folder.
    pub(crate) fn cargo_build(&self, workspace: &Path, target_dir: &Path) -> Command {
        let mut command = match self.kind {
            Kind::Rustup => process::command("cargo", workspace),
            Kind::Debian => debian_cargo(workspace),
        };
        command.args(["build", "--release", "--locked", "--target", TARGET]);
        if self.kind == Kind::Debian {
            command.args(["-Z", "build-std=std,panic_abort"]);
        }
        // Not rustflags: those of the user's configuration would be replaced and the standard library built twice.
        command.env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER",
            self.linkers.join("wasm-component-ld"),
        );
        command.env("CARGO_TARGET_DIR", target_dir).env("PATH", self.path());
        command
    }

    /// `wasm-component-ld` looks for the linker proper, `wasm-ld`, on the PATH.
    fn path(&self) -> std::ffi::OsString {
        let rest = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(self.linkers.join("gcc-ld")).chain(std::env::split_paths(&rest));
        std::env::join_paths(folders).expect("the folders come from a PATH and a compiler's sysroot")
    }
}

fn debian_cargo(workspace: &Path) -> Command {
    let mut command = process::command("/usr/bin/cargo", workspace);
    command.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1");
    // Left by rustup and by the cargo that runs us; they belong to another compiler.
    for variable in ["RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH", "RUSTDOC", "RUSTC_WRAPPER"] {
        command.env_remove(variable);
    }
    command
}

fn has_target(sysroot: &Path) -> bool {
    sysroot.join("lib/rustlib").join(TARGET).join("lib").is_dir()
}

/// A refusal is normal without network; the way by Debian's packages follows.
fn add_target() -> bool {
    note(&format!("rustup target add {TARGET}"));
    process::works_within("rustup", &["target", "add", TARGET], DOWNLOAD_TIMEOUT)
}

fn has_debian() -> bool {
    Path::new("/usr/bin/cargo").is_file()
        && Path::new("/usr/bin/rustc").is_file()
        && Path::new(DEBIAN_SOURCES).is_file()
}

fn linkers(sysroot: &Path) -> Result<PathBuf> {
    let version = process::output(process::command("rustc", Path::new("/")).arg("-vV"))?;
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .context("rustc does not name its host")?;
    let folder = sysroot.join("lib/rustlib").join(host).join("bin");
    if folder.join("wasm-component-ld").is_file() && folder.join("gcc-ld/wasm-ld").is_file() {
        return Ok(folder);
    }
    bail!(
        "{} has no wasm-component-ld; install Rust by rustup (https://rustup.rs)",
        sysroot.display()
    )
}
