//! `/settings/preferences`: how the studio looks, and what forms begin with.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::generation::Operation;
use studio_app::models::{self, ModelView};
use studio_app::settings::{self, Defaults, SettingsView};
use studio_app::{accounts::User, schedules};
use studio_model::{ColorTheme, Language, Preferences};

use super::answer;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, QueryPairs};
use crate::pages::convert::offers;
use crate::pages::form::{complaints, seen, version};
use crate::pages::frame::PageRequest;
use crate::pages::next;
use crate::pages::recipe_form::{read_parameters, write_parameters};
use crate::pages::signed_in::SignedInPage;
use crate::pages::theme;
use crate::views::{FieldError, FormErrors, NamedLink, PreferenceSettings, Theme};
use crate::{AppState, Error, paths};

/// `GET /settings/preferences`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let content = PreferenceSettings {
        done: super::done(&query, &["preferences", "defaults"]),
        ..content(&state, &user).await?
    };
    answer(&state, &request, StatusCode::OK, content)
}

/// `POST /settings/preferences`: the field `version` is the version that was seen. This browser takes the theme on at once.
pub(crate) async fn update(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    form: FormPairs,
) -> Result<Response> {
    let error = match change(&state, &user, &form).await {
        Ok(changed) => {
            let cookie = theme::keep(&state, Theme::from_name(changed.preferences.theme.as_str()));
            return Ok((cookie, done("preferences")).into_response());
        }
        Err(error) => error,
    };
    let typed = PreferenceSettings {
        language: form.get("language").to_owned(),
        time_zone: form.get("time_zone").to_owned(),
        theme: form.get("theme").to_owned(),
        version: form.get("version").to_owned(),
        ..content(&state, &user).await?
    };
    refused(&state, &request, typed, error)
}

async fn change(state: &AppState, user: &User, form: &FormPairs) -> Result<SettingsView> {
    let seen = seen(form.get("version"))?;
    // What the page has no control for stays.
    let known = settings::find(&state.app, user.id).await?.preferences;
    let wanted = Preferences {
        language: Language::parse(form.get("language")),
        time_zone: Some(form.get("time_zone").trim().to_owned()).filter(|zone| !zone.is_empty()),
        theme: ColorTheme::parse(form.get("theme")).unwrap_or(ColorTheme::Auto),
        ..known
    };
    Ok(settings::update_preferences(&state.app, user.id, seen, wanted).await?)
}

/// `POST /settings/preferences/language`: the language alone, whatever else was chosen; leads to the path in the field `next`.
/// Any other word than a language is what the browser prefers.
pub(crate) async fn choose_language(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    form: FormPairs,
) -> Result<Redirect> {
    let known = settings::find(&state.app, user.id).await?;
    let wanted = Preferences {
        language: Language::parse(form.get("language")),
        ..known.preferences
    };
    settings::update_preferences(&state.app, user.id, known.updated_at, wanted).await?;
    Ok(next::go_on(form.get("next"), &paths::settings("preferences")))
}

/// `POST /settings/preferences/defaults`: the same for the model and parameters that forms begin with.
pub(crate) async fn update_defaults(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    form: FormPairs,
) -> Result<Response> {
    let Err(error) = change_defaults(&state, &user, &form).await else {
        return Ok(done("defaults").into_response());
    };
    let typed = PreferenceSettings {
        model_id: form.get("model_id").to_owned(),
        parameters: form.get("parameters").to_owned(),
        version: form.get("version").to_owned(),
        ..content(&state, &user).await?
    };
    refused(&state, &request, typed, error)
}

async fn change_defaults(state: &AppState, user: &User, form: &FormPairs) -> Result<SettingsView> {
    let seen = seen(form.get("version"))?;
    let parameters = read_parameters(form.get("parameters"))
        .ok_or_else(|| Error::invalid("parameters", "Write a name, a colon and a value on each line."))?;
    let defaults = Defaults {
        model_id: Some(form.get("model_id").to_owned()).filter(|id| !id.is_empty()),
        parameters,
    };
    Ok(settings::update_defaults(&state.app, user.id, seen, defaults).await?)
}

fn done(what: &str) -> Redirect {
    Redirect::to(&paths::settings_done("preferences", what))
}

/// The page again, with what the user can mend.
///
/// # Errors
/// Anything else.
fn refused(state: &AppState, request: &PageRequest, typed: PreferenceSettings, error: Error) -> Result<Response> {
    let info = ErrorInfo::for_form(error)?;
    let at_control = |error: FieldError| match error.field.starts_with("parameters") {
        true => FieldError::new("parameters", error.message),
        false => error,
    };
    let complaints: Vec<FieldError> = complaints(&info).into_iter().map(at_control).collect();
    let content = PreferenceSettings {
        errors: FormErrors::sort(&PreferenceSettings::CONTROLS, &complaints),
        ..typed
    };
    answer(state, request, info.status, content)
}

async fn content(state: &AppState, user: &User) -> Result<PreferenceSettings> {
    let chosen = settings::find(&state.app, user.id).await?;
    let models = models::list(&state.app).await?;
    let preferences = chosen.preferences;
    Ok(PreferenceSettings {
        version: version(chosen.updated_at),
        language: preferences
            .language
            .map(|language| language.to_string())
            .unwrap_or_default(),
        time_zone: preferences.time_zone.unwrap_or_default(),
        zones: schedules::zone_names(),
        theme: preferences.theme.to_string(),
        model_id: chosen.defaults.model_id.unwrap_or_default(),
        models: models.iter().filter(|model| makes_pictures(model)).map(named).collect(),
        parameters: write_parameters(&chosen.defaults.parameters),
        done: None,
        errors: FormErrors::sort(&PreferenceSettings::CONTROLS, &[]),
    })
}

fn makes_pictures(model: &ModelView) -> bool {
    offers(model, Operation::TextToImage) || offers(model, Operation::ImageToImage)
}

fn named(model: &ModelView) -> NamedLink {
    NamedLink {
        id: model.id.clone(),
        name: model.name.clone(),
    }
}
