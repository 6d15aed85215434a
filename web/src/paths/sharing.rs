//! Addresses of what is shared: pages for visitors by token, and pages for those who share.

use url::Url;

use super::{NOTIFICATIONS, SHARES, image, library::with_query, project, segment};

/// What a link shows, for anybody.
#[must_use]
pub fn shared(token: &str) -> String {
    format!("/s/{}", segment(token))
}

/// A further page of the pictures of a shared project.
#[must_use]
pub fn shared_after(token: &str, cursor: &str) -> String {
    format!("{}?cursor={}", shared(token), segment(cursor))
}

/// One picture of a shared project.
#[must_use]
pub fn shared_image(token: &str, id: &str) -> String {
    format!("{}/images/{}", shared(token), segment(id))
}

/// A thumbnail of a picture that a link covers.
#[must_use]
pub fn shared_thumbnail(token: &str, id: &str, width: u32, format: &str) -> String {
    format!("{}/media/{}/{width}.{format}", shared(token), segment(id))
}

/// The original of a picture that a link covers, as a download.
#[must_use]
pub fn shared_original(token: &str, id: &str) -> String {
    format!("{}/originals/{}", shared(token), segment(id))
}

/// What a link shows, inside a page of another site.
#[must_use]
pub fn embed(token: &str) -> String {
    format!("/embed/{}", segment(token))
}

/// The links to a picture, and the form for a new one; POST makes it.
#[must_use]
pub fn share_image(id: &str) -> String {
    format!("{}/share", image(id))
}

/// The links to a project, and the form for a new one; POST makes it.
#[must_use]
pub fn share_project(id: &str) -> String {
    format!("{}/share", project(id))
}

/// A further page of the user's links.
#[must_use]
pub fn shares_after(cursor: &str) -> String {
    with_query(SHARES, &[("cursor", cursor)])
}

/// The address of a path for those who are elsewhere. `app_url` is how browsers reach the studio.
#[must_use]
pub fn absolute(app_url: &Url, path: &str) -> String {
    format!("{}{path}", app_url.as_str().trim_end_matches('/'))
}

/// The page of a picture with a further page of its comments.
#[must_use]
pub fn image_comments(id: &str, cursor: &str) -> String {
    format!("{}?comments={}#comments", image(id), segment(cursor))
}

/// What the studio told the user, all or what was not read, from `cursor` on.
#[must_use]
pub fn notifications(unread_only: bool, cursor: &str) -> String {
    let unread = if unread_only { "true" } else { "" };
    with_query(NOTIFICATIONS, &[("unread", unread), ("cursor", cursor)])
}
