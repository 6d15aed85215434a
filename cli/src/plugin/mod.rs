//! `plugin`: the tools of `studio-plugin-tools` at the terminal. Here is only what is asked and what is printed.

pub(crate) mod args;
mod print;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use studio_plugin_testkit::{FuzzOptions, TestOptions as Tests, test_plugin};
use studio_plugin_tools::{self as tools, Sdk, TryRequest};

use self::args::{CheckOptions, NewOptions, PluginCommand, TestOptions, TryOptions};

/// How long arbitrary answers to one model may take: a runaway component must not hold a terminal for hours.
const FUZZ_BUDGET: Duration = Duration::from_secs(600);

/// Does what was asked.
///
/// # Errors
/// When it cannot be done; the text says why. What a test finds is not an error but the exit code 1.
pub(crate) async fn run(command: PluginCommand) -> anyhow::Result<ExitCode> {
    match command {
        PluginCommand::New(options) => new(&options)?,
        PluginCommand::Build { dir } => print::built(&tools::build(&dir)?),
        PluginCommand::Check(options) => check(&options).await?,
        PluginCommand::Test(options) => return test(options).await,
        PluginCommand::Try(options) => try_job(options).await?,
        PluginCommand::Add { file, folder } => print::added(&tools::add(&file, &folder.plugins_dir).await?),
        PluginCommand::List { folder, json } => {
            let found = tools::list(&folder.plugins_dir).await?;
            print::either(json, &found, || print::list(&found))?;
        }
        PluginCommand::Rollback { id, folder } => {
            let back = tools::rollback(&id, &folder.plugins_dir).await?;
            println!(
                "{} is back at {} (it was {})",
                back.plugin.id, back.plugin.version, back.from
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn new(options: &NewOptions) -> anyhow::Result<()> {
    let folder = options.dir.clone().unwrap_or_else(|| PathBuf::from(&options.name));
    let sdk = options.sdk.clone().map_or(Sdk::Vendored, Sdk::At);
    tools::scaffold(&options.name, &folder, &sdk)?;
    println!("{} is in {}", options.name, folder.display());
    println!("next: cd {} && studio plugin build", folder.display());
    Ok(())
}

async fn check(options: &CheckOptions) -> anyhow::Result<()> {
    let subject = tools::open(&options.file).await?;
    if options.file.is_dir() {
        tools::check_description(&options.file, &subject)?;
    }
    let report = serde_json::json!({"file": subject.file, "plugin": subject.plugin, "models": subject.models});
    print::either(options.json, &report, || print::checked(&subject))
}

async fn test(options: TestOptions) -> anyhow::Result<ExitCode> {
    let subject = tools::open(&options.file).await?;
    let tests = Tests {
        fixtures: options.fixtures.or_else(|| subject.fixtures.clone()),
        accept: options.accept,
        fuzz: options.fuzz.map(|rounds| FuzzOptions {
            rounds,
            seed: options.seed,
            budget: FUZZ_BUDGET,
        }),
    };
    let report = test_plugin(&subject.host, &subject.plugin, &tests).await?;
    print::either(options.json, &report, || print::report(&report))?;
    Ok(if report.passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn try_job(options: TryOptions) -> anyhow::Result<()> {
    let subject = tools::open(&options.file).await?;
    let request = TryRequest {
        model: options.model,
        operation: options.operation,
        prompt: options.prompt,
        negative_prompt: options.negative_prompt,
        parameters: options.parameters,
        num_images: options.images,
        seed: options.seed,
        pictures: options.pictures,
    };
    let preview = tools::preview(&subject, &request).await?;
    print::either(options.json, &preview, || print::preview(&preview))
}
