//! Folders of work: the list, one project, and its form.

use serde::Serialize;

use super::{FormErrors, ImageTile, NamedLink, View};
use crate::paths;

/// The user's projects.
#[derive(Debug, Clone, Serialize)]
pub struct ProjectsPage {
    pub projects: Vec<ProjectCard>,
    /// Those that are put away are shown, not the others.
    pub is_archived: bool,
    /// The words that were looked for; empty for all.
    pub query: String,
    /// The address of the next page.
    pub next_href: Option<String>,
}

/// A project in short.
#[derive(Debug, Clone, Serialize)]
pub struct ProjectCard {
    pub id: String,
    pub name: String,
    pub description: String,
    pub category: String,
    pub tags: Vec<String>,
    pub image_count: u64,
    /// The address of a thumbnail.
    pub cover_url: Option<String>,
    pub is_archived: bool,
}

impl ProjectCard {
    /// The address of the middle thumbnail of a picture.
    #[must_use]
    pub fn cover(image_id: &str) -> String {
        paths::thumbnail(image_id, 512, "webp")
    }
}

/// The page of one project.
#[derive(Debug, Clone, Serialize)]
pub struct ProjectPage {
    pub project: ProjectCard,
    pub notes: String,
    /// The name of its own model.
    pub model_name: Option<String>,
    pub numbers: ProjectNumbers,
    /// Its pictures, newest first.
    pub tiles: Vec<ImageTile>,
    /// The address of the next page of pictures.
    pub next_href: Option<String>,
    /// The newest pictures that are not in it.
    pub others: Vec<ImageTile>,
    /// What was wrong with the last change.
    pub error: Option<String>,
}

/// What became of the work in a project.
#[derive(Debug, Clone, Serialize)]
pub struct ProjectNumbers {
    pub images: u64,
    pub favorites: u64,
    pub size_bytes: u64,
    /// What all its jobs cost, in credits.
    pub spent_credits: f64,
    pub jobs_completed: u64,
    pub jobs_failed: u64,
    /// Waiting and running.
    pub jobs_open: u64,
    pub by_model: Vec<NumberOf>,
    /// Days with pictures, newest first.
    pub by_day: Vec<NumberOf>,
}

/// Pictures of a model or a day.
#[derive(Debug, Clone, Serialize)]
pub struct NumberOf {
    pub name: String,
    pub images: i64,
    /// Of the largest in the list, 1 to 100.
    pub percent: u8,
    pub credits: f64,
}

/// The form for a project, new or known.
#[derive(Debug, Clone, Serialize)]
pub struct ProjectFormPage {
    /// Empty for a new one.
    pub id: String,
    /// The version that is changed, as text.
    pub version: String,
    pub values: ProjectValues,
    pub errors: FormErrors,
    /// The models that can be its own.
    pub models: Vec<NamedLink>,
    /// Pictures that can stand for it.
    pub covers: Vec<ImageTile>,
}

impl ProjectFormPage {
    /// The controls that show their own errors.
    pub const CONTROLS: [&str; 8] = [
        "name",
        "description",
        "notes",
        "category",
        "tags",
        "cover_image_id",
        "model_id",
        "parameters",
    ];
}

/// The controls as text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ProjectValues {
    pub name: String,
    pub description: String,
    pub notes: String,
    pub category: String,
    /// Separated by commas.
    pub tags: String,
    /// Empty for the newest picture.
    pub cover_image_id: String,
    /// Empty for none.
    pub model_id: String,
    /// `name: value`, one a line.
    pub parameters: String,
}

impl View for ProjectsPage {
    const PAGE: &'static str = "pages/projects/page.html";
}

impl View for ProjectPage {
    const PAGE: &'static str = "pages/project/page.html";
}

impl View for ProjectFormPage {
    const PAGE: &'static str = "pages/project_form/page.html";
}
