//! `plugins` and `models`: what is on offer, synced from the plugin folder.

use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Result;

/// A loaded plugin.
#[derive(Clone, Debug)]
pub struct PluginRecord {
    /// SHA-256 of the component.
    pub digest: [u8; 32],
    /// The plugin's id.
    pub plugin_id: String,
    /// Its version.
    pub version: String,
    /// Its name.
    pub name: String,
    /// Who made it.
    pub author: String,
    /// The whole manifest.
    pub manifest: Value,
}

/// A model of a loaded plugin.
#[derive(Clone, Debug)]
pub struct ModelRecord {
    /// Id for a new row.
    pub id: Uuid,
    /// The public id, such as `fal-ai/flux/dev`.
    pub fal_model_id: String,
    /// Name for people.
    pub display_name: String,
    /// What it is.
    pub description: String,
    /// The group in lists.
    pub category: String,
    /// The plugin's version.
    pub version: String,
    /// The plugin that offers it.
    pub plugin_digest: [u8; 32],
    /// Short words.
    pub capabilities: Value,
    /// Defaults of the schema.
    pub default_parameters: Value,
    /// Micro-dollars expected for one picture.
    pub cost_per_generation: i32,
}

/// Remembers a plugin; keeps the row of a known one.
///
/// # Errors
/// When the database cannot be asked.
pub async fn upsert_plugin(conn: &mut PgConnection, plugin: &PluginRecord) -> Result<()> {
    sqlx::query!(
        "INSERT INTO plugins (digest, plugin_id, version, name, author, manifest) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (digest) DO UPDATE SET last_seen_at = now()",
        &plugin.digest[..],
        plugin.plugin_id,
        plugin.version,
        plugin.name,
        plugin.author,
        plugin.manifest
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds or refreshes a model; an administrator's switches stay.
///
/// # Errors
/// A constraint error when the plugin is not stored.
pub async fn upsert_model(conn: &mut PgConnection, model: &ModelRecord) -> Result<()> {
    sqlx::query!(
        "INSERT INTO models (
            id, fal_model_id, name, display_name, description, category, version, plugin_digest, capabilities,
            default_parameters, cost_per_generation
        ) VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT ON CONSTRAINT models_fal_model_id_key DO UPDATE SET
            display_name = excluded.display_name, description = excluded.description, category = excluded.category,
            version = excluded.version, plugin_digest = excluded.plugin_digest, capabilities = excluded.capabilities,
            default_parameters = excluded.default_parameters, cost_per_generation = excluded.cost_per_generation,
            is_installed = true, updated_at = now()",
        model.id,
        model.fal_model_id,
        model.display_name,
        model.description,
        model.category,
        model.version,
        &model.plugin_digest[..],
        model.capabilities,
        model.default_parameters,
        model.cost_per_generation
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Marks every model that is not in `installed` as gone; jobs and pictures keep pointing at it.
///
/// # Errors
/// When the database cannot be asked.
pub async fn mark_missing(conn: &mut PgConnection, installed: &[String]) -> Result<()> {
    sqlx::query!(
        "UPDATE models SET is_installed = false, updated_at = now() WHERE is_installed AND NOT fal_model_id = ANY($1)",
        installed
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ids of the models that an administrator switched off.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_inactive(conn: &mut PgConnection) -> Result<Vec<String>> {
    Ok(
        sqlx::query_scalar!("SELECT fal_model_id FROM models WHERE NOT is_active")
            .fetch_all(conn)
            .await?,
    )
}

/// Whether a model with this public id was ever offered here.
///
/// # Errors
/// When the database cannot be asked.
pub async fn exists(conn: &mut PgConnection, fal_model_id: &str) -> Result<bool> {
    let exists = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM models WHERE fal_model_id = $1) AS "exists!""#,
        fal_model_id
    );
    Ok(exists.fetch_one(conn).await?)
}
