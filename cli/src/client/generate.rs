//! `generate`: pictures from a prompt.

use std::io::Read as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use serde_json::{Map, json};
use studio_client::{BatchRequest, Client, Job, TextToImage};
use uuid::Uuid;

use super::connect::Common;
use super::context::Context;
use super::failure::Failure;
use super::text::{credits, duration, plain};
use super::{files, params, progress, projects, queue};

/// Ends with 1 when the job failed or was cancelled.
#[derive(Debug, Args)]
pub(crate) struct GenerateOptions {
    /// What to show; `-` reads it from standard input.
    prompt: String,
    /// The model; `studio models` lists them. Default: the project's, or the one of your settings.
    #[arg(long, short, value_name = "ID")]
    model: Option<String>,
    /// How many pictures, 1 to what the model allows.
    #[arg(long, short, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=16))]
    num: u32,
    /// A parameter of the model; `studio models ID` lists them. May be given several times.
    #[arg(long = "param", short, value_name = "NAME=VALUE", value_parser = params::pair)]
    parameters: Vec<(String, String)>,
    /// What not to show, for models that take it.
    #[arg(long, value_name = "TEXT")]
    negative: Option<String>,
    /// The same seed makes the same picture. Default: a random one.
    #[arg(long, value_name = "N")]
    seed: Option<u32>,
    /// The project that the pictures go to: its id or its name.
    #[arg(long, value_name = "PROJECT")]
    project: Option<String>,
    /// Higher ones go first among your own, -100 to 100.
    #[arg(long, default_value_t = 0, allow_hyphen_values = true, value_name = "N", value_parser = clap::value_parser!(i32).range(-100..=100))]
    priority: i32,
    /// Wait until the job has ended. Ctrl-C leaves it running.
    #[arg(long, short)]
    wait: bool,
    /// Wait, and download the originals into this folder.
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// Only check the request and tell its price.
    #[arg(long, conflicts_with_all = ["wait", "output"])]
    dry_run: bool,
    /// Names the request: repeated with the same name within 48 hours, it is carried out once.
    #[arg(long, value_name = "KEY")]
    idempotency_key: Option<String>,
    #[command(flatten)]
    pub(super) common: Common,
}

/// Asks, and waits if that is wanted.
///
/// # Errors
/// When the studio refuses, or the job ended without pictures.
pub(super) async fn run(options: &GenerateOptions, context: &Context) -> Result<(), Failure> {
    let client = options.common.connect()?;
    let request = request(&client, options).await?;
    if options.dry_run {
        return price(&client, &request, context).await;
    }
    let key = options
        .idempotency_key
        .clone()
        .unwrap_or_else(|| Uuid::new_v4().to_string());
    let job = client.text_to_image(&request, &key).await?;
    if !options.wait && options.output.is_none() {
        return context.result(&json!({"job": job}), || told(&job));
    }
    let job = queue::follow(&client, job.id, context).await?;
    let files = match &options.output {
        Some(folder) => Some(files::download(&client, &job.images, folder).await?),
        None => None,
    };
    let document = match &files {
        Some(files) => json!({"job": job, "files": files}),
        None => json!({"job": job}),
    };
    context.result(&document, || match &files {
        Some(files) => files.iter().map(|file| format!("{}\n", file.display())).collect(),
        None => told(&job),
    })?;
    queue::ended_well(&job)
}

async fn request(client: &Client, options: &GenerateOptions) -> Result<TextToImage, Failure> {
    let project_id = projects::resolve(client, options.project.as_deref()).await?;
    Ok(TextToImage {
        parameters: params::typed(client, options.model.as_deref(), &options.parameters).await?,
        model_id: options.model.clone(),
        prompt: tokio::task::block_in_place(|| prompt(&options.prompt))?,
        negative_prompt: options.negative.clone(),
        num_images: options.num,
        seed: options.seed,
        project_id,
        priority: options.priority,
    })
}

fn prompt(text: &str) -> Result<String, Failure> {
    if text != "-" {
        return Ok(text.to_owned());
    }
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .context("the prompt cannot be read")?;
    Ok(text.trim().to_owned())
}

/// A batch of one row tells the price of a request.
async fn price(client: &Client, request: &TextToImage, context: &Context) -> Result<(), Failure> {
    let mut defaults = Map::new();
    defaults.insert("model_id".to_owned(), json!(request.model_id));
    defaults.insert("negative_prompt".to_owned(), json!(request.negative_prompt));
    defaults.insert("parameters".to_owned(), json!(request.parameters));
    defaults.insert("num_images".to_owned(), json!(request.num_images));
    defaults.insert("seed".to_owned(), json!(request.seed));
    let batch = BatchRequest {
        spec: json!({"source": "prompts", "prompts": [request.prompt]}),
        defaults,
        project_id: request.project_id,
        ..BatchRequest::default()
    };
    let forecast = client.preview_batch(&batch).await?;
    if let Some(error) = forecast.errors.first() {
        return Err(Failure::WouldRefuse(format!("{}: {}", error.field, error.message)));
    }
    context.result(&json!({"estimate": forecast}), || {
        let seconds = forecast.duration.get("from_s").copied().unwrap_or_default();
        format!(
            "{} (at most {}), about {}; you have {}",
            credits(forecast.cost.expected_credits),
            credits(forecast.cost.high_credits),
            duration(seconds),
            credits(forecast.balance_credits),
        )
    })
}

/// A job in a line, and its pictures below.
fn told(job: &Job) -> String {
    let mut words = format!("{}  {}", job.id, progress::standing(job));
    for image in &job.images {
        words += &format!(
            "\n{}  {}×{} {}",
            image.id,
            image.width,
            image.height,
            plain(&image.format)
        );
    }
    words
}
