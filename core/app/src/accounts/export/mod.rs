//! All that the studio knows about a user, to take away: originals, and a JSON file for each kind of rows.
//!
//! Rows are read in one transaction, as they are at one moment, into temporary files; pictures follow one after the other while they
//! are read. A picture that is made meanwhile may be there or not.

mod manifest;
mod pictures;
mod tables;

use std::io;

use chrono::TimeDelta;
use studio_db::personal::{self, Kind};
use studio_db::{audit, users};
use studio_model::{AuditAction, UserId};
use tokio::runtime::Handle;

use super::User;
use crate::audit::Entry;
use crate::export::{self, Archive, Export};
use crate::{App, Error, Result};
use manifest::Manifest;

/// Exports of a user in 24 hours at most: each reads everything there is.
pub const EXPORTS_A_DAY: usize = 5;
const DAY: TimeDelta = TimeDelta::hours(24);

/// Begins an export of everything about the user, as a ZIP archive.
///
/// # Errors
/// [`Error::LimitReached`] after [`EXPORTS_A_DAY`] within 24 hours, or while this process sends as many exports as it can.
pub async fn export_account(app: &App, user: &User) -> Result<Export> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    // Exports that are asked for at once are counted one after the other.
    users::lock(&mut tx, user.id).await?;
    let earlier = audit::list_times(&mut tx, user.id, AuditAction::DataExported, now - DAY).await?;
    if earlier.len() >= EXPORTS_A_DAY
        && let Some(oldest) = earlier.first()
    {
        let retry_after = (*oldest + DAY - now).to_std().unwrap_or_default();
        return Err(Error::LimitReached { retry_after });
    }
    let entry = Entry::of_account(user, AuditAction::DataExported, "");
    entry.write(app, &mut tx).await?;
    let file_name = format!("ai-image-design-studio-{}.zip", now.format("%Y-%m-%d"));
    let whose = user.clone();
    let export = export::begin(app, file_name, move |app, runtime, sink| {
        export::write_archive(app, runtime, sink, |archive| fill(app, runtime, &whose, archive))
    })?;
    tx.commit().await?;
    Ok(export)
}

fn fill(app: &App, runtime: &Handle, user: &User, archive: &mut Archive<'_>) -> io::Result<()> {
    let mut manifest = Manifest::new(user, app.clock.now());
    let tables = runtime
        .block_on(tables::read_all(app, user.id))
        .map_err(io::Error::other)?;
    for (kind, table) in tables {
        let name = file_of(kind);
        manifest.add_rows(&name, table.rows());
        archive.add_written(&name, table.finish()?)?;
    }
    pictures::add_all(app, runtime, user.id, archive, &mut manifest)?;
    pictures::add_uploads(app, runtime, user.id, archive, &mut manifest)?;
    add_avatar(app, runtime, user.id, archive)?;
    archive.add_bytes("manifest.json", &manifest.to_json()?, app.clock.now())
}

fn file_of(kind: Kind) -> String {
    format!("{}.json", kind.name())
}

fn add_avatar(app: &App, runtime: &Handle, user_id: UserId, archive: &mut Archive<'_>) -> io::Result<()> {
    let find = async { Ok::<_, Error>(personal::find_avatar(&mut *app.db.acquire().await?, user_id).await?) };
    match runtime.block_on(find).map_err(io::Error::other)? {
        Some(avatar) => archive.add_bytes("avatar.webp", &avatar.webp, avatar.updated_at),
        None => Ok(()),
    }
}
