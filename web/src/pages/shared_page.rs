//! What the pages of links show, from the use cases' views. Prompts stand on them only where the link shows them.

use studio_app::Page;
use studio_app::images::ImageView;
use studio_app::projects::ProjectView;
use studio_app::shares::{Beside, OpenLink, ShareTarget};
use studio_model::ThumbnailSize;
use url::form_urlencoded::byte_serialize;

use crate::views::{EmbedPage, ImageTile, PreviewCard, PreviewImage, SharedImagePage, SharedProjectPage, Thumb};
use crate::{AppState, paths};

/// Characters of a picture's title.
const TITLE: usize = 120;

pub(super) fn image_page(state: &AppState, link: &OpenLink, image: &ImageView, beside: Beside) -> SharedImagePage {
    let token = link.token.expose();
    let href = |id: Option<studio_model::ImageId>| id.map(|id| paths::shared_image(token, &id.to_string()));
    let is_of_project = matches!(link.target, ShareTarget::Project(_));
    let path = if is_of_project {
        paths::shared_image(token, &image.id.to_string())
    } else {
        paths::shared(token)
    };
    let prompt = link.shows_prompts.then(|| image.prompt.clone());
    SharedImagePage {
        name: image.name.clone(),
        image: tile(link, image),
        owner_name: link.owner_name.clone(),
        original_url: link
            .allows_download
            .then(|| paths::shared_original(token, &image.id.to_string())),
        may_be_transparent: image.format != "jpeg",
        project_href: is_of_project.then(|| paths::shared(token)),
        newer_href: href(beside.newer),
        older_href: href(beside.older),
        card: card(
            state,
            link,
            &path,
            &words(link, image),
            Some(preview(state, link, image)),
        ),
        prompt,
    }
}

pub(super) fn project_page(
    state: &AppState,
    link: &OpenLink,
    project: &ProjectView,
    images: &Page<ImageView>,
) -> SharedProjectPage {
    let token = link.token.expose();
    let cover = images
        .items
        .iter()
        .find(|image| Some(image.id) == project.shown_cover_id)
        .or(images.items.first());
    let image = cover.map(|image| preview(state, link, image));
    let next = images.next.as_ref();
    SharedProjectPage {
        name: project.name.clone(),
        description: project.description.clone(),
        owner_name: link.owner_name.clone(),
        image_count: project.image_count,
        tiles: images.items.iter().map(|image| tile(link, image)).collect(),
        next_href: next.map(|cursor| paths::shared_after(token, &cursor.to_string())),
        card: card(state, link, &paths::shared(token), &project.description, image),
    }
}

pub(super) fn embed_page(link: &OpenLink, title: String, images: &[ImageView]) -> EmbedPage {
    EmbedPage {
        href: Some(paths::shared(link.token.expose())),
        title: match images.first() {
            Some(image) if title.is_empty() => title_of(link, image),
            _ => title,
        },
        owner_name: link.owner_name.clone(),
        images: images.iter().map(|image| tile(link, image)).collect(),
    }
}

/// Its name, else its prompt where the link shows it; empty when there is neither.
pub(crate) fn title_of(link: &OpenLink, image: &ImageView) -> String {
    let title = match image.name.as_str() {
        "" if link.shows_prompts => &image.prompt,
        name => name,
    };
    crate::templates::format::shorten(title, TITLE)
}

/// Pixels of a picture's largest thumbnail.
pub(crate) fn preview_size(image: &ImageView) -> (u32, u32) {
    let most = u64::from(ThumbnailSize::Large.pixels());
    let longest = u64::from(image.width.max(image.height)).max(1);
    let side = |side: u32| {
        let scaled = u64::from(side) * most.min(longest) / longest;
        u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
    };
    (side(image.width), side(image.height))
}

/// A picture with the addresses and the words that the link gives away.
fn tile(link: &OpenLink, image: &ImageView) -> ImageTile {
    let (token, id) = (link.token.expose(), image.id.to_string());
    let thumb = |size: ThumbnailSize| {
        let of = |format| paths::shared_thumbnail(token, &id, size.pixels(), format);
        Thumb {
            webp: of("webp"),
            avif: of("avif"),
        }
    };
    let (title, words) = (title_of(link, image), words(link, image));
    ImageTile {
        href: paths::shared_image(token, &id),
        thumb_256: thumb(ThumbnailSize::Small),
        thumb_512: thumb(ThumbnailSize::Medium),
        thumb_1024: thumb(ThumbnailSize::Large),
        original_url: paths::shared_original(token, &id),
        alt: words,
        color: image.average_color.clone(),
        placeholder: image.placeholder.clone(),
        ..ImageTile::new(&id, (image.width, image.height), &title, "", image.created_at)
    }
}

/// What the picture shows, in words that the link gives away; may be empty.
fn words(link: &OpenLink, image: &ImageView) -> String {
    let words = [&image.alt_text, &image.name].into_iter().find(|text| !text.is_empty());
    match words {
        Some(words) => words.clone(),
        None if link.shows_prompts => image.prompt.clone(),
        None => String::new(),
    }
}

fn preview(state: &AppState, link: &OpenLink, image: &ImageView) -> PreviewImage {
    let (width, height) = preview_size(image);
    let pixels = ThumbnailSize::Large.pixels();
    let path = paths::shared_thumbnail(link.token.expose(), &image.id.to_string(), pixels, "webp");
    PreviewImage {
        url: paths::absolute(&state.app.config.app_url, &path),
        width,
        height,
        alt: words(link, image),
    }
}

fn card(state: &AppState, link: &OpenLink, path: &str, description: &str, image: Option<PreviewImage>) -> PreviewCard {
    let app_url = &state.app.config.app_url;
    let url = paths::absolute(app_url, path);
    let of_link = paths::absolute(app_url, &paths::shared(link.token.expose()));
    let wanted: String = byte_serialize(of_link.as_bytes()).collect();
    PreviewCard {
        url,
        description: crate::templates::format::shorten(description, 300),
        // Robots give no password: what they may not see they are not told of.
        image: image.filter(|_| !link.has_password),
        oembed_url: format!("{}?url={wanted}&format=json", paths::absolute(app_url, paths::OEMBED)),
        is_indexed: link.allows_indexing,
    }
}
