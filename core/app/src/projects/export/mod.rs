//! A project to take away: its originals with a manifest in one archive, or a manifest alone.

mod manifest;
mod pictures;

use std::io::{self, BufWriter, Write};

use studio_db::projects::Project;
use studio_model::{ProjectId, UserId};

use crate::export::{self, Archive, Export, ExportKind, Sink};
use crate::{App, Error, Result};
use manifest::{CsvManifest, JsonManifest};
use pictures::Pictures;

/// Begins an export of the pictures that are in a project, newest first.
///
/// # Errors
/// [`Error::NotFound`] for a project that is not the user's, [`Error::LimitReached`] while this process sends as many exports as
/// it can.
pub async fn export(app: &App, user_id: UserId, id: ProjectId, kind: ExportKind) -> Result<Export> {
    let project = studio_db::projects::find_for_user(&mut *app.db.acquire().await?, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    let file_name = kind.file_name(&project.content.name, "project");
    export::begin(app, file_name, move |app, runtime, sink| {
        let pictures = Pictures::new(app, runtime, user_id, project.id);
        match kind {
            ExportKind::Archive => {
                export::write_archive(app, runtime, sink, |archive| fill(&project, pictures, archive))
            }
            ExportKind::Json => write_json(&project, pictures, sink),
            ExportKind::Csv => write_csv(pictures, sink),
        }
    })
}

fn fill(project: &Project, pictures: Pictures<'_>, archive: &mut Archive<'_>) -> io::Result<()> {
    let mut json = JsonManifest::begin(project, BufWriter::new(tempfile::tempfile()?))?;
    let mut csv = CsvManifest::begin(BufWriter::new(tempfile::tempfile()?))?;
    pictures.each(|picture| {
        picture.missing = archive.add_picture(&picture.file, &picture.image)?;
        json.add(picture)?;
        csv.add(picture)
    })?;
    archive.add_written("manifest.json", json.finish()?)?;
    archive.add_written("manifest.csv", csv.finish())
}

fn write_json(project: &Project, pictures: Pictures<'_>, sink: Sink) -> io::Result<Sink> {
    let mut manifest = JsonManifest::begin(project, sink)?;
    pictures.each(|picture| manifest.add(picture))?;
    manifest.finish()
}

fn write_csv<W: Write>(pictures: Pictures<'_>, sink: W) -> io::Result<W> {
    let mut manifest = CsvManifest::begin(sink)?;
    pictures.each(|picture| manifest.add(picture))?;
    Ok(manifest.finish())
}
