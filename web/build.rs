//! Tells cargo which non-Rust files are part of the binary.
//!
//! The embedding macros notice changed files but not new ones, so the folders are named here.

fn main() {
    for folder in ["build.rs", "dist", "locales", "templates"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
