//! Finds a Rust toolchain that compiles plugins to WebAssembly components. It looks, and installs nothing.
//!
//! Two ways, the first that works: rustup's `wasm32-unknown-unknown` target; Debian's Rust, which carries the standard library's
//! sources and builds it itself. In both the linker is `wasm-component-ld`, which comes with rustup's toolchain and writes a
//! component, not a bare module.
//!
//! What a newcomer gets wrong: `cargo build --target wasm32-unknown-unknown` by itself uses another linker and gives a core module,
//! which the studio refuses.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The plugins' target: no operating system, no imports but those of the contract.
pub const TARGET: &str = "wasm32-unknown-unknown";
/// Where Debian's package `rust-web-src` puts the sources of the standard library.
pub const DEBIAN_SOURCES: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";
/// Debian's Rust with the sources of its standard library.
pub const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];

/// A way to compile plugins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toolchain {
    /// Folder with `wasm-component-ld` and, below it, `gcc-ld/wasm-ld`.
    linkers: PathBuf,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The standard library for the target is installed.
    Rustup,
    /// Debian's compiler builds the standard library for the target from its sources.
    Debian,
}

/// Why there is no way to compile plugins. The text says what to install.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// `rustc` does not run.
    Compiler(String),
    /// The toolchain has no `wasm-component-ld`.
    Linker(PathBuf),
    /// No standard library for [`TARGET`].
    Target,
}

impl std::error::Error for Missing {}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Compiler(why) => write!(
                f,
                "rustc does not run ({why}); install Rust by rustup: https://rustup.rs"
            ),
            Self::Linker(sysroot) => write!(
                f,
                "{} has no wasm-component-ld, which turns a module into a component; install Rust by rustup: https://rustup.rs",
                sysroot.display()
            ),
            Self::Target => write!(
                f,
                "the compiler's target {TARGET} is missing; install it with `rustup target add {TARGET}` (or, on Debian, with \
                 `apt-get install {}`)",
                DEBIAN_PACKAGES.join(" ")
            ),
        }
    }
}

/// Finds a toolchain for a build in `folder`, whose `rust-toolchain.toml` counts.
///
/// # Errors
/// [`Missing`], whose text says what to install.
pub fn find(folder: &Path) -> Result<Toolchain, Missing> {
    let sysroot = PathBuf::from(rustc(folder, &["--print", "sysroot"])?.trim());
    let linkers = linkers(folder, &sysroot)?;
    let kind = if has_target(&sysroot) {
        Kind::Rustup
    } else if has_debian() {
        Kind::Debian
    } else {
        return Err(Missing::Target);
    };
    Ok(Toolchain { linkers, kind })
}

impl Toolchain {
    /// `cargo build --release` for the target, in `workspace`. Products go below `target_dir`.
    #[must_use]
    pub fn cargo_build(&self, workspace: &Path, target_dir: &Path) -> Command {
        let mut cargo = match self.kind {
            Kind::Rustup => command("cargo", workspace),
            Kind::Debian => debian_cargo(workspace),
        };
        cargo.args(["build", "--release", "--target", TARGET]);
        if self.kind == Kind::Debian {
            cargo.args(["-Z", "build-std=std,panic_abort"]);
        }
        // Not rustflags: those of the user's configuration would be replaced and the standard library built twice.
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", self.component_linker());
        cargo.env("CARGO_TARGET_DIR", target_dir).env("PATH", self.path());
        cargo
    }

    /// `wasm-component-ld`: links objects and writes a component. It needs [`Self::path`].
    #[must_use]
    pub fn component_linker(&self) -> PathBuf {
        self.linkers.join("wasm-component-ld")
    }

    /// A PATH on which `wasm-component-ld` finds the linker proper, `wasm-ld`.
    #[must_use]
    pub fn path(&self) -> OsString {
        let rest = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(self.linkers.join("gcc-ld")).chain(std::env::split_paths(&rest));
        std::env::join_paths(folders).expect("the folders come from a PATH and a compiler's sysroot")
    }
}

impl fmt::Display for Toolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Rustup => write!(f, "rustup's target {TARGET}"),
            Kind::Debian => write!(f, "Debian's Rust with its own standard library for {TARGET}"),
        }
    }
}

fn debian_cargo(workspace: &Path) -> Command {
    let mut cargo = command("/usr/bin/cargo", workspace);
    cargo.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1");
    // Left by rustup and by the cargo that runs us; they belong to another compiler.
    for variable in ["RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH", "RUSTDOC", "RUSTC_WRAPPER"] {
        cargo.env_remove(variable);
    }
    cargo
}

/// A command without what a cargo that runs us says about *our* package: a cargo started from here would take it for its own.
fn command(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    let foreign = |name: &str| {
        name == "CARGO"
            || ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"]
                .iter()
                .any(|prefix| name.starts_with(prefix))
    };
    for (name, _) in std::env::vars_os() {
        if foreign(&name.to_string_lossy()) {
            command.env_remove(&name);
        }
    }
    command
}

fn rustc(folder: &Path, arguments: &[&str]) -> Result<String, Missing> {
    let output = command("rustc", folder)
        .args(arguments)
        .output()
        .map_err(|error| Missing::Compiler(error.to_string()))?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        return Err(Missing::Compiler(told.lines().next().unwrap_or("it failed").to_owned()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn has_target(sysroot: &Path) -> bool {
    sysroot.join("lib/rustlib").join(TARGET).join("lib").is_dir()
}

fn has_debian() -> bool {
    ["/usr/bin/cargo", "/usr/bin/rustc", DEBIAN_SOURCES]
        .iter()
        .all(|file| Path::new(file).is_file())
}

fn linkers(folder: &Path, sysroot: &Path) -> Result<PathBuf, Missing> {
    let version = rustc(folder, &["-vV"])?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.ok_or_else(|| Missing::Compiler("it does not name its host".to_owned()))?;
    let linkers = sysroot.join("lib/rustlib").join(host).join("bin");
    if linkers.join("wasm-component-ld").is_file() && linkers.join("gcc-ld/wasm-ld").is_file() {
        Ok(linkers)
    } else {
        Err(Missing::Linker(sysroot.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_told_with_the_command_that_gets_it() {
        let told = Missing::Target.to_string();
        assert!(told.contains("rustup target add wasm32-unknown-unknown"), "{told}");
        let told = Missing::Linker(PathBuf::from("/opt/rust")).to_string();
        assert!(told.contains("/opt/rust has no wasm-component-ld"), "{told}");
    }

    #[test]
    fn a_folder_that_is_not_there_has_no_compiler() {
        let outcome = find(Path::new("/nowhere/at/all"));
        assert!(matches!(outcome, Err(Missing::Compiler(_))), "{outcome:?}");
    }
}
