//! Samples of links, and of what they show.

use super::{now, tile, tiles};
use crate::views::{
    EmbedPage, FieldError, FormErrors, GoneSharePage, LockedSharePage, PreviewCard, PreviewImage, ShareLine, SharePage,
    ShareValues, SharedImagePage, SharedProjectPage, SharesPage,
};

fn line(index: usize) -> ShareLine {
    let token = format!("b3JnYW5pY2FsbHktZ3Jvd24{index}");
    let url = format!("https://studio.example/s/{token}");
    let has_password = index == 1;
    ShareLine {
        snippet: (!has_password).then(|| format!("<iframe src=\"{url}\"></iframe>")),
        token,
        url,
        kind: ["image", "project"][index % 2].to_owned(),
        title: "An owl on a lamp post".to_owned(),
        manage_href: "/images/1/share".to_owned(),
        expires_at: has_password.then(now),
        dead: [None, Some("expired"), Some("trashed")][index % 3].map(str::to_owned),
        has_password,
        shows_prompts: true,
        allows_download: true,
        allows_indexing: !has_password,
        view_count: 12,
        created_at: now(),
    }
}

/// Of a picture with links, and of a project with everything wrong.
#[must_use]
pub fn share_pages() -> Vec<SharePage> {
    let errors: Vec<FieldError> = SharePage::CONTROLS
        .iter()
        .chain(&[""])
        .map(|control| FieldError::new(*control, "That is wrong."))
        .collect();
    let of_image = SharePage {
        kind: "image".to_owned(),
        title: "An owl on a lamp post".to_owned(),
        back_href: "/images/1".to_owned(),
        action: "/images/1/share".to_owned(),
        values: ShareValues::default(),
        errors: FormErrors::sort(&SharePage::CONTROLS, &[]),
        links: (0..3).map(line).collect(),
        has_more: true,
    };
    let of_project = SharePage {
        kind: "project".to_owned(),
        errors: FormErrors::sort(&SharePage::CONTROLS, &errors),
        links: Vec::new(),
        has_more: false,
        ..of_image.clone()
    };
    vec![of_image, of_project]
}

/// With several, and none.
#[must_use]
pub fn share_lists() -> Vec<SharesPage> {
    let full = SharesPage {
        links: (0..3).map(line).collect(),
        next_href: Some("/shares?cursor=c2".to_owned()),
    };
    let bare = SharesPage {
        links: Vec::new(),
        next_href: None,
    };
    vec![full, bare]
}

fn card() -> PreviewCard {
    PreviewCard {
        url: "https://studio.example/s/b3JnYW5pY2FsbHktZ3Jvd24t".to_owned(),
        description: String::new(),
        image: Some(PreviewImage {
            url: "https://studio.example/s/b3JnYW5pY2FsbHktZ3Jvd24t/media/1/1024.webp".to_owned(),
            width: 1024,
            height: 768,
            alt: String::new(),
        }),
        oembed_url: "https://studio.example/oembed?url=x&format=json".to_owned(),
        is_indexed: false,
    }
}

/// With everything, and with the picture alone.
#[must_use]
pub fn shared_images() -> Vec<SharedImagePage> {
    let full = SharedImagePage {
        name: "<script>An owl</script>".to_owned(),
        image: tile(0),
        owner_name: "Ada Lovelace".to_owned(),
        prompt: Some("An owl on a lamp post".to_owned()),
        original_url: Some("/s/t/originals/1".to_owned()),
        may_be_transparent: true,
        project_href: Some("/s/t".to_owned()),
        newer_href: Some("/s/t/images/2".to_owned()),
        older_href: Some("/s/t/images/0".to_owned()),
        card: card(),
    };
    let bare = SharedImagePage {
        name: String::new(),
        prompt: None,
        original_url: None,
        may_be_transparent: false,
        project_href: None,
        newer_href: None,
        older_href: None,
        card: PreviewCard {
            image: None,
            is_indexed: true,
            ..card()
        },
        ..full.clone()
    };
    vec![full, bare]
}

/// With pictures, and empty.
#[must_use]
pub fn shared_projects() -> Vec<SharedProjectPage> {
    let full = SharedProjectPage {
        name: "Winter campaign".to_owned(),
        description: "For the wall.".to_owned(),
        owner_name: "Ada Lovelace".to_owned(),
        image_count: 1_234,
        tiles: tiles(12),
        next_href: Some("/s/t?cursor=c2".to_owned()),
        card: card(),
    };
    let bare = SharedProjectPage {
        description: String::new(),
        image_count: 0,
        tiles: Vec::new(),
        next_href: None,
        ..full.clone()
    };
    vec![full, bare]
}

/// Asked for the first time, and after a wrong password.
#[must_use]
pub fn locked_shares() -> Vec<LockedSharePage> {
    let page = |error: Option<&str>| LockedSharePage {
        token: "t".to_owned(),
        error: error.map(str::to_owned),
    };
    vec![page(None), page(Some("That is not the password of this link."))]
}

/// The one there is.
#[must_use]
pub fn gone_shares() -> Vec<GoneSharePage> {
    vec![GoneSharePage {}]
}

/// A picture, a project, and a link that shows nothing.
#[must_use]
pub fn embeds() -> Vec<EmbedPage> {
    let of = |images| EmbedPage {
        href: Some("/s/t".to_owned()),
        title: "An owl".to_owned(),
        owner_name: "Ada Lovelace".to_owned(),
        images: tiles(images),
    };
    vec![of(1), of(6), EmbedPage::nothing()]
}
