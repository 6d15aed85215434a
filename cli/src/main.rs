//! The executable `studio`: one program, several roles.
//!
//! It reads its arguments, starts what the role needs and stops it in order. It holds no rules of the studio.
//! What a newcomer gets wrong: settings are environment variables, checked by `studio-app`; arguments say only which
//! role to play, and configure what is no part of a studio: the simulator, and the commands that use one over HTTP.

mod args;
mod client;
mod logs;
mod plugin;
mod roles;
mod sections;
mod stop;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};

use crate::args::{Args, Role};

fn main() -> ExitCode {
    let matches = sections::arranged(Args::command()).get_matches();
    let args = Args::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    logs::install(args.log_format, logs::default_filter(&args.role));
    // HTTP clients of this program find their cryptography here. A second installation is refused, which is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match run(args.role) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(role: Role) -> anyhow::Result<ExitCode> {
    let stop = stop::on_signal()?;
    match role {
        Role::Serve => roles::serve::all(stop).await?,
        Role::Web => roles::serve::web(stop).await?,
        Role::Work => roles::serve::work(stop).await?,
        Role::Migrate(options) => roles::migrate::run(&options, &stop).await?,
        Role::Seed(options) => roles::seed::run(&options, &stop).await?,
        Role::Sim(options) => roles::sim::run(options, &stop).await?,
        Role::Plugin(command) => return plugin::run(command).await,
        Role::Client(command) => return Ok(client::run(command, &stop).await),
        Role::Completion { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "studio", &mut script);
            match std::io::stdout().write_all(&script) {
                // Whoever read it has seen enough.
                Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => (),
                written => written?,
            }
        }
        Role::Check(command) => return roles::check::run(command).await,
        Role::Drill(options) => return roles::drill::run(options, &stop).await,
    }
    Ok(ExitCode::SUCCESS)
}
