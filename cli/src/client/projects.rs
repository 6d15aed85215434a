//! `projects`: folders of work.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;
use studio_client::{Client, NewProject, Position, Project, ProjectDefaults};
use uuid::Uuid;

use super::connect::Common;
use super::context::Context;
use super::failure::Failure;
use super::paging::Paging;
use super::table::{facts, table};
use super::text::{minute, plain, short};
use super::{files, params};

#[derive(Debug, Args)]
pub(crate) struct ProjectsOptions {
    #[command(subcommand)]
    command: ProjectsCommand,
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Debug, Subcommand)]
enum ProjectsCommand {
    /// List projects, newest first.
    List {
        /// Those that are put away, too, or only those.
        #[arg(long, value_enum, default_value_t)]
        archived: Archived,
        #[command(flatten)]
        page: Paging,
    },
    /// Make a project.
    Create(CreateOptions),
    /// Show a project.
    Show {
        /// Its id or its name.
        project: String,
    },
    /// Save a project as a ZIP archive: originals and manifests.
    Export {
        /// Its id or its name.
        project: String,
        /// The archive; `-` is standard output.
        #[arg(long, short, value_name = "FILE")]
        output: PathBuf,
        /// Replace the file if it is there.
        #[arg(long)]
        force: bool,
    },
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Archived {
    #[default]
    False,
    True,
    All,
}

#[derive(Debug, Args)]
struct CreateOptions {
    /// 1 to 200 characters.
    name: String,
    /// What it is about.
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
    description: String,
    /// Tags, separated by commas.
    #[arg(long, value_delimiter = ',', value_name = "TAGS")]
    tags: Vec<String>,
    /// The model of requests inside it that name none.
    #[arg(long, short, value_name = "ID")]
    model: Option<String>,
    /// A parameter of that model. May be given several times.
    #[arg(long = "param", short, value_name = "NAME=VALUE", value_parser = params::pair, requires = "model")]
    parameters: Vec<(String, String)>,
}

/// Does what was asked.
///
/// # Errors
/// When the studio refuses.
pub(super) async fn run(options: ProjectsOptions, context: &Context) -> Result<(), Failure> {
    let client = options.common.connect()?;
    match options.command {
        ProjectsCommand::List { archived, page } => list(&client, archived, &page, context).await,
        ProjectsCommand::Create(options) => create(&client, options, context).await,
        ProjectsCommand::Show { project } => {
            let project = client.project(find(&client, &project).await?).await?;
            show(&project, context)
        }
        ProjectsCommand::Export { project, output, force } => {
            files::must_be_free(&output, force)?;
            let id = find(&client, &project).await?;
            files::save(client.export_project(id).await?, &output, force, context).await
        }
    }
}

async fn list(client: &Client, archived: Archived, page: &Paging, context: &Context) -> Result<(), Failure> {
    let archived = match archived {
        Archived::False => "false",
        Archived::True => "true",
        Archived::All => "all",
    };
    let page = client.projects(archived, &page.position()).await?;
    let rows = page.items.iter().map(|project| {
        vec![
            project.id.to_string(),
            minute(project.created_at),
            project.image_count.to_string(),
            short(&project.name),
        ]
    });
    context.page(&page, || {
        table(&["PROJECT", "MADE", "PICTURES", "NAME"], rows, "no projects")
    })
}

async fn create(client: &Client, options: CreateOptions, context: &Context) -> Result<(), Failure> {
    let parameters = params::typed(client, options.model.as_deref(), &options.parameters).await?;
    let request = NewProject {
        name: options.name,
        description: options.description,
        tags: options.tags,
        defaults: ProjectDefaults {
            model_id: options.model,
            parameters,
        },
    };
    show(&client.create_project(&request).await?, context)
}

fn show(project: &Project, context: &Context) -> Result<(), Failure> {
    context.result(&json!({"project": project}), || {
        facts(&[
            ("project", project.id.to_string()),
            ("name", plain(&project.name)),
            ("about", plain(&project.description)),
            ("tags", plain(&project.tags.join(", "))),
            ("pictures", project.image_count.to_string()),
            ("made", minute(project.created_at)),
            ("put away", if project.is_archived { "yes" } else { "" }.to_owned()),
        ])
    })
}

/// The project that an option names, if it is given.
///
/// # Errors
/// As [`find`].
pub(super) async fn resolve(client: &Client, project: Option<&str>) -> Result<Option<Uuid>, Failure> {
    match project {
        Some(project) => find(client, project).await.map(Some),
        None => Ok(None),
    }
}

/// The project of this id, or the only one of this name.
///
/// # Errors
/// [`Failure::Usage`] when there is none of this name, or several.
async fn find(client: &Client, project: &str) -> Result<Uuid, Failure> {
    if let Ok(id) = project.parse() {
        return Ok(id);
    }
    let at = Position {
        cursor: None,
        limit: 200,
    };
    let found = client.search_projects(project, &at).await?;
    let mut same = found.items.iter().filter(|found| found.name == project);
    match (same.next(), same.next()) {
        (Some(one), None) => Ok(one.id),
        (None, _) => Err(Failure::Usage(format!(
            "you have no project `{project}`; `studio projects list` lists them"
        ))),
        (Some(_), Some(_)) => Err(Failure::Usage(format!(
            "several projects are called `{project}`; use an id"
        ))),
    }
}
