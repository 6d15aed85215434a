//! Files that are kept here: originals and archives.

use std::fs::Permissions;
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use indicatif::ProgressBar;
use serde_json::json;
use studio_client::{Client, Image, Response};
use tempfile::NamedTempFile;

use super::context::Context;
use super::failure::Failure;
use super::progress;

/// Characters of a prompt that a file is called after.
const WORDS: usize = 48;

/// Downloads the originals into a folder. What is there already is not downloaded again: an original never changes, and its
/// name ends in its id.
///
/// # Errors
/// When the studio refuses or the folder cannot be written to; whole files stay.
pub(super) async fn download(client: &Client, images: &[Image], folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let place = || format!("cannot write to {}", folder.display());
    std::fs::create_dir_all(folder).with_context(place)?;
    let bar = progress::of_bytes(Some(images.iter().map(|image| image.file_size).sum()));
    let mut files = Vec::with_capacity(images.len());
    for image in images {
        let file = folder.join(file_name(image));
        if !file.exists() {
            bar.set_message(file.display().to_string());
            let response = client.download(image.id).await?;
            let mut part = new_file(folder).with_context(place)?;
            copy(response, &mut part, &bar).await?;
            keep(part, &file, false)?;
        }
        files.push(file);
    }
    bar.finish_and_clear();
    Ok(files)
}

/// Writes an archive to a file, or to standard output for `-`. A broken one is not kept.
///
/// # Errors
/// When the connection breaks off, or the file is there already and may not be replaced.
pub(super) async fn save(response: Response, file: &Path, may_replace: bool, context: &Context) -> Result<(), Failure> {
    let bar = progress::of_bytes(response.content_length());
    if file == Path::new("-") {
        copy(response, &mut io::stdout(), &bar).await?;
    } else {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let part = new_file(folder.unwrap_or(Path::new(".")));
        let mut part = part.with_context(|| format!("cannot write {}", file.display()))?;
        copy(response, &mut part, &bar).await?;
        keep(part, file, may_replace)?;
        context.result(&json!({"files": [file]}), || file.display().to_string())?;
    }
    bar.finish_and_clear();
    Ok(())
}

/// Says before anything is asked that a file is in the way.
///
/// # Errors
/// [`Failure::Usage`] when it is.
pub(super) fn must_be_free(file: &Path, may_replace: bool) -> Result<(), Failure> {
    if may_replace || file == Path::new("-") || !file.exists() {
        return Ok(());
    }
    Err(Failure::Usage(format!(
        "{} is there already; --force replaces it",
        file.display()
    )))
}

async fn copy(mut response: Response, to: &mut impl Write, bar: &ProgressBar) -> Result<(), Failure> {
    while let Some(bytes) = response
        .chunk()
        .await
        .map_err(|error| anyhow!(error.without_url()).context("the download broke off"))?
    {
        to.write_all(&bytes)?;
        bar.inc(bytes.len() as u64);
    }
    Ok(to.flush()?)
}

/// A file without its name yet, with the rights that the user's mask leaves.
fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    let rights = Permissions::from_mode(0o666);
    tempfile::Builder::new().permissions(rights).tempfile_in(folder)
}

/// Gives a whole file its name.
fn keep(part: NamedTempFile, file: &Path, may_replace: bool) -> Result<(), Failure> {
    let place = || format!("cannot write {}", file.display());
    let kept = if may_replace {
        part.persist(file)
    } else {
        part.persist_noclobber(file)
    };
    kept.with_context(place)?;
    Ok(())
}

/// Such as `a-lighthouse-in-a-storm-1c2d3e4f5a6b.png`. The end of an id is random, its beginning is the time.
fn file_name(image: &Image) -> String {
    let id = image.id.simple().to_string();
    let words = slug(if image.name.is_empty() {
        &image.prompt
    } else {
        &image.name
    });
    let ending = match image.format.as_str() {
        "jpeg" => "jpg",
        format @ ("png" | "webp" | "gif" | "mp4") => format,
        _ => "bin",
    };
    format!("{words}-{}.{ending}", &id[20..])
}

/// Letters and digits of any language in lower case, joined by hyphens; never empty, never a path.
fn slug(text: &str) -> String {
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let slug = words.collect::<Vec<_>>().join("-").to_lowercase();
    let slug: String = slug.chars().take(WORDS).collect();
    match slug.trim_matches('-') {
        "" => "picture".to_owned(),
        slug => slug.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_never_paths() {
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("Ein Füchslein, (nachts:1.3)"), "ein-füchslein-nachts-1-3");
        assert_eq!(
            (slug("…"), slug(&"ab ".repeat(40)).chars().count() <= WORDS),
            ("picture".to_owned(), true)
        );
    }
}
