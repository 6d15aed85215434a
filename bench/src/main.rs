//! Measures what the studio promises in numbers, each beside a baseline of the same run, and prints Markdown tables.
//!
//! `bench/README.md` says what is measured and how to repeat it. Everything measured is real: PostgreSQL with `fsync` on, the
//! simulated provider over HTTP, the plugins as they are built, and the `studio serve` program as a process of its own.
//! The exit code is 1 when a promise was not kept.

mod client;
mod html;
mod machine;
mod measures;
mod noop;
mod options;
mod report;
mod rig;
mod samples;
mod seed;
mod studio;

use anyhow::Result;
use clap::Parser as _;

use crate::options::Options;

#[tokio::main]
async fn main() -> Result<()> {
    let options = Options::parse();
    // A second installation is refused, which means that it is there.
    let _ = rustls::crypto::ring::default_provider().install_default();
    println!("{}\n", machine::describe());
    let mut all_kept = true;
    for measure in options.chosen() {
        let load_before = machine::load();
        let section = measures::run(measure, &options).await?;
        all_kept &= section.is_kept();
        println!("{}", section.markdown(&load_before, &machine::load()));
    }
    if !all_kept {
        anyhow::bail!("a promise was not kept, see above");
    }
    Ok(())
}
