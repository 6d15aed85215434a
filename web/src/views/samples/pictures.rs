//! Samples with pictures: tiles, galleries, image pages, the landing page.

use chrono::TimeDelta;

use super::{flux_schema, models, now};
use crate::views::{
    CommentLine, Comments, CutOut, DayHead, DayLink, DetailsForm, Enhancers, FilterChip, GalleryFilter, GalleryPage,
    ImagePage, ImageTile, LandingPage, SortLink, TileGroup, TrashPage, UndoOffer, UpscaleOffer, Upscaler, schema_form,
    text_parts,
};

const PROMPTS: [&str; 6] = [
    "A lighthouse above a sea of clouds at dawn, volumetric light, 35 mm",
    "Portrait of a red fox reading by candlelight, oil on canvas",
    "Isometric greenhouse on a floating island, soft pastel palette",
    "Macro photograph of frost on a maple leaf, shallow depth of field",
    "Brutalist library overgrown with wisteria, overcast afternoon",
    "A paper-cut landscape of rolling hills under two moons",
];
const SIZES: [(u32, u32); 5] = [(1024, 768), (1024, 1024), (768, 1024), (1024, 576), (576, 1024)];
const COLORS: [&str; 6] = ["#7a5c8e", "#a85b3c", "#7fae92", "#5d7f9a", "#6b6f63", "#3e4a7a"];
/// A ThumbHash of 21 bytes, a soft sunset.
const PLACEHOLDER: &str = "3OcRJYB4d3h/iIeHeEh3eIhw+j2w";

/// The picture with the number `index`, always the same.
#[must_use]
pub fn tile(index: usize) -> ImageTile {
    let pick = |length: usize| index % length;
    let minutes = i64::try_from(index).unwrap_or(0) * 37;
    let model = &models()[pick(2)].name;
    let created_at = now() - TimeDelta::minutes(minutes);
    ImageTile {
        color: COLORS[pick(COLORS.len())].to_owned(),
        placeholder: PLACEHOLDER.to_owned(),
        is_favorite: index % 7 == 3,
        rating: [None, Some(4), None, Some(5)][pick(4)],
        ..ImageTile::new(
            &format!("{index}"),
            SIZES[pick(SIZES.len())],
            PROMPTS[pick(PROMPTS.len())],
            model,
            created_at,
        )
    }
}

/// The first `count` pictures.
#[must_use]
pub fn tiles(count: usize) -> Vec<ImageTile> {
    (0..count).map(tile).collect()
}

/// Full with more to come, on its last page, and empty.
#[must_use]
pub fn galleries() -> Vec<GalleryPage> {
    let strange = ImageTile {
        prompt: "<script>alert('\"x\"')</script> & \u{202e}gnirts \u{1f98a}".to_owned(),
        alt: String::new(),
        ..tile(3)
    };
    let video = ImageTile {
        video_s: Some(5.4),
        ..tile(1)
    };
    let by_day = |view: &str, page: u32| GalleryPage {
        groups: days(page),
        view: view.to_owned(),
        is_by_date: true,
        today: "2026-11-23".to_owned(),
        ..GalleryPage::new(Vec::new(), Some("c".to_owned()), 1_204, page)
    };
    vec![
        by_day("grid", 1),
        by_day("masonry", 1),
        GalleryPage {
            sorts: sorts(),
            ..by_day("list", 1)
        },
        GalleryPage {
            is_selecting: true,
            collections: vec![("7".to_owned(), "Moods".to_owned())],
            at: "2026-11-21".to_owned(),
            start_href: Some("/gallery".to_owned()),
            before: Some(DayLink {
                day: day(22, ""),
                href: "/gallery?at=2026-11-22".to_owned(),
            }),
            address: vec![("at".to_owned(), "2026-11-21".to_owned())],
            ..by_day("list", 2)
        },
        GalleryPage {
            start_href: Some("/gallery".to_owned()),
            is_by_date: true,
            ..GalleryPage::new(Vec::new(), None, 1_204, 1)
        },
        GalleryPage {
            filter: filter(),
            ..GalleryPage::new(vec![tile(0), video, strange], None, 3, 1)
        },
        GalleryPage {
            undo: Some(UndoOffer {
                token: "7".to_owned(),
                changed: 12,
            }),
            is_selecting: true,
            filter: filter(),
            address: vec![("q".to_owned(), "light".to_owned())],
            ..GalleryPage::new(tiles(48), Some("c3".to_owned()), 1_204, 3)
        },
        GalleryPage {
            filter: filter(),
            problem: Some("Use 1 to 5.".to_owned()),
            ..GalleryPage::new(Vec::new(), None, 0, 1)
        },
        GalleryPage {
            trashed: Some("7".to_owned()),
            ..GalleryPage::new(Vec::new(), None, 0, 1)
        },
    ]
}

/// A page of pictures under their days; a further page goes on with a day.
fn days(page: u32) -> Vec<TileGroup> {
    let rest = tiles(48).split_off(30);
    let tagged = |tile: ImageTile| ImageTile {
        tags: vec!["sea".to_owned(), "night sky".to_owned()],
        cost_credits: 19.66,
        name: "Lighthouse, third try".to_owned(),
        ..tile
    };
    vec![
        TileGroup {
            day: (page == 1).then(|| day(23, "today")),
            tiles: tiles(24),
        },
        TileGroup {
            day: Some(day(22, "yesterday")),
            tiles: tiles(30).split_off(24).into_iter().map(tagged).collect(),
        },
        TileGroup {
            day: Some(day(1, "")),
            tiles: rest,
        },
    ]
}

pub(super) fn day(day: u32, relation: &str) -> DayHead {
    DayHead {
        date: format!("2026-11-{day:02}"),
        relation: relation.to_owned(),
        day,
        month: 11,
        year: "2026".to_owned(),
    }
}

/// Sorted by date, newest first.
fn sorts() -> Vec<SortLink> {
    let link = |sort: &str| SortLink {
        sort: sort.to_owned(),
        order: (sort == "date").then(|| "desc".to_owned()),
        href: format!("/gallery?sort={sort}&order=asc"),
    };
    ["date", "name", "rating", "model"].map(link).to_vec()
}

/// Everything that can limit a list at once.
fn filter() -> GalleryFilter {
    let limits = [
        ("q", "light"),
        ("from", "2026-11-01"),
        ("to", "2026-11-30"),
        ("model_id", "FLUX.1 [dev]"),
        ("project_id", "Calendar"),
        ("tag", "night sky"),
        ("favorites", "true"),
        ("aspect", "landscape"),
        ("resolution", "large"),
        ("rating", "3"),
        ("kind", "video"),
    ];
    let chip = |(kind, value): (&str, &str)| FilterChip {
        kind: kind.to_owned(),
        value: value.to_owned(),
        href: "/gallery?q=light".to_owned(),
    };
    GalleryFilter {
        q: "light".to_owned(),
        tag: "night sky".to_owned(),
        favorites: true,
        aspect: "landscape".to_owned(),
        kind: "video".to_owned(),
        sort: "name".to_owned(),
        order: "asc".to_owned(),
        models: vec![("fal-ai/flux/dev".to_owned(), "FLUX.1 [dev]".to_owned())],
        projects: vec![("7".to_owned(), "Calendar".to_owned())],
        tags: vec!["night sky".to_owned(), "sea".to_owned()],
        chips: limits.map(chip).to_vec(),
        ..GalleryFilter::default()
    }
}

/// With everything known, and with as little as possible.
#[must_use]
pub fn image_pages() -> Vec<ImagePage> {
    let parameters = serde_json::json!({
        "image_size": "landscape_4_3", "num_inference_steps": 28, "guidance_scale": 3.5, "enable_safety_checker": true,
    });
    let full = ImagePage {
        image: ImageTile {
            name: "Lighthouse, third try".to_owned(),
            ..tile(0)
        },
        model_id: "fal-ai/flux/dev".to_owned(),
        tags: vec!["sea".to_owned(), "night sky".to_owned()],
        notes_of_owner: "For the cover of the calendar.".to_owned(),
        details: DetailsForm {
            name: "Lighthouse, third try".to_owned(),
            alt_text: "A white lighthouse above clouds".to_owned(),
            tags: "sea, night sky".to_owned(),
            notes: "For the cover of the calendar.".to_owned(),
            version: "2026-11-23T10:00:00.000000Z".to_owned(),
            errors: [("name".to_owned(), "use at most 200 characters".to_owned())].into(),
        },
        negative_prompt: Some("blurry, text".to_owned()),
        effective_prompt: Some(format!("{}, highly detailed", PROMPTS[0])),
        seed: Some("3141592653".to_owned()),
        parameters: schema_form::describe(&flux_schema(), &parameters),
        content_type: "image/jpeg".to_owned(),
        frames: None,
        size_bytes: 1_482_113,
        cost_credits: Some(19.66),
        duration_s: Some(8.4),
        problem: None,
        notes: vec!["The weight (word:1.3) was rewritten: this model does not read weights.".to_owned()],
        licence_note: "Commercial use allowed under the FLUX.1 dev licence of the provider.".to_owned(),
        enhancers: enhancers(),
        comments: comments(),
        compare_href: Some("/compare?ids=7,0".to_owned()),
        newer_href: None,
        older_href: Some("/images/1".to_owned()),
    };
    let bare = ImagePage {
        image: tile(2),
        tags: Vec::new(),
        notes_of_owner: String::new(),
        details: DetailsForm::default(),
        negative_prompt: None,
        effective_prompt: None,
        seed: None,
        parameters: Vec::new(),
        cost_credits: None,
        duration_s: None,
        problem: Some("This would cost 0.72 credits, but only 0.10 are free.".to_owned()),
        notes: Vec::new(),
        licence_note: String::new(),
        enhancers: Enhancers::default(),
        comments: Comments::default(),
        compare_href: None,
        newer_href: Some("/images/1".to_owned()),
        older_href: None,
        ..full.clone()
    };
    let video = ImagePage {
        image: ImageTile {
            video_s: Some(5.4),
            ..tile(1)
        },
        content_type: "video/mp4".to_owned(),
        frames: Some(129),
        enhancers: Enhancers::default(),
        ..full.clone()
    };
    vec![full, bare, video]
}

/// Two models that enlarge, one of them by all factors, and one that cuts out.
fn enhancers() -> Enhancers {
    let upscaler = |name: &str, factors: &[(u32, f64)]| Upscaler {
        model_id: format!("fal-ai/{}", name.to_lowercase()),
        name: name.to_owned(),
        description: "Enlarges faithfully, quickly and for a fraction of a cent; invents nothing.".to_owned(),
        factors: factors
            .iter()
            .map(|(factor, credits)| UpscaleOffer {
                factor: *factor,
                credits: *credits,
            })
            .collect(),
    };
    Enhancers {
        upscale: vec![
            upscaler("ESRGAN", &[(2, 5.6), (4, 18.2), (8, 74.1)]),
            upscaler("Clarity", &[(2, 94.0)]),
        ],
        cut_out: vec![CutOut {
            model_id: "fal-ai/birefnet".to_owned(),
            name: "BiRefNet".to_owned(),
            description: "Cuts out subjects with fine edges such as hair.".to_owned(),
            credits: 1.3,
        }],
    }
}

/// With pictures, some of which had to stay, and empty with a complaint.
#[must_use]
pub fn trash_pages() -> Vec<TrashPage> {
    vec![
        TrashPage {
            tiles: tiles(5),
            next_href: Some("/trash?cursor=c".to_owned()),
            total: 1_204,
            days: 30,
            kept: 2,
            problem: None,
        },
        TrashPage {
            days: 30,
            problem: Some("A job still starts from this picture.".to_owned()),
            ..TrashPage::default()
        },
    ]
}

/// With pictures and models, and on an empty install.
#[must_use]
pub fn landing_pages() -> Vec<LandingPage> {
    vec![
        LandingPage {
            images: tiles(6),
            models: models(),
        },
        LandingPage::default(),
    ]
}

/// One's own, somebody else's, and both forms refused.
fn comments() -> Comments {
    let line = |index: usize, text: &str| CommentLine {
        id: index.to_string(),
        author_name: ["Ada Lovelace", "Bob"][index % 2].to_owned(),
        is_mine: index == 0,
        parts: text_parts(text),
        text: text.to_owned(),
        version: "2026-11-27T12:00:00.000000Z".to_owned(),
        created_at: now(),
        is_changed: index == 0,
        error: (index == 0).then(|| "Use 1 to 5000 characters.".to_owned()),
    };
    Comments {
        count: 23,
        lines: vec![
            line(0, "The left wing is dark.\nSee https://example.org/owl?a=b"),
            line(1, "<script>alert(1)</script>"),
        ],
        older_href: Some("/images/1?comments=c2#comments".to_owned()),
        typed: "typed".to_owned(),
        error: Some("Use 1 to 5000 characters.".to_owned()),
    }
}
