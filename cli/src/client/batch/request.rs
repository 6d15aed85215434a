//! What can be said after `batch submit`, and the request that it makes.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{ArgGroup, Args, ValueEnum};
use serde_json::{Map, Value, json};
use studio_client::{BatchRequest, Client, Table};

use crate::client::failure::Failure;
use crate::client::{params, projects};

/// Exactly one of --prompts, --csv and --template says where the rows come from.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("source").required(true).args(["prompts", "csv", "template"])))]
pub(super) struct SubmitOptions {
    /// A file with a prompt on each line; `-` is standard input.
    #[arg(long, value_name = "FILE", help_heading = "Rows")]
    prompts: Option<PathBuf>,
    /// A CSV table; its columns are prompt, negative_prompt, model_id, seed, num_images and parameters.NAME.
    #[arg(long, value_name = "FILE", help_heading = "Rows")]
    csv: Option<PathBuf>,
    /// A template such as "a {{ color }} fox", whose variables --list fills in.
    #[arg(long, value_name = "TEXT", help_heading = "Rows")]
    template: Option<String>,
    /// Values of a template's variable, separated by commas, or @FILE with one a line.
    #[arg(long = "list", value_name = "NAME=VALUES", value_parser = params::pair, requires = "template", help_heading = "Rows")]
    lists: Vec<(String, String)>,
    /// How the lists go together: all with all, or the first with the first.
    #[arg(long, value_enum, default_value_t, requires = "template", help_heading = "Rows")]
    combine: Combine,
    /// So many random ones of all combinations.
    #[arg(
        long,
        value_name = "N",
        requires = "template",
        conflicts_with = "combine",
        help_heading = "Rows"
    )]
    sample: Option<u64>,
    /// Repeat every row with so many seeds.
    #[arg(long, value_name = "N", help_heading = "Rows")]
    seeds: Option<u64>,
    /// Repeat every row for each value of a parameter, separated by commas.
    #[arg(long, value_name = "NAME=VALUES", value_parser = params::pair, requires = "model", help_heading = "Rows")]
    vary: Vec<(String, String)>,
    /// The model of rows that name none.
    #[arg(long, short, value_name = "ID")]
    model: Option<String>,
    /// Pictures of each row.
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=16))]
    num: Option<u32>,
    /// A parameter of the model. May be given several times.
    #[arg(long = "param", short, value_name = "NAME=VALUE", value_parser = params::pair)]
    parameters: Vec<(String, String)>,
    /// What not to show, for models that take it.
    #[arg(long, value_name = "TEXT")]
    negative: Option<String>,
    /// What the batch is called. Default: its first prompt.
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// The project that the pictures go to: its id or its name.
    #[arg(long, value_name = "PROJECT")]
    project: Option<String>,
    /// A head start over your other batches, -100 to 100.
    #[arg(long, default_value_t = 0, allow_hyphen_values = true, value_name = "N", value_parser = clap::value_parser!(i32).range(-100..=100))]
    priority: i32,
    /// Leave wrong rows out instead of refusing all.
    #[arg(long)]
    skip_broken: bool,
    /// Begin without asking.
    #[arg(long, short)]
    pub(super) yes: bool,
    /// Only show what it would be.
    #[arg(long, conflicts_with_all = ["yes", "wait"])]
    pub(super) dry_run: bool,
    /// Wait until all rows have ended; with 1 when some failed. Ctrl-C leaves the batch running.
    #[arg(long, short)]
    pub(super) wait: bool,
    /// Names the request: repeated with the same name within 48 hours, it is carried out once.
    #[arg(long, value_name = "KEY")]
    pub(super) idempotency_key: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Combine {
    #[default]
    Product,
    Zip,
}

impl SubmitOptions {
    /// Standard input is taken, so nobody can be asked.
    pub(super) fn reads_input(&self) -> bool {
        self.prompts.iter().chain(&self.csv).any(|file| file == Path::new("-"))
    }

    /// Reads the files and types the parameters.
    ///
    /// # Errors
    /// When a file cannot be read, or the studio does not know the model or project.
    pub(super) async fn request(&self, client: &Client) -> Result<BatchRequest, Failure> {
        let (mut spec, table) = tokio::task::block_in_place(|| self.source())?;
        spec["axes"] = self.axes(client).await?;
        Ok(BatchRequest {
            name: self.name.clone(),
            spec,
            defaults: self.defaults(client).await?,
            project_id: projects::resolve(client, self.project.as_deref()).await?,
            priority: self.priority,
            skip_broken_rows: self.skip_broken,
            table,
        })
    }

    fn source(&self) -> Result<(Value, Option<Table>), Failure> {
        if let Some(file) = &self.prompts {
            let prompts = lines(&text(file)?);
            return Ok((json!({"source": "prompts", "prompts": prompts}), None));
        }
        if let Some(file) = &self.csv {
            // The studio finds out in which encoding it is.
            return Ok((json!({"source": "csv", "text": ""}), Some(Table(bytes(file)?.into()))));
        }
        let mut lists = Map::new();
        for (name, values) in &self.lists {
            lists.insert(name.clone(), list(values)?.into());
        }
        let combine = match (self.sample, self.combine) {
            (Some(size), _) => json!({"sample": {"size": size, "seed": 1}}),
            (None, Combine::Product) => json!("product"),
            (None, Combine::Zip) => json!("zip"),
        };
        let template = self.template.as_deref().unwrap_or_default();
        let spec = json!({"source": "template", "template": template, "lists": lists, "combine": combine});
        Ok((spec, None))
    }

    async fn axes(&self, client: &Client) -> Result<Value, Failure> {
        let mut axes = json!({});
        if let Some(count) = self.seeds {
            axes["seeds"] = json!({"count": count});
        }
        if let Some(id) = self.model.as_deref().filter(|_| !self.vary.is_empty()) {
            let model = client.model(id).await?;
            for (name, values) in &self.vary {
                let values = values
                    .split(',')
                    .map(|value| params::of_model(Some(&model), name, value));
                axes["parameters"][name] = values.collect::<Result<Vec<_>, _>>()?.into();
            }
        }
        Ok(axes)
    }

    async fn defaults(&self, client: &Client) -> Result<Map<String, Value>, Failure> {
        let mut defaults = Map::new();
        let parameters = params::typed(client, self.model.as_deref(), &self.parameters).await?;
        let fields = [
            ("model_id", json!(self.model)),
            ("negative_prompt", json!(self.negative)),
            ("num_images", json!(self.num)),
            ("parameters", parameters.into()),
        ];
        for (name, value) in fields {
            defaults.insert(name.to_owned(), value);
        }
        Ok(defaults)
    }
}

/// Values of a variable as they are typed.
fn list(values: &str) -> Result<Vec<String>, Failure> {
    match values.strip_prefix('@') {
        Some(file) => Ok(lines(&text(Path::new(file))?)),
        None => Ok(values.split(',').map(|value| value.trim().to_owned()).collect()),
    }
}

fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

fn text(file: &Path) -> Result<String, Failure> {
    String::from_utf8(bytes(file)?).map_err(|_| Failure::Usage(format!("{} is no text in UTF-8", file.display())))
}

fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin()
            .read_to_end(&mut bytes)
            .context("standard input cannot be read")?;
        return Ok(bytes);
    }
    fs::read(file).map_err(|error| Failure::Usage(format!("cannot read {}: {error}", file.display())))
}
