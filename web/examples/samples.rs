//! Shows every sample of every page in a browser: `cargo run -p studio-web --example samples [port]`.
//!
//! Nothing is stored and no form does anything; pictures are drawn here. For looking at designs and for screenshots.

use axum::{
    Router,
    extract::{Path, Query},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;
use studio_web::{
    assets::{self, Manifest},
    i18n::Lang,
    templates::Templates,
    views::{GalleryPage, PartView, View, samples},
};

#[derive(Deserialize)]
struct GalleryQuery {
    page: Option<u32>,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).unwrap_or_else(|| "4010".to_owned());
    let router = Router::new()
        .route("/", get(index))
        .route("/sample/{name}", get(sample))
        .route("/gallery", get(gallery))
        .route("/images/{id}", get(image))
        .route("/media/{id}/{file}", get(picture))
        .route("/events", get(events))
        .merge(assets::router());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    axum::serve(listener, router).await
}

fn templates() -> Templates {
    Templates::new(Manifest::load())
}

fn lang(headers: &HeaderMap) -> Lang {
    Lang::negotiate(
        headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok()),
    )
}

async fn index(headers: HeaderMap) -> Html<String> {
    let links = samples::render_all(&templates(), lang(&headers))
        .iter()
        .map(|sample| format!("<li><a href=\"/sample/{0}\">{0}</a>", sample.name))
        .collect::<String>();
    Html(format!("<!doctype html><title>Samples</title><ul>{links}</ul>"))
}

async fn sample(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let all = samples::render_all(&templates(), lang(&headers));
    match all
        .into_iter()
        .find(|sample| sample.name == name)
        .map(|sample| sample.html)
    {
        Some(Ok(html)) => page(html),
        Some(Err(error)) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#?}")).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn gallery(Query(query): Query<GalleryQuery>, headers: HeaderMap) -> Response {
    let page_number = query.page.unwrap_or(1).max(1);
    let start = (page_number as usize - 1) * 48;
    let tiles = (start..start + 48).map(samples::tile).collect();
    let next = (page_number < 6).then(|| format!("after-{page_number}"));
    let view = GalleryPage::new(tiles, next, 288, page_number);
    let (templates, frame) = (templates(), samples::signed_in(lang(&headers), "/gallery"));
    let html = if headers.contains_key("hx-request") {
        view.render_part(&templates, &frame)
    } else {
        view.render(&templates, &frame)
    };
    page(html.unwrap_or_else(|error| format!("{error:#?}")))
}

async fn image(Path(id): Path<usize>, headers: HeaderMap) -> Response {
    let mut view = samples::image_pages().remove(0);
    view.image = samples::tile(id);
    let (templates, frame) = (templates(), samples::signed_in(lang(&headers), "/images"));
    let html = if headers.contains_key("hx-request") {
        view.render_part(&templates, &frame)
    } else {
        view.render(&templates, &frame)
    };
    page(html.unwrap_or_else(|error| format!("{error:#?}")))
}

fn page(html: String) -> Response {
    let policy = "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; \
                  img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; object-src 'none'; \
                  base-uri 'none'; frame-ancestors 'none'; form-action 'self'; media-src 'self'";
    ([(header::CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response()
}

async fn events() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/event-stream")],
        ": nothing happens here\n\n",
    )
}

/// A landscape of a few hills under a sun, different for every id.
async fn picture(Path((id, _file)): Path<(usize, String)>) -> impl IntoResponse {
    let tile = samples::tile(id);
    let hue = id * 47 % 360;
    let hills: String = (0..4)
        .map(|hill| {
            let (base, bend) = (45 + hill * 14, (id * 13 + hill * 29) % 30);
            let light = 58 - hill * 13;
            format!(
                "<path d='M0 {base} Q25 {} 50 {base} T100 {} V100 H0Z' fill='hsl({} 45% {light}%)'/>",
                base - bend,
                base - bend / 2,
                (hue + hill * 18) % 360
            )
        })
        .collect();
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 100' preserveAspectRatio='xMidYMid slice' \
         width='{}' height='{}'><defs><linearGradient id='s' x2='0' y2='1'><stop stop-color='hsl({hue} 70% 72%)'/>\
         <stop offset='1' stop-color='hsl({} 80% 86%)'/></linearGradient></defs><rect width='100' height='100' \
         fill='url(#s)'/><circle cx='{}' cy='26' r='9' fill='hsl({} 90% 88%)'/>{hills}</svg>",
        tile.width,
        tile.height,
        (hue + 60) % 360,
        20 + id * 17 % 60,
        (hue + 40) % 360
    );
    ([(header::CONTENT_TYPE, "image/svg+xml")], svg)
}
