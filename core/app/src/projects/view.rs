//! A project as its owner sees it.

use chrono::{DateTime, Utc};
use studio_db::projects::Project;
use studio_model::{ImageId, ProjectId};

use super::ProjectDefaults;

/// A folder of work.
#[derive(Clone, Debug)]
pub struct ProjectView {
    /// Its id.
    pub id: ProjectId,
    /// For people.
    pub name: String,
    /// A few sentences.
    pub description: String,
    /// What its owner wants to remember.
    pub notes: String,
    /// The group in lists; may be empty.
    pub category: String,
    /// Its owner's tags.
    pub tags: Vec<String>,
    /// The picture that was chosen to stand for it.
    pub cover_image_id: Option<ImageId>,
    /// The picture that stands for it: the chosen one while it is there, else the newest.
    pub shown_cover_id: Option<ImageId>,
    /// What is asked for inside it when a request names no model.
    pub defaults: ProjectDefaults,
    /// Put away.
    pub is_archived: bool,
    /// Pictures in it, without those in the trash.
    pub image_count: u64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Tells one state of it from another.
    pub updated_at: DateTime<Utc>,
}

impl From<Project> for ProjectView {
    fn from(project: Project) -> Self {
        let content = project.content;
        Self {
            id: project.id,
            name: content.name,
            description: content.description,
            notes: content.notes,
            category: content.category,
            tags: content.tags,
            cover_image_id: content.cover_image_id,
            shown_cover_id: project.shown_cover_id,
            defaults: ProjectDefaults::read(&content.settings),
            is_archived: project.is_archived,
            image_count: project.image_count.unsigned_abs(),
            created_at: project.created_at,
            updated_at: project.updated_at,
        }
    }
}
