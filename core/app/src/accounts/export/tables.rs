//! Rows as JSON arrays in temporary files.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};

use futures::TryStreamExt as _;
use studio_db::PgConnection;
use studio_db::personal::{self, Kind};
use studio_model::UserId;

use crate::{App, Error, Result};

/// An array that is being written, one object a line.
pub(super) struct Table {
    out: BufWriter<File>,
    rows: u64,
}

impl Table {
    pub(super) fn begin() -> io::Result<Self> {
        let mut out = BufWriter::new(tempfile::tempfile()?);
        out.write_all(b"[")?;
        Ok(Self { out, rows: 0 })
    }

    /// Adds the text of an object.
    pub(super) fn add(&mut self, object: &str) -> io::Result<()> {
        self.out.write_all(if self.rows == 0 { b"\n" } else { b",\n" })?;
        self.rows += 1;
        self.out.write_all(object.as_bytes())
    }

    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    pub(super) fn finish(mut self) -> io::Result<BufWriter<File>> {
        self.out.write_all(b"\n]\n")?;
        Ok(self.out)
    }
}

/// The rows of every kind as they are at one moment.
pub(super) async fn read_all(app: &App, user_id: UserId) -> Result<Vec<(Kind, Table)>> {
    let mut tx = app.db.begin().await?;
    personal::hold_still(&mut tx).await?;
    let mut tables = Vec::new();
    for kind in Kind::ALL {
        tables.push((kind, read(&mut tx, kind, user_id).await?));
    }
    tx.rollback().await?;
    Ok(tables)
}

async fn read(conn: &mut PgConnection, kind: Kind, user_id: UserId) -> Result<Table> {
    let mut table = Table::begin().map_err(Error::internal)?;
    let mut rows = personal::rows(conn, kind, user_id);
    while let Some(row) = rows.try_next().await? {
        table.add(&row).map_err(Error::internal)?;
    }
    Ok(table)
}
