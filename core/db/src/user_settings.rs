//! `user_settings`: what a user chose. Who never chose has no row.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use sqlx::PgConnection;
use studio_model::{ColorTheme, GalleryView, Language, Preferences, Shortcuts, UserId};
use uuid::Uuid;

use crate::{Error, Result};

/// What a user chose.
#[derive(Clone, Debug, PartialEq)]
pub struct UserSettings {
    /// How the studio looks.
    pub preferences: Preferences,
    /// The model that forms begin with.
    pub default_model_id: Option<String>,
    /// Parameters of that model that differ from its own defaults.
    pub default_parameters: Map<String, Value>,
    /// What is different about the keys of pages.
    pub shortcuts: Shortcuts,
    /// The version: the last change, or when the account was made.
    pub updated_at: DateTime<Utc>,
}

/// A row of one of the statements below, before its texts are understood.
pub(crate) struct PreferenceTexts {
    pub(crate) language: Option<String>,
    pub(crate) time_zone: Option<String>,
    pub(crate) theme: Option<String>,
    pub(crate) gallery_view: Option<String>,
}

impl PreferenceTexts {
    /// # Errors
    /// [`Error::ImpossibleRow`] for a word that no version of the studio writes.
    pub(crate) fn parse(self, user_id: Uuid) -> Result<Preferences> {
        let usual = Preferences::default();
        Ok(Preferences {
            language: word(self.language, Language::parse, "language", user_id)?,
            time_zone: self.time_zone,
            theme: word(self.theme, ColorTheme::parse, "theme", user_id)?.unwrap_or(usual.theme),
            gallery_view: word(self.gallery_view, GalleryView::parse, "gallery_view_mode", user_id)?
                .unwrap_or(usual.gallery_view),
        })
    }
}

fn word<T>(
    text: Option<String>,
    parse: impl Fn(&str) -> Option<T>,
    column: &'static str,
    user_id: Uuid,
) -> Result<Option<T>> {
    let Some(text) = text else { return Ok(None) };
    parse(&text).map(Some).ok_or_else(|| Error::ImpossibleRow {
        table: "user_settings",
        column,
        id: user_id.to_string(),
    })
}

/// What is different about the keys of pages; nothing where there is no row.
///
/// # Errors
/// [`Error::ImpossibleRow`] for what no version of the studio writes.
pub(crate) fn read_shortcuts(stored: Option<Value>, user_id: Uuid) -> Result<Shortcuts> {
    let stored = stored.unwrap_or_else(|| Value::Object(Map::new()));
    serde_json::from_value(stored).map_err(|_| Error::ImpossibleRow {
        table: "user_settings",
        column: "shortcuts",
        id: user_id.to_string(),
    })
}

/// The settings of a user; none when there is no such user.
///
/// # Errors
/// [`Error::ImpossibleRow`] for a word that no version of the studio writes.
pub async fn find(conn: &mut PgConnection, user_id: UserId) -> Result<Option<UserSettings>> {
    let row = sqlx::query!(
        r#"SELECT s.language AS "language?", s.time_zone AS "time_zone?", s.theme AS "theme?",
                s.gallery_view_mode AS "gallery_view?", s.default_model_id AS "default_model_id?",
                s.default_parameters AS "default_parameters?", s.shortcuts AS "shortcuts?",
                COALESCE(s.updated_at, u.created_at) AS "updated_at!"
         FROM users u
         LEFT JOIN user_settings s ON s.user_id = u.id
         WHERE u.id = $1"#,
        user_id.0,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let texts = PreferenceTexts {
            language: row.language,
            time_zone: row.time_zone,
            theme: row.theme,
            gallery_view: row.gallery_view,
        };
        Ok(UserSettings {
            preferences: texts.parse(user_id.0)?,
            default_model_id: row.default_model_id,
            default_parameters: match row.default_parameters {
                Some(Value::Object(parameters)) => parameters,
                _ => Map::new(),
            },
            shortcuts: read_shortcuts(row.shortcuts, user_id.0)?,
            updated_at: row.updated_at,
        })
    })
    .transpose()
}

/// Replaces all settings of a user that were last seen at `seen_at`; `false` when they have changed since.
///
/// # Errors
/// Those of every statement.
pub async fn update(
    conn: &mut PgConnection,
    (id, user_id): (Uuid, UserId),
    seen_at: DateTime<Utc>,
    settings: &UserSettings,
) -> Result<bool> {
    let preferences = &settings.preferences;
    let shortcuts = serde_json::to_value(&settings.shortcuts).expect("a flag and texts are JSON");
    // Who has no row yet has seen when the account was made; of two at once the second finds the row of the first.
    let done = sqlx::query!(
        "INSERT INTO user_settings AS s (id, user_id, language, time_zone, theme, gallery_view_mode,
             default_model_id, default_parameters, created_at, updated_at, shortcuts)
         SELECT $1::uuid, u.id, $4::text, $5::text, $6::text, $7::text, $8::text, $9::jsonb, $10::timestamptz, $10,
             $11::jsonb
         FROM users u
         WHERE u.id = $2
           AND (u.created_at = $3::timestamptz OR EXISTS (SELECT FROM user_settings WHERE user_id = $2))
         ON CONFLICT (user_id) DO UPDATE
         SET language = excluded.language,
             time_zone = excluded.time_zone,
             theme = excluded.theme,
             gallery_view_mode = excluded.gallery_view_mode,
             default_model_id = excluded.default_model_id,
             default_parameters = excluded.default_parameters,
             shortcuts = excluded.shortcuts,
             updated_at = excluded.updated_at
         WHERE s.updated_at = $3",
        id,
        user_id.0,
        seen_at,
        preferences.language.map(Language::as_str),
        preferences.time_zone.as_deref(),
        preferences.theme.as_str(),
        preferences.gallery_view.as_str(),
        settings.default_model_id.as_deref(),
        Value::Object(settings.default_parameters.clone()),
        settings.updated_at,
        shortcuts,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Changes how a user's gallery begins, whatever else was chosen meanwhile; the version moves on.
///
/// # Errors
/// Those of every statement.
pub async fn update_gallery_view(
    conn: &mut PgConnection,
    (id, user_id): (Uuid, UserId),
    view: GalleryView,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO user_settings AS s (id, user_id, gallery_view_mode, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $4)
         ON CONFLICT (user_id) DO UPDATE
         SET gallery_view_mode = excluded.gallery_view_mode,
             updated_at = GREATEST(excluded.updated_at, s.updated_at + interval '1 microsecond')
         WHERE s.gallery_view_mode <> excluded.gallery_view_mode",
        id,
        user_id.0,
        view.as_str(),
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}
