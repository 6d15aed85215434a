//! A project as its owner wants it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use studio_db::projects::ProjectContent;
use studio_model::{ImageId, UserId};

use super::defaults;
use crate::texts::Complaints;
use crate::{App, Result};

/// What a project says, unchecked.
#[derive(Clone, Debug, Default)]
pub struct ProjectRequest {
    /// 1 to 200 characters.
    pub name: String,
    /// At most 2,000 characters.
    pub description: String,
    /// At most 20,000 characters.
    pub notes: String,
    /// At most 100 characters.
    pub category: String,
    /// At most 30.
    pub tags: Vec<String>,
    /// A picture of the user that stands for the project; none is the newest in it.
    pub cover_image_id: Option<ImageId>,
    /// What is asked for inside it when a request does not say.
    pub defaults: ProjectDefaults,
}

/// What is asked for inside a project when a request does not name a model.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProjectDefaults {
    /// The model; without it there are no parameters either.
    pub model_id: Option<String>,
    /// Some of its parameters; the others have the model's defaults.
    pub parameters: Map<String, Value>,
}

impl ProjectDefaults {
    /// From the stored settings; what an older version stored and this one does not know is no default.
    pub(super) fn read(settings: &Value) -> Self {
        serde_json::from_value(settings["defaults"].clone()).unwrap_or_default()
    }
}

impl ProjectRequest {
    /// The content to be stored.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with every wrong field.
    pub(super) async fn check(self, app: &App, user_id: UserId) -> Result<ProjectContent> {
        let mut complaints = Complaints::default();
        let content = ProjectContent {
            name: complaints.name("name", &self.name),
            description: complaints.text("description", &self.description, 2000),
            notes: complaints.text("notes", &self.notes, 20_000),
            category: complaints.line("category", &self.category, 100),
            tags: complaints.tags("tags", &self.tags),
            cover_image_id: self.cover_image_id,
            settings: json!({ "defaults": self.defaults }),
        };
        complaints.take(defaults::check(app, &self.defaults).await)?;
        if let Some(id) = self.cover_image_id {
            let image = studio_db::images::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
            if image.is_none() {
                complaints.add("cover_image_id", "you have no such image");
            }
        }
        complaints.finish()?;
        Ok(content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_without_defaults_have_none() {
        for settings in [json!({}), json!({ "defaults": 7 }), json!({ "defaults": null })] {
            assert_eq!(
                ProjectDefaults::read(&settings),
                ProjectDefaults::default(),
                "{settings}"
            );
        }
        let some = ProjectDefaults {
            model_id: Some("some/model".to_owned()),
            parameters: Map::from_iter([("steps".to_owned(), json!(4))]),
        };
        assert_eq!(ProjectDefaults::read(&json!({ "defaults": some, "later": 1 })), some);
    }
}
