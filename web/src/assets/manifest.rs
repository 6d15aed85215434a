//! Vite's `manifest.json`: from the name of a source file to the hashed files a page must load for it.
//!
//! Source: "Backend Integration" in the Vite guide, <https://vite.dev/guide/backend-integration>, read 2026-11-23.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Dist;

/// One chunk as Vite describes it; only what pages need.
#[derive(Debug, Clone, Default, Deserialize)]
struct Chunk {
    file: String,
    #[serde(default)]
    css: Vec<String>,
    #[serde(default)]
    imports: Vec<String>,
}

/// Where the built files are.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    chunks: BTreeMap<String, Chunk>,
}

/// What a page must load for one source file. Every member is a path from the root of the site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The file itself; `None` when the assets were not built.
    pub file: Option<String>,
    /// Style sheets it needs.
    pub css: Vec<String>,
    /// Modules it imports, to be fetched at the same time.
    pub preload: Vec<String>,
}

impl Manifest {
    /// Reads the manifest of the built files. Without one, or with a broken one, nothing is found, and the log says so.
    #[must_use]
    pub fn load() -> Self {
        let Some(file) = Dist::get("manifest.json") else {
            tracing::warn!("web/dist has no manifest.json: pages come without style and scripts");
            return Self::default();
        };
        Self::parse(&file.data).unwrap_or_else(|error| {
            tracing::error!(%error, "web/dist/manifest.json cannot be read");
            Self::default()
        })
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// When `json` is not a Vite manifest.
    pub fn parse(json: &[u8]) -> Result<Self, serde_json::Error> {
        Ok(Self {
            chunks: serde_json::from_slice(json)?,
        })
    }

    /// What to load for the source file `source`, such as `src/app.ts`. Empty when the manifest does not know it.
    #[must_use]
    pub fn entry(&self, source: &str) -> Entry {
        let Some(chunk) = self.chunks.get(source) else {
            return Entry::default();
        };
        let mut entry = Entry {
            file: Some(public(&chunk.file)),
            ..Entry::default()
        };
        self.collect(chunk, &mut entry, &mut BTreeSet::new());
        entry
    }

    /// The public path of a file that is emitted as it is, such as `icons.svg`.
    #[must_use]
    pub fn file(&self, source: &str) -> Option<String> {
        self.chunks.get(source).map(|chunk| public(&chunk.file))
    }

    /// Adds the style sheets of `chunk` and of everything it imports, each once, imports first.
    fn collect<'a>(&'a self, chunk: &'a Chunk, entry: &mut Entry, seen: &mut BTreeSet<&'a str>) {
        for name in &chunk.imports {
            if let Some(import) = self.chunks.get(name)
                && seen.insert(name)
            {
                self.collect(import, entry, seen);
                entry.preload.push(public(&import.file));
            }
        }
        entry.css.extend(chunk.css.iter().map(|file| public(file)));
    }
}

fn public(file: &str) -> String {
    format!("/{file}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &[u8] = br#"{
        "src/app.ts": { "file": "assets/app-1.js", "imports": ["_a.js", "_b.js"], "css": ["assets/app-1.css"] },
        "_a.js": { "file": "assets/a-1.js", "imports": ["_b.js"], "css": ["assets/a-1.css"] },
        "_b.js": { "file": "assets/b-1.js", "imports": ["_a.js"] }
    }"#;

    #[test]
    fn imports_are_walked_once_even_in_a_circle() {
        let entry = Manifest::parse(SAMPLE).unwrap().entry("src/app.ts");
        assert_eq!(entry.file.as_deref(), Some("/assets/app-1.js"));
        assert_eq!(entry.css, ["/assets/a-1.css", "/assets/app-1.css"]);
        let mut preload = entry.preload;
        preload.sort();
        preload.dedup();
        assert_eq!(preload, ["/assets/a-1.js", "/assets/b-1.js"]);
    }

    #[test]
    fn an_unknown_source_loads_nothing() {
        assert_eq!(Manifest::default().entry("src/app.ts"), Entry::default());
    }
}
