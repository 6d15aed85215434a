//! Addresses of pictures and of what they are kept in: the gallery, the trash, projects, collections; and of prompts.

use super::{COLLECTIONS, COMPARE, GALLERY, PROJECTS, PROMPTS, TRASH, segment};

/// The page of one picture.
#[must_use]
pub fn image(id: &str) -> String {
    format!("/images/{}", segment(id))
}

/// The untouched original of a picture, as a download.
#[must_use]
pub fn download(id: &str) -> String {
    format!("/api/images/download/{}", segment(id))
}

/// A thumbnail of a picture. `width` is 256, 512 or 1024 pixels, `format` is `webp` or `avif`.
#[must_use]
pub fn thumbnail(id: &str, width: u32, format: &str) -> String {
    format!("/media/{}/{width}.{format}", segment(id))
}

/// The room in which a part of a picture is repainted; POST asks for it.
#[must_use]
pub fn inpaint_image(id: &str) -> String {
    format!("/images/{}/inpaint", segment(id))
}

/// The room in which a picture is extended beyond its edges; POST asks for it.
#[must_use]
pub fn outpaint_image(id: &str) -> String {
    format!("/images/{}/outpaint", segment(id))
}

/// POST only: enlarge a picture.
#[must_use]
pub fn upscale_image(id: &str) -> String {
    format!("/images/{}/upscale", segment(id))
}

/// POST only: make a picture's background transparent.
#[must_use]
pub fn remove_image_background(id: &str) -> String {
    format!("/images/{}/remove-background", segment(id))
}

/// These pictures beside each other.
#[must_use]
pub fn compare(ids: &[String]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| segment(id)).collect();
    format!("{COMPARE}?ids={}", ids.join(","))
}

/// POST only: do something with a picture, such as `rate`.
pub(super) fn image_action(id: &str, action: &str) -> String {
    format!("{}/{action}", image(id))
}

/// The gallery, with an offer to take back that a picture was thrown away.
#[must_use]
pub fn gallery_after_delete(id: &str) -> String {
    format!("{GALLERY}?trashed={}", segment(id))
}

/// A further page of the trash.
#[must_use]
pub fn trash_after(cursor: &str) -> String {
    format!("{TRASH}?cursor={}", segment(cursor))
}

/// The trash, with how many pictures had to stay when it was emptied.
#[must_use]
pub fn trash_emptied(kept: u64) -> String {
    format!("{TRASH}?kept={kept}")
}

/// One project with its pictures.
#[must_use]
pub fn project(id: &str) -> String {
    format!("{PROJECTS}/{}", segment(id))
}

/// The form for a project; POST saves it.
#[must_use]
pub fn edit_project(id: &str) -> String {
    format!("{}/edit", project(id))
}

/// A further page of the pictures of a project.
#[must_use]
pub fn project_after(id: &str, cursor: &str) -> String {
    format!("{}?cursor={}", project(id), segment(cursor))
}

/// A further page of projects: of those that are put away, or of those with these words.
#[must_use]
pub fn projects_after(is_archived: bool, q: &str, cursor: &str) -> String {
    let archived = if is_archived { "true" } else { "" };
    with_query(PROJECTS, &[("archived", archived), ("q", q), ("cursor", cursor)])
}

/// One collection with its pictures.
#[must_use]
pub fn collection(id: &str) -> String {
    format!("{COLLECTIONS}/{}", segment(id))
}

/// The pictures of a collection after a position.
#[must_use]
pub fn collection_after(id: &str, position: i32) -> String {
    format!("{}?cursor={position}", collection(id))
}

/// A further page of collections.
#[must_use]
pub fn collections_after(cursor: &str) -> String {
    format!("{COLLECTIONS}?cursor={}", segment(cursor))
}

/// One prompt; POST saves it.
#[must_use]
pub fn prompt(id: &str) -> String {
    format!("{PROMPTS}/{}", segment(id))
}

/// Prompts: `mine`, `favorites` or `public`, of a category, with these words, from `cursor` on. Empty texts do not limit.
#[must_use]
pub fn prompts(tab: &str, category: &str, q: &str, cursor: &str) -> String {
    let tab = if tab == "mine" { "" } else { tab };
    with_query(
        PROMPTS,
        &[("tab", tab), ("category", category), ("q", q), ("cursor", cursor)],
    )
}

/// A path with those of the pairs that are not empty.
pub(super) fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| format!("{name}={}", segment(text)))
        .collect();
    match pairs.as_slice() {
        [] => path.to_owned(),
        pairs => format!("{path}?{}", pairs.join("&")),
    }
}

/// A further page of the gallery. `page` counts from 2.
#[must_use]
pub fn gallery_after(cursor: &str, page: u32) -> String {
    format!("{GALLERY}?cursor={}&page={page}", segment(cursor))
}

/// The gallery with these parameters.
#[must_use]
pub fn gallery_of(parameters: &[(String, String)]) -> String {
    if parameters.is_empty() {
        return GALLERY.to_owned();
    }
    let query = parameters
        .iter()
        .map(|(name, value)| format!("{}={}", segment(name), segment(value)));
    format!("{GALLERY}?{}", query.collect::<Vec<_>>().join("&"))
}

/// A further page of the gallery with these parameters. `page` counts from 2.
#[must_use]
pub fn gallery_page(parameters: &[(String, String)], cursor: &str, page: u32) -> String {
    let place = [
        ("cursor".to_owned(), cursor.to_owned()),
        ("page".to_owned(), page.to_string()),
    ];
    gallery_of(&[parameters, &place].concat())
}
