//! A preset as its owner sees it.

use chrono::{DateTime, Utc};
use studio_db::batch_presets::Preset;
use studio_model::PresetId;

use super::BatchRequest;
use crate::{Error, Result};

/// A preset.
#[derive(Clone, Debug)]
pub struct PresetView {
    /// Its id.
    pub id: PresetId,
    /// Its name.
    pub name: String,
    /// What is asked for with it.
    pub request: BatchRequest,
    /// Counts changes.
    pub version: i64,
    /// When it was saved first.
    pub created_at: DateTime<Utc>,
    /// When it was saved last.
    pub updated_at: DateTime<Utc>,
}

impl TryFrom<Preset> for PresetView {
    type Error = Error;

    fn try_from(preset: Preset) -> Result<Self> {
        Ok(Self {
            id: preset.id,
            name: preset.name,
            request: serde_json::from_value(preset.request).map_err(Error::internal)?,
            version: preset.version,
            created_at: preset.created_at,
            updated_at: preset.updated_at,
        })
    }
}
