//! Samples of projects.

use super::{tile, tiles};
use crate::views::{
    FieldError, FormErrors, NamedLink, NumberOf, ProjectCard, ProjectFormPage, ProjectNumbers, ProjectPage,
    ProjectValues, ProjectsPage,
};

fn card(index: usize) -> ProjectCard {
    ProjectCard {
        id: index.to_string(),
        name: ["Winter catalogue", "A book of owls", "Posters"][index % 3].to_owned(),
        description: "Foxes and forests for the cover, in blue hours.".to_owned(),
        category: "Print".to_owned(),
        tags: vec!["winter".to_owned(), "fox".to_owned()],
        image_count: 1_204,
        cover_url: (index % 3 != 2).then(|| tile(index).thumb_512.webp),
        is_archived: false,
    }
}

/// With several, those that are put away, a search without success, and none.
#[must_use]
pub fn project_lists() -> Vec<ProjectsPage> {
    let page = |projects, is_archived, query: &str| ProjectsPage {
        projects,
        is_archived,
        query: query.to_owned(),
        next_href: None,
    };
    vec![
        ProjectsPage {
            next_href: Some("/projects?cursor=c2".to_owned()),
            ..page((0..6).map(card).collect(), false, "")
        },
        page(vec![card(1)], true, ""),
        page(Vec::new(), false, "<b>lynx</b>"),
        page(Vec::new(), true, ""),
        page(Vec::new(), false, ""),
    ]
}

/// With pictures and numbers, and a new one.
#[must_use]
pub fn project_pages() -> Vec<ProjectPage> {
    let number = |name: &str, images, percent| NumberOf {
        name: name.to_owned(),
        images,
        percent,
        credits: 12.5,
    };
    let full = ProjectPage {
        project: card(0),
        notes: "Ask Bob\nabout the paper.".to_owned(),
        model_name: Some("FLUX.1 [dev]".to_owned()),
        numbers: ProjectNumbers {
            images: 1_204,
            favorites: 12,
            size_bytes: 1_482_113_000,
            spent_credits: 1_234.5,
            jobs_completed: 310,
            jobs_failed: 2,
            jobs_open: 3,
            by_model: vec![number("FLUX.1 [dev]", 1_000, 100), number("SDXL", 204, 20)],
            by_day: vec![number("2026-11-27", 48, 100), number("2026-11-25", 4, 8)],
        },
        tiles: tiles(24),
        next_href: Some("/projects/0?cursor=c2".to_owned()),
        others: tiles(6),
        error: Some("Choose pictures first.".to_owned()),
    };
    let bare = ProjectPage {
        project: ProjectCard {
            description: String::new(),
            category: String::new(),
            tags: Vec::new(),
            image_count: 0,
            cover_url: None,
            is_archived: true,
            ..card(1)
        },
        notes: String::new(),
        model_name: None,
        numbers: ProjectNumbers {
            images: 0,
            favorites: 0,
            size_bytes: 0,
            spent_credits: 0.0,
            jobs_completed: 0,
            jobs_failed: 0,
            jobs_open: 0,
            by_model: Vec::new(),
            by_day: Vec::new(),
        },
        tiles: Vec::new(),
        next_href: None,
        others: Vec::new(),
        error: None,
    };
    vec![full, bare]
}

/// A new one, a known one, and one with everything wrong.
#[must_use]
pub fn project_forms() -> Vec<ProjectFormPage> {
    let new = ProjectFormPage {
        id: String::new(),
        version: String::new(),
        values: ProjectValues::default(),
        errors: FormErrors::sort(&ProjectFormPage::CONTROLS, &[]),
        models: vec![NamedLink {
            id: "fal-ai/flux/dev".to_owned(),
            name: "FLUX.1 [dev]".to_owned(),
        }],
        covers: Vec::new(),
    };
    let known = ProjectFormPage {
        id: "1".to_owned(),
        version: "1790000000000000".to_owned(),
        values: ProjectValues {
            name: "Winter catalogue".to_owned(),
            description: "Foxes".to_owned(),
            notes: "Ask Bob".to_owned(),
            category: "Print".to_owned(),
            tags: "winter, fox".to_owned(),
            cover_image_id: "1".to_owned(),
            model_id: "fal-ai/flux/dev".to_owned(),
            parameters: "image_size: landscape_4_3".to_owned(),
        },
        covers: tiles(6),
        ..new.clone()
    };
    let errors: Vec<FieldError> = ProjectFormPage::CONTROLS
        .iter()
        .chain(&[""])
        .map(|control| FieldError::new(*control, "That is wrong."))
        .collect();
    let refused = ProjectFormPage {
        errors: FormErrors::sort(&ProjectFormPage::CONTROLS, &errors),
        ..known.clone()
    };
    vec![new, known, refused]
}
