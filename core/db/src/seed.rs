//! Made-up pictures in bulk, for a studio to be tried and measured with many of them.
//!
//! What a newcomer gets wrong: `COPY` in text form has its own escapes, and an array within it has escapes of its own.

use chrono::{DateTime, SecondsFormat, Utc};
use sqlx::{PgConnection, PgPool};

use crate::Result;
use crate::images::Image;

/// Bytes that are sent at a time.
const BUFFER: usize = 256 * 1024;

const COPY: &str = "COPY images (
    id, user_id, project_id, object_id, output_index, file_path, file_url, thumbnail_url, width, height, file_size, format, sha256,
    average_color, placeholder, prompt, negative_prompt, model_id, model_version, parameters, seed, generation_time,
    cost_microdollars, is_favorite, rating, tags, name, notes, metadata, created_at, updated_at, deleted_at
) FROM STDIN";

/// Whether anybody uses this studio: jobs were asked for, or there is more than one account.
///
/// # Errors
/// When the database cannot be asked.
pub async fn is_in_use(conn: &mut PgConnection) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM generation_queue) OR (SELECT count(*) > 1 FROM (SELECT 1 FROM users LIMIT 2) AS two)
            AS "found!""#
    );
    Ok(found.fetch_one(conn).await?)
}

/// Stores pictures that no job made, many at a time; gives how many.
///
/// # Errors
/// A constraint error when one of them is there already or a range is wrong; none of them is stored then.
pub async fn copy_images(conn: &mut PgConnection, images: impl Iterator<Item = Image>) -> Result<u64> {
    // Words go into their index in larger steps than usual, which costs a third.
    sqlx::query("SET LOCAL gin_pending_list_limit = '64MB'")
        .execute(&mut *conn)
        .await?;
    let mut copy = conn.copy_in_raw(COPY).await?;
    let mut lines = String::with_capacity(BUFFER + 4096);
    for image in images {
        line(&mut lines, &image);
        if lines.len() >= BUFFER {
            copy.send(lines.as_bytes()).await?;
            lines.clear();
        }
    }
    copy.send(lines.as_bytes()).await?;
    Ok(copy.finish().await?)
}

/// Brings the statistics of the pictures up to date and their indexes into order, as the database would do by itself a little
/// later.
///
/// # Errors
/// When the database cannot be asked.
pub async fn settle(pool: &PgPool) -> Result<()> {
    sqlx::query("VACUUM (ANALYZE) images").execute(pool).await?;
    sqlx::query("ANALYZE projects").execute(pool).await?;
    Ok(())
}

/// Adds one row in the text form of `COPY`.
fn line(to: &mut String, image: &Image) {
    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Micros, true);
    let fields = [
        Some(image.id.0.to_string()),
        Some(image.user_id.0.to_string()),
        image.project_id.map(|id| id.to_string()),
        Some(image.object_id.to_string()),
        Some(image.output_index.to_string()),
        Some(image.file_path.clone()),
        Some(image.file_url.clone()),
        Some(image.thumbnail_url.clone()),
        Some(image.width.to_string()),
        Some(image.height.to_string()),
        Some(image.file_size.to_string()),
        Some(image.format.clone()),
        Some(bytea(&image.sha256)),
        Some(image.average_color.clone()),
        Some(image.placeholder.clone()),
        Some(image.prompt.clone()),
        image.negative_prompt.clone(),
        Some(image.model_id.clone()),
        Some(image.model_version.clone()),
        Some(image.parameters.to_string()),
        image.seed.clone(),
        image.generation_time.map(|seconds| seconds.to_string()),
        Some(image.cost.0.to_string()),
        Some(image.is_favorite.to_string()),
        image.rating.map(|stars| stars.to_string()),
        Some(array(&image.tags)),
        Some(image.name.clone()),
        Some(image.notes.clone()),
        Some(image.metadata.to_string()),
        Some(time(image.created_at)),
        Some(time(image.updated_at)),
        image.deleted_at.map(time),
    ];
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            to.push('\t');
        }
        match field {
            Some(text) => escape(to, text),
            None => to.push_str("\\N"),
        }
    }
    to.push('\n');
}

fn escape(to: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '\\' => to.push_str("\\\\"),
            '\t' => to.push_str("\\t"),
            '\n' => to.push_str("\\n"),
            '\r' => to.push_str("\\r"),
            letter => to.push(letter),
        }
    }
}

fn bytea(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(2 + 2 * bytes.len());
    text.push_str("\\x");
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// An array of texts as the database writes it.
fn array(texts: &[String]) -> String {
    let quoted = texts
        .iter()
        .map(|text| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")));
    format!("{{{}}}", quoted.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_as_copy_wants_them() {
        let mut text = String::new();
        escape(&mut text, "a\tb\\c\nd");
        assert_eq!(text, "a\\tb\\\\c\\nd");
        assert_eq!(
            array(&["night sky".to_owned(), "a\"b\\".to_owned()]),
            "{\"night sky\",\"a\\\"b\\\\\"}"
        );
        assert_eq!((array(&[]), bytea(&[0, 255])), ("{}".to_owned(), "\\x00ff".to_owned()));
    }
}
