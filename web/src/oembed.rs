//! `GET /oembed`: how other sites show a link (<https://oembed.com>, read 2026-11-27), and the HTML that does it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use minijinja::HtmlEscape;
use serde::Serialize;
use studio_app::shares::{self, OpenLink, Opened, ShareTarget, Visitor};
use studio_model::ThumbnailSize;
use url::Url;

use crate::error::Result;
use crate::extract::QueryPairs;
use crate::pages::shared_page::{preview_size, title_of};
use crate::{AppState, paths};

/// Pixels of a frame, where nobody asks for another size.
const USUAL: (u32, u32) = (640, 480);
/// Pixels of a side of a frame at least, so that there is something to see.
const LEAST: u32 = 160;

/// How to show a link.
#[derive(Debug, Serialize)]
struct Embedding {
    version: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    provider_name: &'static str,
    provider_url: String,
    title: String,
    author_name: String,
    width: u32,
    height: u32,
    html: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    thumbnail_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thumbnail_width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thumbnail_height: Option<u32>,
}

/// `GET /oembed?url=`, with `maxwidth`, `maxheight` and `format` (`json`). 404 for what is no open link, 401 for one with a
/// password, 501 for another format: so the specification wants it.
pub(crate) async fn show(State(state): State<AppState>, QueryPairs(query): QueryPairs) -> Result<Response> {
    if !matches!(query.get("format"), "" | "json") {
        return Ok(StatusCode::NOT_IMPLEMENTED.into_response());
    }
    let app_url = &state.app.config.app_url;
    let token = token_of(app_url, query.get("url")).ok_or(studio_app::Error::NotFound)?;
    let link = match shares::open(&state.app, &token, &Visitor::default()).await? {
        Opened::Open(link) => link,
        Opened::Locked => return Err(studio_app::Error::Unauthenticated("this link asks for a password").into()),
    };
    let (width, height) = (
        side(query.get("maxwidth"), USUAL.0),
        side(query.get("maxheight"), USUAL.1),
    );
    let body = embedding(&state, &link, (width, height)).await?;
    Ok(Json(body).into_response())
}

async fn embedding(state: &AppState, link: &OpenLink, size: (u32, u32)) -> Result<Embedding> {
    let (app_url, token) = (&state.app.config.app_url, link.token.expose());
    let (title, image) = match link.target {
        ShareTarget::Image(id) => {
            let image = link.image(&state.app, id).await?;
            (title_of(link, &image), Some(image))
        }
        ShareTarget::Project(_) => {
            let project = link.project(&state.app).await?;
            let image = match project.shown_cover_id {
                Some(id) => link.image(&state.app, id).await.ok(),
                None => None,
            };
            (project.name, image)
        }
    };
    let thumbnail = image.map(|image| {
        let path = paths::shared_thumbnail(token, &image.id.to_string(), ThumbnailSize::Large.pixels(), "webp");
        (paths::absolute(app_url, &path), preview_size(&image))
    });
    Ok(Embedding {
        version: "1.0",
        kind: "rich",
        provider_name: "AI Image Design Studio",
        provider_url: app_url.as_str().to_owned(),
        author_name: link.owner_name.clone(),
        width: size.0,
        height: size.1,
        html: frame(app_url, token, &title, size),
        title,
        thumbnail_width: thumbnail.as_ref().map(|(_, size)| size.0),
        thumbnail_height: thumbnail.as_ref().map(|(_, size)| size.1),
        thumbnail_url: thumbnail.map(|(url, _)| url),
    })
}

/// HTML that shows a link inside a page of another site.
pub(crate) fn snippet(app_url: &Url, token: &str, title: &str) -> String {
    frame(app_url, token, title, USUAL)
}

fn frame(app_url: &Url, token: &str, title: &str, (width, height): (u32, u32)) -> String {
    let source = paths::absolute(app_url, &paths::embed(token));
    let title: String = title.chars().take(100).collect();
    let title = HtmlEscape(&title);
    format!(
        "<iframe src=\"{source}\" width=\"{width}\" height=\"{height}\" title=\"{title}\" loading=\"lazy\" \
         style=\"border:0\"></iframe>"
    )
}

/// The token of a link's address, or of a picture's in it.
fn token_of(app_url: &Url, url: &str) -> Option<String> {
    let url = Url::parse(url).ok().filter(|url| url.origin() == app_url.origin())?;
    let mut parts = url.path_segments()?;
    matches!(parts.next()?, "s" | "embed").then_some(())?;
    parts.next().map(str::to_owned)
}

/// A side that is at most as long as asked for.
fn side(text: &str, usual: u32) -> u32 {
    text.parse::<u32>().map_or(usual, |most| usual.min(most).max(LEAST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_links_of_this_studio_have_a_token() {
        let app_url = Url::parse("https://studio.example").unwrap();
        let token = |url| token_of(&app_url, url);
        assert_eq!(token("https://studio.example/s/abc").as_deref(), Some("abc"));
        assert_eq!(
            token("https://studio.example/s/abc/images/1?x=y").as_deref(),
            Some("abc")
        );
        assert_eq!(token("https://studio.example/embed/abc").as_deref(), Some("abc"));
        for other in [
            "",
            "/s/abc",
            "https://evil.example/s/abc",
            "http://studio.example/s/abc",
            "https://studio.example/gallery/abc",
        ] {
            assert_eq!(token(other), None, "{other}");
        }
    }

    #[test]
    fn titles_cannot_leave_the_attribute() {
        let app_url = Url::parse("https://studio.example").unwrap();
        let html = snippet(&app_url, "abc", "\"><script>alert(1)</script>");
        assert!(
            !html.contains("<script") && html.contains("src=\"https://studio.example/embed/abc\""),
            "{html}"
        );
    }
}
