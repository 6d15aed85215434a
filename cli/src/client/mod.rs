//! The commands for power users: a running studio, used over its HTTP API with an API key.
//!
//! Each command has a file of its own with what can be said after it, what it asks of `studio-client`, and what it prints.
//! `docs/CLI.md` promises the exit codes and the JSON.
//! What a newcomer gets wrong: only results go to standard output. Progress, hints and complaints go to standard error.

mod batch;
mod connect;
mod context;
mod failure;
mod files;
mod generate;
mod images;
mod login;
mod models;
mod output;
mod paging;
mod params;
mod profiles;
mod progress;
mod projects;
mod queue;
mod table;
mod text;
mod watch;

use std::process::{self, ExitCode};
use std::sync::Arc;
use std::time::Duration;

use clap::Subcommand;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use self::context::Context;
use self::failure::Failure;

/// Commands that speak to a running studio.
#[derive(Debug, Subcommand)]
pub(crate) enum ClientCommand {
    /// Let this computer use a studio: checks an API key, read without showing it, and keeps it.
    Login(login::LoginOptions),
    /// Forget the key of a studio. To make it useless everywhere, revoke it in the settings.
    Logout(login::LogoutOptions),
    /// Say which account the key belongs to and what it can spend.
    Whoami(login::WhoamiOptions),
    /// Ask for pictures from a prompt.
    Generate(Box<generate::GenerateOptions>),
    /// Ask for many pictures at once, and steer what was asked for.
    Batch(batch::BatchOptions),
    /// List, follow, cancel and retry jobs.
    Queue(queue::QueueOptions),
    /// List, download, tag and delete pictures.
    Images(images::ImagesOptions),
    /// List, make and export projects.
    Projects(projects::ProjectsOptions),
    /// List models, or show one with its parameters.
    Models(models::ModelsOptions),
    /// Tell every change of your jobs as it happens, until Ctrl-C.
    Watch(watch::WatchOptions),
}

/// How long a command that was interrupted may take to remove what is half done.
const GRACE: Duration = Duration::from_millis(500);

/// Does what was asked. Ctrl-C ends it; what the studio was asked to do goes on.
pub(crate) async fn run(command: ClientCommand, stop: &CancellationToken) -> ExitCode {
    let context = Arc::new(Context::new(command.common().json));
    let obeying = Arc::clone(&context);
    let mut work = tokio::spawn(async move { obey(command, &obeying).await });
    let ended = tokio::select! {
        ended = &mut work => ended,
        () = stop.cancelled() => {
            work.abort();
            // What reads from a terminal does not notice, and would keep the program from ending.
            let _ = timeout(GRACE, work).await;
            process::exit(context.interrupted().into());
        }
    };
    match ended {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(failure)) => failure.tell(context.json),
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    }
}

async fn obey(command: ClientCommand, context: &Context) -> Result<(), Failure> {
    match command {
        ClientCommand::Login(options) => login::log_in(options, context).await,
        ClientCommand::Logout(options) => login::log_out(&options, context),
        ClientCommand::Whoami(options) => login::who_am_i(&options, context).await,
        ClientCommand::Generate(options) => generate::run(&options, context).await,
        ClientCommand::Batch(options) => batch::run(options, context).await,
        ClientCommand::Queue(options) => queue::run(options, context).await,
        ClientCommand::Images(options) => images::run(options, context).await,
        ClientCommand::Projects(options) => projects::run(options, context).await,
        ClientCommand::Models(options) => models::run(&options, context).await,
        ClientCommand::Watch(options) => watch::run(&options, context).await,
    }
}

impl ClientCommand {
    fn common(&self) -> &connect::Common {
        match self {
            Self::Login(options) => &options.common,
            Self::Logout(options) => &options.common,
            Self::Whoami(options) => &options.common,
            Self::Generate(options) => &options.common,
            Self::Batch(options) => &options.common,
            Self::Queue(options) => &options.common,
            Self::Images(options) => &options.common,
            Self::Projects(options) => &options.common,
            Self::Models(options) => &options.common,
            Self::Watch(options) => &options.common,
        }
    }
}
