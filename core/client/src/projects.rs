//! Folders of work.

use chrono::{DateTime, Utc};
use reqwest::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::call::Call;
use crate::{Client, Error, Page, Position};

/// A project as the studio tells it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Project {
    /// Names it.
    pub id: Uuid,
    /// For people.
    pub name: String,
    /// For people.
    pub description: String,
    /// In lower case.
    pub tags: Vec<String>,
    /// Put away.
    pub is_archived: bool,
    /// Without those in the trash.
    pub image_count: u64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Whatever else the studio says.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What a new project says.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewProject {
    /// 1 to 200 characters.
    pub name: String,
    /// At most 2,000 characters.
    pub description: String,
    /// At most 30.
    pub tags: Vec<String>,
    /// For requests inside it.
    pub defaults: ProjectDefaults,
}

/// What requests take that name no model.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ProjectDefaults {
    /// `None`: nothing.
    pub model_id: Option<String>,
    /// Some of the model's parameters.
    pub parameters: Map<String, Value>,
}

#[derive(Deserialize)]
struct Envelope {
    project: Project,
}

impl Client {
    /// A page of projects, newest first; `archived` is `false`, `true` or `all`.
    ///
    /// # Errors
    /// As every request.
    pub async fn projects(&self, archived: &str, at: &Position) -> Result<Page<Project>, Error> {
        let call = Call::get(&["api/projects"])
            .query("archived", archived)
            .query("limit", at.limit.to_string())
            .query("cursor", at.cursor.as_deref().unwrap_or_default());
        self.read(&call).await
    }

    /// Projects in which these words are found.
    ///
    /// # Errors
    /// As every request.
    pub async fn search_projects(&self, words: &str, at: &Position) -> Result<Page<Project>, Error> {
        let call = Call::get(&["api/search/projects"])
            .query("q", words)
            .query("limit", at.limit.to_string())
            .query("cursor", at.cursor.as_deref().unwrap_or_default());
        self.read(&call).await
    }

    /// One project.
    ///
    /// # Errors
    /// [`Error::Refused`] with `not_found`; otherwise as every request.
    pub async fn project(&self, id: Uuid) -> Result<Project, Error> {
        let id = id.to_string();
        Ok(self.read::<Envelope>(&Call::get(&["api/projects", &id])).await?.project)
    }

    /// Makes a project.
    ///
    /// # Errors
    /// [`Error::Refused`] with `invalid`; otherwise as every request.
    pub async fn create_project(&self, project: &NewProject) -> Result<Project, Error> {
        let call = Call::post(&["api/projects"]).json(project);
        Ok(self.read::<Envelope>(&call).await?.project)
    }

    /// Its originals and manifests as a ZIP archive, while it is being made.
    ///
    /// # Errors
    /// [`Error::Refused`] with `not_found` or `limit_reached`; otherwise as every request.
    pub async fn export_project(&self, id: Uuid) -> Result<Response, Error> {
        self.send(&Call::get(&["api/projects", &id.to_string(), "export"]))
            .await
    }
}
