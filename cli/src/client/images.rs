//! `images`: pictures that are there.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;
use studio_client::{BulkDone, Client, Image, ImageQuery};
use uuid::Uuid;

use super::connect::Common;
use super::context::Context;
use super::failure::Failure;
use super::paging::Paging;
use super::table::{facts, table};
use super::text::{credits, minute, plain, short};
use super::{files, projects};

#[derive(Debug, Args)]
pub(crate) struct ImagesOptions {
    #[command(subcommand)]
    command: ImagesCommand,
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Debug, Subcommand)]
enum ImagesCommand {
    /// List pictures, newest first.
    List(Box<ListOptions>),
    /// Show what is known about a picture.
    Show {
        /// The picture.
        id: Uuid,
    },
    /// Download originals. What is there already is not downloaded again.
    Download {
        /// The pictures.
        #[arg(required = true)]
        ids: Vec<Uuid>,
        /// The folder that they go to.
        #[arg(long, short, default_value = ".", value_name = "FOLDER")]
        output: PathBuf,
    },
    /// Give pictures tags, or take tags from them; 500 pictures at most.
    Tag {
        /// The pictures.
        #[arg(required = true)]
        ids: Vec<Uuid>,
        /// Tags that they get, separated by commas.
        #[arg(long, value_delimiter = ',', value_name = "TAGS", required_unless_present = "remove")]
        add: Vec<String>,
        /// Tags that they lose, separated by commas.
        #[arg(long, value_delimiter = ',', value_name = "TAGS")]
        remove: Vec<String>,
    },
    /// Move pictures to the trash, where they can be restored for a while; 500 pictures at most.
    Delete {
        /// The pictures.
        #[arg(required = true)]
        ids: Vec<Uuid>,
    },
}

/// What is left out limits nothing.
#[derive(Debug, Args)]
struct ListOptions {
    /// Only with these words, in prompt, name, tags or notes.
    #[arg(long, short, value_name = "WORDS")]
    query: Option<String>,
    /// Only made on this day (2026-11-27, UTC) or at this time (RFC 3339) or later.
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Only made until the end of this day, or before this time.
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// Only of this model.
    #[arg(long, short, value_name = "ID")]
    model: Option<String>,
    /// Only of this project: its id or its name.
    #[arg(long, value_name = "PROJECT")]
    project: Option<String>,
    /// Only with this tag; several times for several tags.
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Only favourites.
    #[arg(long)]
    favorites: bool,
    /// Only `square`, `landscape`, `portrait`, or of a ratio such as 16:9.
    #[arg(long)]
    aspect: Option<String>,
    /// Only `small` (below 1 million pixels), `medium` or `large` (from 4 million on).
    #[arg(long)]
    resolution: Option<String>,
    /// Only with at least so many stars, 1 to 5.
    #[arg(long, value_name = "STARS")]
    rating: Option<u8>,
    /// By `date`, `name`, `rating` or `model`.
    #[arg(long)]
    sort: Option<String>,
    /// `asc` or `desc`.
    #[arg(long)]
    order: Option<String>,
    #[command(flatten)]
    page: Paging,
}

/// Does what was asked.
///
/// # Errors
/// When the studio refuses.
pub(super) async fn run(options: ImagesOptions, context: &Context) -> Result<(), Failure> {
    let client = options.common.connect()?;
    match options.command {
        ImagesCommand::List(options) => list(&client, *options, context).await,
        ImagesCommand::Show { id } => show(&client.image(id).await?, context),
        ImagesCommand::Download { ids, output } => {
            let mut images = Vec::with_capacity(ids.len());
            for id in ids {
                images.push(client.image(id).await?);
            }
            let files = files::download(&client, &images, &output).await?;
            context.result(&json!({"files": files}), || {
                files.iter().map(|file| format!("{}\n", file.display())).collect()
            })
        }
        ImagesCommand::Tag { ids, add, remove } => {
            let done = client.tag_images(&ids, &add, &remove).await?;
            changed(&done, "changed", context)
        }
        ImagesCommand::Delete { ids } => {
            let done = client.trash_images(&ids).await?;
            changed(&done, "moved to the trash", context)
        }
    }
}

async fn list(client: &Client, options: ListOptions, context: &Context) -> Result<(), Failure> {
    let at = options.page.position();
    let project = projects::resolve(client, options.project.as_deref()).await?;
    let page = client.images(&query(options, project), &at).await?;
    let rows = page.items.iter().map(|image| {
        vec![
            image.id.to_string(),
            minute(image.created_at),
            format!("{}×{}", image.width, image.height),
            plain(&image.model_id),
            marks(image),
            short(if image.name.is_empty() {
                &image.prompt
            } else {
                &image.name
            }),
        ]
    });
    context.page(&page, || {
        table(
            &["PICTURE", "MADE", "SIZE", "MODEL", "MARKS", "NAME OR PROMPT"],
            rows,
            "no pictures",
        )
    })
}

fn query(options: ListOptions, project: Option<Uuid>) -> ImageQuery {
    let single = [
        ("q", options.query),
        ("from", options.from),
        ("to", options.to),
        ("model_id", options.model),
        ("project_id", project.map(|id| id.to_string())),
        ("favorites", options.favorites.then(|| "true".to_owned())),
        ("aspect", options.aspect),
        ("resolution", options.resolution),
        ("rating", options.rating.map(|stars| stars.to_string())),
        ("sort", options.sort),
        ("order", options.order),
    ];
    let single = single.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let tags = options.tag.into_iter().map(|tag| ("tag", tag));
    ImageQuery {
        parameters: single.chain(tags).collect(),
    }
}

/// A heart and stars, or a hyphen so that columns stay in place for other programs.
fn marks(image: &Image) -> String {
    let heart = if image.is_favorite { "♥" } else { "" };
    let stars = "★".repeat(image.rating.unwrap_or(0).into());
    match (heart, stars.as_str()) {
        ("", "") => "-".to_owned(),
        (heart, stars) => format!("{heart}{stars}"),
    }
}

fn show(image: &Image, context: &Context) -> Result<(), Failure> {
    context.result(image, || {
        facts(&[
            ("picture", image.id.to_string()),
            ("name", plain(&image.name)),
            ("prompt", plain(&image.prompt)),
            ("model", plain(&image.model_id)),
            ("seed", plain(image.seed.as_deref().unwrap_or_default())),
            (
                "size",
                format!(
                    "{}×{}, {} bytes, {}",
                    image.width,
                    image.height,
                    image.file_size,
                    plain(&image.format)
                ),
            ),
            ("made", minute(image.created_at)),
            ("marks", marks(image)),
            ("tags", plain(&image.tags.join(", "))),
            ("project", image.project_id.map(|id| id.to_string()).unwrap_or_default()),
            ("cost", credits(image.cost_credits)),
        ])
    })
}

fn changed(done: &BulkDone, what: &str, context: &Context) -> Result<(), Failure> {
    context.result(done, || match done.changed {
        1 => format!("1 picture {what}"),
        number => format!("{number} pictures {what}"),
    })
}
