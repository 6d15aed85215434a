//! What a user chose: language, time zone and colours of pages, and what forms begin with.
//!
//! All of it is one row with one version, so that two browsers do not undo each other's changes unseen.

use chrono::{DateTime, Utc};
use studio_db::user_settings::{self, UserSettings};
use studio_model::{GalleryView, Preferences, ShortcutRegistry, Shortcuts, UserId};
pub use studio_schedule::Zone;

use crate::projects::ProjectDefaults;
use crate::{App, Error, FieldError, Result, projects};

/// The model and the parameters that forms begin with: the same as those of a project.
pub type Defaults = ProjectDefaults;

/// More than the longest name of a time zone.
const MAX_ZONE_BYTES: usize = 64;

/// What a user chose.
#[derive(Clone, Debug)]
pub struct SettingsView {
    /// How the studio looks.
    pub preferences: Preferences,
    /// What forms begin with.
    pub defaults: Defaults,
    /// What is different about the keys of pages.
    pub shortcuts: Shortcuts,
    /// The version.
    pub updated_at: DateTime<Utc>,
}

/// The settings of a user, the usual ones when nothing was chosen.
///
/// # Errors
/// [`Error::NotFound`] when there is no such user.
pub async fn find(app: &App, user_id: UserId) -> Result<SettingsView> {
    Ok(view(load(app, user_id).await?))
}

/// Replaces how the studio looks, of settings that were last seen at `seen_at`.
///
/// # Errors
/// [`Error::Invalid`] about `time_zone`; [`Error::Outdated`] when the settings were changed since.
pub async fn update_preferences(
    app: &App,
    user_id: UserId,
    seen_at: DateTime<Utc>,
    preferences: Preferences,
) -> Result<SettingsView> {
    let time_zone = preferences.time_zone.as_deref().map(check_zone).transpose()?;
    let preferences = Preferences {
        time_zone: time_zone.map(str::to_owned),
        ..preferences
    };
    let settings = UserSettings {
        preferences,
        ..load(app, user_id).await?
    };
    store(app, user_id, seen_at, settings).await
}

/// Replaces what forms begin with, of settings that were last seen at `seen_at`.
///
/// # Errors
/// [`Error::Invalid`] about `model_id` and `parameters…`; [`Error::Outdated`] when the settings were changed since.
pub async fn update_defaults(
    app: &App,
    user_id: UserId,
    seen_at: DateTime<Utc>,
    defaults: Defaults,
) -> Result<SettingsView> {
    projects::check_defaults(app, &defaults).await.map_err(without_prefix)?;
    let settings = UserSettings {
        default_model_id: defaults.model_id,
        default_parameters: defaults.parameters,
        ..load(app, user_id).await?
    };
    store(app, user_id, seen_at, settings).await
}

/// Replaces what is different about the keys of pages, of settings that were last seen at `seen_at`. The registry says what there is
/// to be done and which keys are free: what pages offer is not for this crate to know.
///
/// # Errors
/// [`Error::Invalid`] about `keys.…`; [`Error::Outdated`] when the settings were changed since.
pub async fn update_shortcuts(
    app: &App,
    user_id: UserId,
    seen_at: DateTime<Utc>,
    registry: &ShortcutRegistry,
    shortcuts: Shortcuts,
) -> Result<SettingsView> {
    let shortcuts = shortcuts.check(registry).map_err(|problems| {
        let complaint = |(name, problem)| FieldError::new(format!("keys.{name}"), format!("{problem}"));
        Error::Invalid(problems.into_iter().map(complaint).collect())
    })?;
    let settings = UserSettings {
        shortcuts,
        ..load(app, user_id).await?
    };
    store(app, user_id, seen_at, settings).await
}

/// Keeps how the gallery of a user begins. It is chosen in the gallery, where no version of all settings is seen.
///
/// # Errors
/// When the database is away.
pub async fn set_gallery_view(app: &App, user_id: UserId, view: GalleryView) -> Result<()> {
    let id = app.clock.new_id();
    let mut conn = app.db.acquire().await?;
    user_settings::update_gallery_view(&mut conn, (id, user_id), view, app.clock.now()).await?;
    Ok(())
}

async fn load(app: &App, user_id: UserId) -> Result<UserSettings> {
    let found = user_settings::find(&mut *app.db.acquire().await?, user_id).await?;
    found.ok_or(Error::NotFound)
}

async fn store(app: &App, user_id: UserId, seen_at: DateTime<Utc>, settings: UserSettings) -> Result<SettingsView> {
    let settings = UserSettings {
        // Two changes of one microsecond would have one version.
        updated_at: app.clock.now().max(seen_at + chrono::TimeDelta::microseconds(1)),
        ..settings
    };
    let mut conn = app.db.acquire().await?;
    let id = app.clock.new_id();
    if user_settings::update(&mut conn, (id, user_id), seen_at, &settings).await? {
        drop(conn);
        find(app, user_id).await
    } else {
        Err(Error::Outdated)
    }
}

fn view(settings: UserSettings) -> SettingsView {
    SettingsView {
        preferences: settings.preferences,
        defaults: Defaults {
            model_id: settings.default_model_id,
            parameters: settings.default_parameters,
        },
        shortcuts: settings.shortcuts,
        updated_at: settings.updated_at,
    }
}

fn check_zone(name: &str) -> Result<&'static str> {
    // Looking for similar names takes longer the longer the name is, and none is that long.
    if name.len() > MAX_ZONE_BYTES {
        return Err(Error::invalid(
            "time_zone",
            "Use a name such as Europe/Berlin, or none.",
        ));
    }
    let zone = Zone::parse(name).map_err(|error| Error::invalid("time_zone", error.to_string()))?;
    Ok(zone.name())
}

/// Here the defaults are the whole, not a part of a project.
fn without_prefix(error: Error) -> Error {
    match error {
        Error::Invalid(errors) => Error::Invalid(
            errors
                .into_iter()
                .map(|error| FieldError {
                    field: error.field.trim_start_matches("defaults.").to_owned(),
                    ..error
                })
                .collect(),
        ),
        other => other,
    }
}
