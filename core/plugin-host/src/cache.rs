//! Compiled components on disk, so that a start takes milliseconds where compiling takes tenths of a second.
//!
//! wasmtime trusts what it loads from here as machine code. So an entry is used only when nobody else can have written
//! it (the folder is ours and private, mode 0700), when it is whole (it starts with the SHA-256 of the rest) and when it was
//! made for exactly this component, wasmtime version and engine configuration (all three are in its name). Anything else
//! is compiled again and written over.

use std::fs::{self, DirBuilder, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

/// Length of the SHA-256 at the start of an entry.
const CHECKSUM_BYTES: usize = 32;

/// The private folder of compiled components and of the component files themselves.
pub(crate) struct ComponentCache {
    dir: PathBuf,
    engine_key: String,
}

impl ComponentCache {
    /// Opens `dir`, creating it where it is missing.
    ///
    /// # Errors
    /// When it cannot be made private or belongs to another user.
    pub(crate) fn open(dir: &Path, engine: &Engine) -> io::Result<Self> {
        DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
        fs::set_permissions(dir, fs::Permissions::from_mode(0o700))?;
        let cache = Self {
            dir: dir.to_owned(),
            engine_key: engine_key(engine),
        };
        cache.require_ownership()?;
        Ok(cache)
    }

    /// The component with these bytes: from the cache, or compiled and then stored.
    ///
    /// # Errors
    /// When the bytes are no component. A cache that cannot be written only costs time: it is logged.
    pub(crate) fn compile(&self, engine: &Engine, digest: &str, bytes: &[u8]) -> wasmtime::Result<Component> {
        let entry = self.dir.join(format!("{digest}-{}.cwasm", self.engine_key));
        if let Some(component) = load_entry(engine, &entry) {
            return Ok(component);
        }
        let component = Component::new(engine, bytes)?;
        let stored = component
            .serialize()
            .map_err(io::Error::other)
            .and_then(|code| self.write(&entry, &[&Sha256::digest(&code), &code]));
        if let Err(error) = stored {
            tracing::warn!(path = %entry.display(), %error, "cannot store a compiled plugin");
        }
        Ok(component)
    }

    /// Keeps the component file itself, so that jobs pinned to it can go on after the plugin folder has moved on.
    pub(crate) fn keep(&self, digest: &str, bytes: &[u8]) {
        let path = self.kept_path(digest);
        if path.exists() {
            return;
        }
        if let Err(error) = self.write(&path, &[bytes]) {
            tracing::warn!(path = %path.display(), %error, "cannot keep a plugin file");
        }
    }

    /// The kept component file with this digest, if there is one and it is whole.
    pub(crate) fn kept(&self, digest: &str) -> Option<Vec<u8>> {
        let bytes = fs::read(self.kept_path(digest)).ok()?;
        (hex::encode(Sha256::digest(&bytes)) == digest).then_some(bytes)
    }

    fn kept_path(&self, digest: &str) -> PathBuf {
        self.dir.join(format!("{digest}.wasm"))
    }

    /// Writes beside the entry and renames: readers see an old entry, a whole new one, or none.
    fn write(&self, path: &Path, parts: &[&[u8]]) -> io::Result<()> {
        let temporary = self.temporary_path();
        let written = File::create_new(&temporary).and_then(|mut file| {
            for part in parts {
                file.write_all(part)?;
            }
            file.sync_all()
        });
        written
            .and_then(|()| fs::rename(&temporary, path))
            .inspect_err(|_| drop(fs::remove_file(&temporary)))
    }

    fn temporary_path(&self) -> PathBuf {
        static COUNTER: AtomicU64 = AtomicU64::new(0);
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        self.dir.join(format!(".{}-{number}.tmp", std::process::id()))
    }

    /// The folder must belong to the user we are, which is the owner of a file that we create.
    fn require_ownership(&self) -> io::Result<()> {
        let probe = self.temporary_path();
        let ours = File::create(&probe)?.metadata()?.uid();
        fs::remove_file(&probe)?;
        if fs::symlink_metadata(&self.dir)?.uid() == ours {
            Ok(())
        } else {
            Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "the folder belongs to another user",
            ))
        }
    }
}

/// Identifies wasmtime's version, the target and every setting that changes compiled code.
fn engine_key(engine: &Engine) -> String {
    let mut hasher = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn load_entry(engine: &Engine, path: &Path) -> Option<Component> {
    let entry = fs::read(path).ok()?;
    let (checksum, code) = entry.split_at_checked(CHECKSUM_BYTES)?;
    if Sha256::digest(code).as_slice() != checksum {
        tracing::warn!(path = %path.display(), "a compiled plugin is damaged, compiling it again");
        return None;
    }
    #[expect(
        unsafe_code,
        reason = "machine code that this program wrote: a private folder of ours, and its checksum holds"
    )]
    // SAFETY: see the module's documentation; wasmtime itself checks that engine and version fit.
    let component = unsafe { Component::deserialize(engine, code) };
    component
        .inspect_err(|error| {
            tracing::warn!(path = %path.display(), error = format!("{error:#}"), "a compiled plugin does not load");
        })
        .ok()
}
