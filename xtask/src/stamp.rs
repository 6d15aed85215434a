//! Remembers from which inputs something was made, so that it is not made again.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::project::Project;

/// Folders that hold products or packages, never inputs.
const SKIPPED: [&str; 4] = ["node_modules", "dist", "target", ".git"];

/// A remembered digest of inputs.
pub(crate) struct Stamp {
    file: PathBuf,
    digest: String,
}

impl Stamp {
    /// Digests the inputs, files or whole folders, for the product of this name. Several clones may share one
    /// cache, so the clone is part of the stamp's name.
    pub(crate) fn of(project: &Project, product: &str, inputs: &[PathBuf]) -> Result<Self> {
        let mut hasher = DefaultHasher::new();
        for file in files(inputs)? {
            file.hash(&mut hasher);
            fs::read(&file)
                .with_context(|| format!("cannot read {}", file.display()))?
                .hash(&mut hasher);
        }
        let mut clone = DefaultHasher::new();
        project.root.hash(&mut clone);
        let file = project
            .target
            .join("stamps")
            .join(format!("{product}-{:016x}", clone.finish()));
        Ok(Self {
            file,
            digest: format!("{:016x}", hasher.finish()),
        })
    }

    /// Whether the product was made from exactly these inputs.
    pub(crate) fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|text| text == self.digest)
    }

    /// Remembers that the product was made from these inputs.
    pub(crate) fn save(&self) -> Result<()> {
        fs::create_dir_all(self.file.parent().context("a stamp lies in a folder")?)?;
        fs::write(&self.file, &self.digest).with_context(|| format!("cannot write {}", self.file.display()))
    }
}

/// All files below the inputs in a fixed order; inputs that do not exist count as empty.
pub(crate) fn files(inputs: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for input in inputs {
        collect(input, &mut found)?;
    }
    found.sort();
    Ok(found)
}

fn collect(path: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        found.push(path.to_path_buf());
    }
    if !path.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
        let entry = entry?;
        if !SKIPPED.iter().any(|skipped| entry.file_name() == *skipped) {
            collect(&entry.path(), found)?;
        }
    }
    Ok(())
}
