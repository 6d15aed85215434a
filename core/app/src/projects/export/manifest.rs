//! What is in a project, picture by picture, for programs (JSON) and for spreadsheets (CSV).

use std::io::{self, Write};

use chrono::SecondsFormat;
use serde_json::json;
use studio_batch::export::write_row;
use studio_db::projects::Project;

use super::pictures::Picture;

/// The columns, in order.
const COLUMNS: [&str; 18] = [
    "file",
    "missing",
    "image_id",
    "job_id",
    "parent_image_id",
    "width",
    "height",
    "size_bytes",
    "prompt",
    "negative_prompt",
    "model_id",
    "model_version",
    "parameters",
    "seed",
    "cost_credits",
    "rating",
    "tags",
    "created_at",
];

/// A manifest in JSON: `{"project": {…}, "images": […], "totals": {…}}`, one picture a line.
pub(super) struct JsonManifest<W> {
    out: W,
    images: u64,
    missing: u64,
}

impl<W: Write> JsonManifest<W> {
    pub(super) fn begin(project: &Project, mut out: W) -> io::Result<Self> {
        let content = &project.content;
        let head = json!({
            "id": project.id.0,
            "name": content.name,
            "description": content.description,
            "notes": content.notes,
            "category": content.category,
            "tags": content.tags,
            "cover_image_id": content.cover_image_id,
            "settings": content.settings,
            "is_archived": project.is_archived,
            "created_at": project.created_at,
        });
        write!(out, "{{\"project\":{head},\n\"images\":[")?;
        Ok(Self {
            out,
            images: 0,
            missing: 0,
        })
    }

    pub(super) fn add(&mut self, picture: &Picture) -> io::Result<()> {
        let separator: &[u8] = if self.images == 0 { b"\n" } else { b",\n" };
        self.out.write_all(separator)?;
        serde_json::to_writer(&mut self.out, picture)?;
        self.images += 1;
        self.missing += u64::from(picture.missing.is_some());
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        let totals = json!({ "images": self.images, "missing_files": self.missing });
        writeln!(self.out, "\n],\n\"totals\":{totals}}}")?;
        Ok(self.out)
    }
}

/// A manifest in CSV. No cell of it is run by a spreadsheet.
pub(super) struct CsvManifest<W>(W);

impl<W: Write> CsvManifest<W> {
    pub(super) fn begin(mut out: W) -> io::Result<Self> {
        write_row(&mut out, COLUMNS)?;
        Ok(Self(out))
    }

    pub(super) fn add(&mut self, picture: &Picture) -> io::Result<()> {
        let id = |id: Option<uuid::Uuid>| id.map_or_else(String::new, |id| id.to_string());
        let cells: [String; COLUMNS.len()] = [
            picture.file.clone(),
            picture.missing.unwrap_or_default().to_owned(),
            picture.image_id.to_string(),
            id(picture.job_id),
            id(picture.parent_image_id),
            picture.width.to_string(),
            picture.height.to_string(),
            picture.size_bytes.to_string(),
            picture.prompt.clone(),
            picture.negative_prompt.clone().unwrap_or_default(),
            picture.model_id.clone(),
            picture.model_version.clone(),
            picture.parameters.to_string(),
            picture.seed.clone().unwrap_or_default(),
            picture.cost_credits.to_string(),
            picture.rating.map_or_else(String::new, |rating| rating.to_string()),
            picture.tags.join(", "),
            picture.created_at.to_rfc3339_opts(SecondsFormat::Millis, true),
        ];
        write_row(&mut self.0, &cells)
    }

    pub(super) fn finish(self) -> W {
        self.0
    }
}
