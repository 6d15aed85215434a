//! The library as a file, and a file into the library.
//!
//! What is exported can be imported; what is there already, title and words, is not added a second time. A file is taken as a
//! whole or not at all, and every complaint names its place.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use studio_batch::export::{cell_text, write_row};
use studio_batch::table::{NamedRecord, read};
use studio_db::prompts::{self, Prompt, PromptFilter};
use studio_model::{Cursor, PageLimit, UserId};
use tokio::runtime::Handle;

use super::PromptRequest;
use super::edit::{check_room, insert};
use crate::export::{Export, ExportKind, Sink, begin};
use crate::texts::Complaints;
use crate::{App, Error, Result};

/// Prompts of one file at most.
pub const MAX_IMPORTED: usize = 1000;

/// Complaints that are told at most.
const MAX_TOLD: usize = 100;

/// The columns, in order.
const COLUMNS: [&str; 7] = [
    "title",
    "prompt_text",
    "negative_prompt",
    "category",
    "tags",
    "is_favorite",
    "is_public",
];

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportFormat {
    /// `{"prompts": […]}` as it is exported.
    Json,
    /// A table with a header.
    Csv,
}

/// What came of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Prompts that are new.
    pub imported: u64,
    /// Prompts that were there before.
    pub already_there: u64,
}

/// A prompt in a file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    title: String,
    prompt_text: String,
    #[serde(default)]
    negative_prompt: Option<String>,
    #[serde(default)]
    category: String,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    is_favorite: bool,
    #[serde(default)]
    is_public: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    prompts: Vec<Entry>,
}

/// Begins an export of all prompts of a user, newest first, as JSON or CSV.
///
/// # Errors
/// [`Error::LimitReached`] while this process sends as many exports as it can.
pub fn export(app: &App, user_id: UserId, format: ImportFormat) -> Result<Export> {
    let kind = match format {
        ImportFormat::Json => ExportKind::Json,
        ImportFormat::Csv => ExportKind::Csv,
    };
    let file_name = match kind {
        ExportKind::Csv => "prompts.csv",
        _ => "prompts.json",
    };
    begin(app, file_name.to_owned(), move |app, runtime, sink| match format {
        ImportFormat::Json => write_json(app, runtime, user_id, sink),
        ImportFormat::Csv => write_csv(app, runtime, user_id, sink),
    })
}

fn write_json(app: &App, runtime: &Handle, user_id: UserId, mut sink: Sink) -> io::Result<Sink> {
    let mut separator: &[u8] = b"{\"prompts\":[\n";
    each(app, runtime, user_id, |entry| {
        sink.write_all(std::mem::replace(&mut separator, b",\n"))?;
        Ok(serde_json::to_writer(&mut sink, &entry)?)
    })?;
    // Nothing was written before the end where there is no prompt.
    sink.write_all(if separator == b",\n" {
        b"\n]}\n"
    } else {
        b"{\"prompts\":[]}\n"
    })?;
    Ok(sink)
}

fn write_csv(app: &App, runtime: &Handle, user_id: UserId, mut sink: Sink) -> io::Result<Sink> {
    write_row(&mut sink, COLUMNS)?;
    each(app, runtime, user_id, |entry| {
        let cells: [String; COLUMNS.len()] = [
            entry.title,
            entry.prompt_text,
            entry.negative_prompt.unwrap_or_default(),
            entry.category,
            entry.tags.join(", "),
            entry.is_favorite.to_string(),
            entry.is_public.to_string(),
        ];
        write_row(&mut sink, &cells)
    })?;
    Ok(sink)
}

fn each(app: &App, runtime: &Handle, user_id: UserId, mut with: impl FnMut(Entry) -> io::Result<()>) -> io::Result<()> {
    let limit = PageLimit::new(PageLimit::MAX).unwrap_or_default();
    let mut after = None;
    loop {
        let page = runtime
            .block_on(load(app, user_id, after, limit))
            .map_err(io::Error::other)?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some(Cursor {
            at: last.created_at,
            id: last.id.0,
        });
        for prompt in page {
            with(Entry::from(prompt))?;
        }
    }
}

async fn load(app: &App, user_id: UserId, after: Option<Cursor>, limit: PageLimit) -> Result<Vec<Prompt>> {
    let mut conn = app.db.acquire().await?;
    Ok(prompts::list(&mut conn, user_id, &PromptFilter::default(), after, limit).await?)
}

impl From<Prompt> for Entry {
    fn from(prompt: Prompt) -> Self {
        let content = prompt.content;
        Self {
            title: content.title,
            prompt_text: content.prompt_text,
            negative_prompt: content.negative_prompt,
            category: content.category,
            tags: content.tags,
            is_favorite: content.is_favorite,
            is_public: content.is_public,
        }
    }
}

impl From<Entry> for PromptRequest {
    fn from(entry: Entry) -> Self {
        Self {
            title: entry.title,
            prompt_text: entry.prompt_text,
            negative_prompt: entry.negative_prompt,
            category: entry.category,
            tags: entry.tags,
            is_favorite: entry.is_favorite,
            is_public: entry.is_public,
        }
    }
}

/// Adds the prompts of a file, all or none.
///
/// # Errors
/// [`Error::Invalid`] with fields like `prompts[3].title` or `line 4, title`, [`Error::Conflict`] when there is no room.
pub async fn import(app: &App, user_id: UserId, format: ImportFormat, text: &str) -> Result<Imported> {
    let mut complaints = Complaints::default();
    let requests = match format {
        ImportFormat::Json => read_json(text)?,
        ImportFormat::Csv => read_csv(text, &mut complaints)?,
    };
    if !(1..=MAX_IMPORTED).contains(&requests.len()) && complaints.is_empty() {
        return Err(Error::invalid(
            "prompts",
            format!("a file has 1 to {MAX_IMPORTED} prompts"),
        ));
    }
    let mut contents = Vec::with_capacity(requests.len());
    for (place, request) in requests {
        let checked = request.check().map_err(|error| place.name(error));
        contents.extend(complaints.take(checked)?);
        if complaints.len() >= MAX_TOLD {
            break;
        }
    }
    complaints.finish()?;
    let mut tx = app.db.begin().await?;
    let mut done = Imported {
        imported: 0,
        already_there: 0,
    };
    for content in &contents {
        if prompts::exists_same(&mut tx, user_id, content).await? {
            done.already_there += 1;
        } else {
            insert(app, &mut tx, user_id, content).await?;
            done.imported += 1;
        }
    }
    check_room(&mut tx, user_id, 0).await?;
    tx.commit().await?;
    Ok(done)
}

/// Where a prompt stands in a file.
enum Place {
    /// From 0.
    Entry(usize),
    /// From 1.
    Line(u64),
}

impl Place {
    fn field(&self, field: &str) -> String {
        match self {
            Self::Entry(place) => format!("prompts[{place}].{field}"),
            Self::Line(line) => format!("line {line}, {field}"),
        }
    }

    fn name(&self, error: Error) -> Error {
        match error {
            Error::Invalid(mut errors) => {
                for error in &mut errors {
                    error.field = self.field(&error.field);
                }
                Error::Invalid(errors)
            }
            other => other,
        }
    }
}

fn read_json(text: &str) -> Result<Vec<(Place, PromptRequest)>> {
    let file: File = serde_json::from_str(text).map_err(|error| Error::invalid("prompts", error.to_string()))?;
    let entries = file.prompts.into_iter().enumerate();
    Ok(entries
        .map(|(place, entry)| (Place::Entry(place), entry.into()))
        .collect())
}

fn read_csv(text: &str, complaints: &mut Complaints) -> Result<Vec<(Place, PromptRequest)>> {
    let (columns, records) = read(text).map_err(|error| Error::invalid("line 1", error.to_string()))?;
    for needed in ["title", "prompt_text"] {
        if !columns.iter().any(|column| column == needed) {
            complaints.add("line 1", format!("there is no column {needed}"));
        }
    }
    for column in columns.iter().filter(|column| !COLUMNS.contains(&column.as_str())) {
        let known = COLUMNS.join(", ");
        complaints.add("line 1", format!("the column {column} is not known; there are {known}"));
    }
    if !complaints.is_empty() {
        return Ok(Vec::new());
    }
    let mut requests = Vec::with_capacity(records.len());
    for record in records {
        requests.extend(read_record(record, complaints));
        if complaints.len() >= MAX_TOLD {
            break;
        }
    }
    Ok(requests)
}

fn read_record(record: NamedRecord, complaints: &mut Complaints) -> Option<(Place, PromptRequest)> {
    let place = Place::Line(record.line);
    let cells = match record.cells {
        Ok(cells) => cells,
        Err(problem) => {
            complaints.add(format!("line {}", record.line), problem);
            return None;
        }
    };
    let text = |column: &str| {
        cells
            .get(column)
            .map(|cell| cell_text(cell).to_owned())
            .unwrap_or_default()
    };
    let mut flag = |column: &str| match text(column).trim().to_lowercase().as_str() {
        "" | "false" | "no" | "0" => false,
        "true" | "yes" | "1" => true,
        _ => {
            complaints.add(place.field(column), "use true or false");
            false
        }
    };
    let request = PromptRequest {
        is_favorite: flag("is_favorite"),
        is_public: flag("is_public"),
        title: text("title"),
        prompt_text: text("prompt_text"),
        negative_prompt: Some(text("negative_prompt")),
        category: text("category"),
        tags: text("tags")
            .split(',')
            .map(str::trim)
            .filter(|tag| !tag.is_empty())
            .map(str::to_owned)
            .collect(),
    };
    Some((place, request))
}
