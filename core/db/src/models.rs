//! `plugins` and `models`: what is on offer, synced from the plugin folder.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use studio_model::UserId;
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
pub async fn upsert_model(conn: &mut PgConnection, model: &ModelRecord, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "INSERT INTO models (
            id, fal_model_id, name, display_name, description, category, version, plugin_digest, capabilities,
            default_parameters, cost_per_generation, news, news_at
        ) VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'new', $11)
        ON CONFLICT ON CONSTRAINT models_fal_model_id_key DO UPDATE SET
            news = CASE WHEN models.plugin_digest = excluded.plugin_digest THEN models.news ELSE 'updated' END,
            news_at = CASE WHEN models.plugin_digest = excluded.plugin_digest THEN models.news_at ELSE $11 END,
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
        model.cost_per_generation,
        now
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

/// What an administrator chose for a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModelSwitches {
    /// New jobs take it.
    pub is_active: bool,
    /// It is shown before others.
    pub is_featured: bool,
}

/// Sets the switches that are named and leaves the others; gives all of them, or `None` when no such model was ever offered here.
///
/// # Errors
/// When the database cannot be asked.
pub async fn update_switches(
    conn: &mut PgConnection,
    fal_model_id: &str,
    is_active: Option<bool>,
    is_featured: Option<bool>,
) -> Result<Option<ModelSwitches>> {
    let switches = sqlx::query_as!(
        ModelSwitches,
        "UPDATE models SET
            is_active = COALESCE($2, is_active), is_featured = COALESCE($3, is_featured), updated_at = now()
        WHERE fal_model_id = $1
        RETURNING is_active, is_featured",
        fal_model_id,
        is_active,
        is_featured
    );
    Ok(switches.fetch_optional(conn).await?)
}

/// The switches of all models that were ever offered here, by public id.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_switches(conn: &mut PgConnection) -> Result<HashMap<String, ModelSwitches>> {
    let rows = sqlx::query!("SELECT fal_model_id, is_active, is_featured FROM models");
    let rows = rows.fetch_all(conn).await?.into_iter().map(|row| {
        let switches = ModelSwitches {
            is_active: row.is_active,
            is_featured: row.is_featured,
        };
        (row.fal_model_id, switches)
    });
    Ok(rows.collect())
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

/// What happened to a model that a user has not looked at since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelNews {
    /// The public id.
    pub model_id: String,
    /// It came; else its plugin has another version.
    pub is_new: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// News of models after `since` and after the user came, as far as the user has not looked at them.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_news(conn: &mut PgConnection, user_id: UserId, since: DateTime<Utc>) -> Result<Vec<ModelNews>> {
    let news = sqlx::query_as!(
        ModelNews,
        r#"SELECT model.fal_model_id AS model_id, model.news = 'new' AS "is_new!", model.news_at AS "at!"
        FROM models AS model
        JOIN users ON users.id = $1
        LEFT JOIN model_news_seen AS seen ON seen.user_id = users.id AND seen.model_id = model.fal_model_id
        WHERE model.is_installed AND model.news_at > GREATEST(users.created_at, $2)
            AND (seen.seen_at IS NULL OR seen.seen_at < model.news_at)"#,
        user_id.0,
        since
    );
    Ok(news.fetch_all(conn).await?)
}

/// Remembers that a user looked at a model; `false` when there is no such model.
///
/// # Errors
/// When the database cannot be asked.
pub async fn mark_seen(conn: &mut PgConnection, user_id: UserId, model_id: &str) -> Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO model_news_seen (user_id, model_id, seen_at)
        SELECT $1, fal_model_id, GREATEST(now(), news_at) FROM models WHERE fal_model_id = $2
        ON CONFLICT (user_id, model_id) DO UPDATE SET seen_at = EXCLUDED.seen_at",
        user_id.0,
        model_id
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}
