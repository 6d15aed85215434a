//! `/settings/keyboard`: the keys of pages; and `/keys`, the sheet that lists them.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::accounts::User;
use studio_app::settings::{self, SettingsView};
use studio_model::Shortcuts;

use super::answer;
use crate::auth::CurrentSession;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, QueryPairs};
use crate::pages::form::{complaints, seen, version};
use crate::pages::respond;
use crate::pages::signed_in::SignedInPage;
use crate::shortcuts::{KEYS, keys_of, registry};
use crate::views::{FieldError, FormErrors, KeyField, KeyGroup, KeyLine, KeySheet, KeyboardSettings, View};
use crate::{AppState, paths};

/// What the names of controls begin with.
const CONTROL: &str = "keys.";

/// `GET /keys`: the sheet for a dialog; elsewhere the settings list the same.
pub(crate) async fn sheet(
    State(state): State<AppState>,
    SignedInPage { request, .. }: SignedInPage,
    CurrentSession(session): CurrentSession,
) -> Result<Response> {
    if !request.is_part {
        return Ok(Redirect::to(&paths::settings("keyboard")).into_response());
    }
    let shortcuts = session.shortcuts;
    let line = |id: &String| KeyLine {
        id: id.clone(),
        keys: vec![keys_of(&shortcuts, id)],
    };
    let acts = KEYS.acts.iter().map(|act| line(&act.id));
    let sheet = KeySheet {
        acts: acts.filter(|line| !line.keys[0].is_empty()).collect(),
        fixed: fixed(),
        is_off: shortcuts.is_off,
    };
    let html = sheet.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

/// `GET /settings/keyboard`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let content = KeyboardSettings {
        done: super::done(&query, &["keyboard"]),
        ..content(&state, &user).await?
    };
    answer(&state, &request, StatusCode::OK, content)
}

/// `POST /settings/keyboard`: the fields `keys.…` are keys, `on` is `true` where they do something, `version` is the version that was
/// seen; `action` is `reset` for the usual keys.
pub(crate) async fn update(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    form: FormPairs,
) -> Result<Response> {
    let Err(error) = change(&state, &user, &form).await else {
        return Ok(Redirect::to(&paths::settings_done("keyboard", "keyboard")).into_response());
    };
    let info = ErrorInfo::for_form(error)?;
    let known = content(&state, &user).await?;
    let typed = wanted(&form).keys;
    let acts = known.acts.into_iter().map(|act| KeyField {
        typed: typed.get(&act.id).cloned().unwrap_or(act.typed),
        ..act
    });
    let content = KeyboardSettings {
        version: form.get("version").to_owned(),
        is_on: form.get("on") == "true",
        acts: acts.collect(),
        errors: errors(&complaints(&info)),
        ..known
    };
    answer(&state, &request, info.status, content)
}

async fn change(state: &AppState, user: &User, form: &FormPairs) -> Result<SettingsView> {
    let seen = seen(form.get("version"))?;
    Ok(settings::update_shortcuts(&state.app, user.id, seen, &registry(), wanted(form)).await?)
}

fn wanted(form: &FormPairs) -> Shortcuts {
    let typed = form.iter().filter_map(|(name, keys)| {
        let id = name.strip_prefix(CONTROL)?;
        Some((id.to_owned(), keys.to_owned()))
    });
    let keys: BTreeMap<String, String> = match form.get("action") {
        "reset" => BTreeMap::new(),
        _ => typed.collect(),
    };
    Shortcuts {
        is_off: form.get("on") != "true",
        keys,
    }
}

async fn content(state: &AppState, user: &User) -> Result<KeyboardSettings> {
    let chosen = settings::find(&state.app, user.id).await?;
    let field = |(id, usual): (&String, &String)| KeyField {
        id: id.clone(),
        typed: chosen.shortcuts.keys_of(id, usual).to_owned(),
        usual: usual.clone(),
    };
    Ok(KeyboardSettings {
        version: version(chosen.updated_at),
        is_on: !chosen.shortcuts.is_off,
        acts: KEYS.acts.iter().map(|act| field((&act.id, &act.keys))).collect(),
        fixed: fixed(),
        done: None,
        errors: errors(&[]),
    })
}

fn errors(complaints: &[FieldError]) -> FormErrors {
    let controls: Vec<String> = KEYS.acts.iter().map(|act| format!("{CONTROL}{}", act.id)).collect();
    let controls: Vec<&str> = controls.iter().map(String::as_str).collect();
    FormErrors::sort(&controls, complaints)
}

/// What cannot be changed, place by place.
fn fixed() -> Vec<KeyGroup> {
    let mut groups: Vec<KeyGroup> = Vec::new();
    for fixed in &KEYS.fixed {
        let parts = |keys: &String| keys.split(' ').map(str::to_owned).collect();
        let line = KeyLine {
            id: fixed.id.clone(),
            keys: fixed.keys.iter().map(parts).collect(),
        };
        match groups.last_mut().filter(|group| group.context == fixed.context) {
            Some(group) => group.lines.push(line),
            None => groups.push(KeyGroup {
                context: fixed.context.clone(),
                lines: vec![line],
            }),
        }
    }
    groups
}
