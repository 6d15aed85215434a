//! What can be said on the command line.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::client::ClientCommand;
use crate::plugin::args::PluginCommand;

/// A self-hosted studio for AI images. Settings of a studio are environment variables; `.env.example` describes them.
#[derive(Debug, Parser)]
#[command(name = "studio", version)]
pub(crate) struct Args {
    /// How the log is written.
    #[arg(long, env = "LOG_FORMAT", value_enum, default_value_t, global = true)]
    pub(crate) log_format: LogFormat,
    #[command(subcommand)]
    pub(crate) role: Role,
}

/// `LOG_FORMAT`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For machines: an object a line.
    Json,
}

/// What this process does.
#[derive(Debug, Subcommand)]
pub(crate) enum Role {
    /// Pages, API and workers in one process.
    Serve,
    /// Pages and API only; jobs wait until a worker runs.
    Web,
    /// Workers only.
    Work,
    /// Bring the database's schema up to date, then end. The other roles do so too when they start.
    Migrate(MigrateOptions),
    /// Fill somebody's gallery with made-up pictures, to try and to measure a studio with many of them.
    Seed(SeedOptions),
    /// The provider's simulator, for working without a key.
    Sim(SimOptions),
    /// Prove that what is stored agrees with itself; ends with 3 when it does not.
    #[command(subcommand)]
    Check(CheckCommand),
    /// Kill a studio of its own again and again, then check that nothing was lost or paid twice.
    Drill(DrillOptions),
    /// Begin, build, check, test, try and install model plugins. Needs neither a database nor a running studio.
    #[command(subcommand)]
    Plugin(PluginCommand),
    #[command(flatten)]
    Client(ClientCommand),
    /// Print what makes a shell complete this command line; `docs/CLI.md` says where it goes.
    Completion {
        /// For which shell.
        shell: Shell,
    },
}

/// What is to be proven.
#[derive(Debug, Subcommand)]
pub(crate) enum CheckCommand {
    /// The books: transactions that sum to zero, balances and holds that equal the ledger, rounds of jobs that are settled once.
    Ledger(CheckOptions),
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckOptions {
    /// Print the report as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct MigrateOptions {
    /// Go back instead: undo every migration after this version, such as 20261123100300; 0 undoes all.
    ///
    /// Tables that the undone migrations made are dropped with all that is in them: make a backup first.
    #[arg(long, value_name = "VERSION")]
    pub(crate) down_to: Option<i64>,
}

/// Takes the settings of `serve`. The same arguments make the same pictures on the same day; a run that was stopped goes on.
#[derive(Debug, clap::Args)]
pub(crate) struct SeedOptions {
    /// Pictures, 1 to 10,000,000: spread over two years, two in a hundred of them in the trash.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub(crate) images: u32,
    /// The owner's email address.
    #[arg(long, value_name = "EMAIL")]
    pub(crate) user: String,
    /// Decides what the pictures are.
    #[arg(long, default_value_t = 0)]
    pub(crate) seed: u64,
    /// Real files that the pictures share, 1 to 1,000.
    #[arg(long, default_value_t = 200, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) files: u16,
    /// Also on a studio that has jobs or several accounts.
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SimOptions {
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1")]
    pub(crate) host: IpAddr,
    /// Port to listen on; 0 takes a free one and prints it.
    #[arg(long, default_value_t = 3017)]
    pub(crate) port: u16,
    /// Keep requests and files in this folder, so that a simulator that was stopped or killed goes on.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) state_dir: Option<PathBuf>,
    /// Seed of everything random: faults, pictures without a seed, the webhook key.
    #[arg(long, default_value_t = 0)]
    pub(crate) seed: u64,
    /// Factor on every simulated duration: 1 is a realistic pace, 0 does not wait.
    #[arg(long, default_value_t = 1.0, value_name = "FACTOR")]
    pub(crate) time_scale: f64,
    /// Requests worked on at once; others wait.
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub(crate) concurrency: usize,
    /// What the addresses that it hands out begin with. Default: the address it listens on.
    #[arg(long, value_name = "URL")]
    pub(crate) public_url: Option<String>,
}

/// Ends with 0 when every promise was kept, 3 when one was broken, 1 when the drill could not be carried out.
#[derive(Debug, clap::Args)]
pub(crate) struct DrillOptions {
    /// Jobs that are asked for, 1 to 100,000.
    #[arg(long, default_value_t = 200, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) jobs: u32,
    /// Processes that are killed or stopped, 0 to 100,000. About 1.5 s lie between two.
    #[arg(long, default_value_t = 50, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=100_000))]
    pub(crate) kills: u32,
    /// Decides what is killed, when, and what the provider does wrong.
    #[arg(long, default_value_t = 0)]
    pub(crate) seed: u64,
    /// Worker processes, 1 to 16.
    #[arg(long, default_value_t = 3, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=16))]
    pub(crate) workers: u32,
    /// Web processes, 1 to 16.
    #[arg(long, default_value_t = 2, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=16))]
    pub(crate) webs: u32,
    /// Print the report as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// The built plugins.
    #[arg(long, env = "PLUGINS_DIR", value_name = "FOLDER", default_value = "plugins")]
    pub(crate) plugins_dir: PathBuf,
    /// Compiled plugins that all processes share; without it each has a folder of its own, as on machines of their own.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) plugin_cache_dir: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        crate::sections::arranged(Args::command()).debug_assert();
    }
}
