//! `/generate/presets`: gives the settings of the generation form a name.
//!
//! It takes two steps, so that it works without scripts and a press of Enter never asks for pictures: the generation form is sent here,
//! and a form of its own asks for the name and carries the other one along.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::accounts::User;
use studio_app::generation::presets::{self, PresetRequest, PresetView};
use studio_model::{GenerationPresetId, PageLimit};

use super::form::complaints;
use super::frame::PageRequest;
use super::generate::source;
use super::generate_form::Draft;
use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::FormPairs;
use crate::i18n::Lang;
use crate::views::{FieldError, FormErrors, SavePresetPage, schema_form};
use crate::{AppState, Error, paths};

/// Controls of the generation form that come along, besides the parameters.
const KEPT: [&str; 9] = [
    "model_id",
    "prompt",
    "negative_prompt",
    "num_images",
    "seed",
    "project_id",
    "source_image_id",
    "control_image_id",
    "style_image_id",
];

/// What of them the form gets back once the preset is saved; the rest is in the preset.
const GIVEN_BACK: [&str; 6] = [
    "prompt",
    "seed",
    "project_id",
    "source_image_id",
    "control_image_id",
    "style_image_id",
];

/// `POST /generate/presets/new`: asks for a name; takes the generation form.
pub(crate) async fn ask(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    form: FormPairs,
) -> Result<Response> {
    let errors = match read(&state, &user, request.frame.lang, &form).await? {
        Ok(_) => Vec::new(),
        Err(errors) => errors,
    };
    let page = page(&state, &user, &form, &errors).await?;
    respond::page(&state, &request, &page)
}

/// `POST /generate/presets`: the generation form with `preset_name`, `preset_over` (a preset's id and version, or nothing) and
/// `preset_default`.
pub(crate) async fn save(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    form: FormPairs,
) -> Result<Response> {
    let errors = match read(&state, &user, request.frame.lang, &form).await? {
        Ok(wanted) => match store(&state, &user, &form, wanted).await {
            Ok(preset) => return Ok(Redirect::to(&back(&preset, &form)).into_response()),
            Err(error) => complaints(&ErrorInfo::for_form(error)?)
                .into_iter()
                .map(at_control)
                .collect(),
        },
        Err(errors) => errors,
    };
    refused(&state, &request, &user, &form, &errors).await
}

async fn refused(
    state: &AppState,
    request: &PageRequest,
    user: &User,
    form: &FormPairs,
    errors: &[FieldError],
) -> Result<Response> {
    let page = page(state, user, form, errors).await?;
    respond::with_status(StatusCode::UNPROCESSABLE_ENTITY, state, request, &page)
}

/// The settings that the generation form means, or what is wrong with them.
async fn read(
    state: &AppState,
    user: &User,
    lang: Lang,
    form: &FormPairs,
) -> Result<std::result::Result<PresetRequest, Vec<FieldError>>> {
    let draft = Draft::read(state, user.id, form.get("model_id"), source(form), form).await?;
    if let Some(error) = draft.check_model(lang, form.get("model_id")) {
        return Ok(Err(vec![error]));
    }
    Ok(draft.submit(lang, form).map(|submit| PresetRequest {
        name: form.get("preset_name").to_owned(),
        model_id: submit.model_id,
        parameters: submit.parameters,
        negative_prompt: submit.negative_prompt.unwrap_or_default(),
        num_images: submit.num_images,
        is_default: form.get("preset_default") == "true",
    }))
}

/// Saves it as a new one, or in the place of the chosen one, whose name it takes when there is none.
async fn store(
    state: &AppState,
    user: &User,
    form: &FormPairs,
    mut wanted: PresetRequest,
) -> std::result::Result<PresetView, Error> {
    let Some((id, version)) = form.get("preset_over").split_once(':') else {
        return Ok(presets::create(&state.app, user.id, wanted).await?);
    };
    let unknown = || Error::invalid("preset_over", "Choose one of your presets.");
    let id: GenerationPresetId = id.parse().map_err(|_| unknown())?;
    let version: i64 = version.parse().map_err(|_| unknown())?;
    if wanted.name.trim().is_empty() {
        wanted.name = presets::find(&state.app, user.id, id).await?.name;
    }
    Ok(presets::update(&state.app, user.id, id, version, wanted).await?)
}

/// The generation form, filled with the preset and with what the preset does not hold.
fn back(preset: &PresetView, form: &FormPairs) -> String {
    let kept = form
        .iter()
        .filter(|(name, text)| GIVEN_BACK.contains(name) && !text.is_empty());
    paths::generate_with_saved(&preset.id.to_string(), kept)
}

fn at_control(error: FieldError) -> FieldError {
    match error.field.as_str() {
        "name" => FieldError::new("preset_name", error.message),
        _ => error,
    }
}

async fn page(state: &AppState, user: &User, form: &FormPairs, errors: &[FieldError]) -> Result<SavePresetPage> {
    let known = presets::list(&state.app, user.id, None, PageLimit::new(200).unwrap_or_default()).await?;
    let choice = |preset: &PresetView| (format!("{}:{}", preset.id, preset.version), preset.name.clone());
    let is_kept = |name: &str| KEPT.contains(&name) || name.starts_with(schema_form::PREFIX);
    let kept = form.iter().filter(|(name, _)| is_kept(name));
    let model_id = form.get("model_id");
    let names = super::convert::ModelNames::load(&state.app);
    Ok(SavePresetPage {
        kept: kept.map(|(name, text)| (name.to_owned(), text.to_owned())).collect(),
        model_name: names.get(model_id).to_owned(),
        name: form.get("preset_name").to_owned(),
        others: known.items.iter().map(choice).collect(),
        over: form.get("preset_over").to_owned(),
        is_default: form.get("preset_default") == "true",
        errors: FormErrors::sort(&SavePresetPage::CONTROLS, errors),
    })
}
