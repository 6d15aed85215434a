//! What is in a batch, row by row, for programs (JSON) and for spreadsheets (CSV).

use std::io::{self, Write};

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;
use studio_batch::export::write_row;
use studio_db::batches::Batch;

use super::rows::{Row, Rows};
use crate::export::Sink;

/// The columns, in order.
const COLUMNS: [&str; 17] = [
    "row",
    "status",
    "prompt",
    "negative_prompt",
    "model_id",
    "parameters",
    "num_images",
    "seed",
    "axes",
    "cost_credits",
    "error_code",
    "error_message",
    "created_at",
    "started_at",
    "completed_at",
    "files",
    "missing_files",
];

/// The whole manifest as JSON.
pub(super) fn write_json(batch: &Batch, rows: &mut Rows<'_>, sink: Sink) -> io::Result<Sink> {
    let mut manifest = JsonManifest::begin(batch, sink)?;
    loop {
        let page = rows.next_page()?;
        if page.is_empty() {
            return manifest.finish();
        }
        for row in &page {
            manifest.add(row)?;
        }
    }
}

/// The whole manifest as CSV.
pub(super) fn write_csv(rows: &mut Rows<'_>, sink: Sink) -> io::Result<Sink> {
    let mut manifest = CsvManifest::begin(sink)?;
    loop {
        let page = rows.next_page()?;
        if page.is_empty() {
            return Ok(manifest.finish());
        }
        for row in &page {
            manifest.add(row)?;
        }
    }
}

/// A manifest in JSON: `{"batch": {…}, "rows": […], "totals": {…}}`, one row a line.
pub(super) struct JsonManifest<W> {
    out: W,
    rows: u64,
    files: u64,
    missing_files: u64,
}

impl<W: Write> JsonManifest<W> {
    pub(super) fn begin(batch: &Batch, mut out: W) -> io::Result<Self> {
        let head = json!({
            "id": batch.id.0,
            "name": batch.name,
            "project_id": batch.project_id,
            "priority": batch.priority,
            "rows": batch.row_count,
            "broken_rows": batch.broken_rows,
            "loaded_rows": batch.next_row,
            "axes": batch.axes,
            "created_at": batch.created_at,
            "ended_at": batch.ended_at,
        });
        write!(out, "{{\"batch\":{head},\n\"rows\":[")?;
        Ok(Self {
            out,
            rows: 0,
            files: 0,
            missing_files: 0,
        })
    }

    pub(super) fn add(&mut self, row: &Row) -> io::Result<()> {
        let separator: &[u8] = if self.rows == 0 { b"\n" } else { b",\n" };
        self.out.write_all(separator)?;
        serde_json::to_writer(&mut self.out, row)?;
        let missing = row.files.iter().filter(|file| file.missing.is_some()).count() as u64;
        self.rows += 1;
        self.files += row.files.len() as u64 - missing;
        self.missing_files += missing;
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        let totals = json!({ "rows": self.rows, "files": self.files, "missing_files": self.missing_files });
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

    pub(super) fn add(&mut self, row: &Row) -> io::Result<()> {
        let (missing, files): (Vec<_>, Vec<_>) = row.files.iter().partition(|file| file.missing.is_some());
        let files: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        let missing: Vec<String> = missing
            .iter()
            .map(|file| format!("{}: {}", file.name, file.missing.unwrap_or_default()))
            .collect();
        let cells: [String; COLUMNS.len()] = [
            row.row.to_string(),
            row.status.clone(),
            row.prompt.clone(),
            row.negative_prompt.clone().unwrap_or_default(),
            row.model_id.clone(),
            row.parameters.to_string(),
            row.num_images.to_string(),
            row.seed.clone(),
            row.axes.to_string(),
            row.cost_credits.to_string(),
            row.error_code.clone().unwrap_or_default(),
            row.error_message.clone().unwrap_or_default(),
            time(Some(row.created_at)),
            time(row.started_at),
            time(row.completed_at),
            files.join("; "),
            missing.join("; "),
        ];
        write_row(&mut self.0, &cells)
    }

    pub(super) fn finish(self) -> W {
        self.0
    }
}

fn time(time: Option<DateTime<Utc>>) -> String {
    time.map_or_else(String::new, |time| time.to_rfc3339_opts(SecondsFormat::Millis, true))
}
