//! `/recipes`: steps that follow on pictures, kept under a name.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::images;
use studio_app::models::{self, ModelView};
use studio_app::recipes::{self, PreviewInputs, RecipeView, RunRequest};
use studio_model::{ImageId, PageLimit, RecipeId, UserId};

use super::convert::{ModelNames, image_tile};
use super::form::{seen, version};
use super::frame::PageRequest;
use super::recipe_form::{Draft, choices};
use super::recipe_runs::run_card;
use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId, QueryPairs, parse_cursor};
use crate::views::{RecipeCard, RecipePage, RecipesPage, View};
use crate::{AppState, Error, paths};

/// Recipes, runs or pictures of a page.
const SHOWN: u16 = 24;

/// `GET /recipes`
pub(crate) async fn list(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let limit = PageLimit::new(SHOWN).unwrap_or_default();
    let found = recipes::list(&state.app, user.id, parse_cursor(query.get("cursor"))?, limit).await?;
    let runs = recipes::list_runs(&state.app, user.id, None, limit).await?;
    let names = ModelNames::load(&state.app);
    let page = RecipesPage {
        recipes: found.items.iter().map(|recipe| card(recipe, &names)).collect(),
        next_href: found.next.map(|cursor| paths::recipes_after(&cursor.to_string())),
        runs: runs.items.iter().map(run_card).collect(),
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

/// `GET /recipes/new`
pub(crate) async fn show_new(
    State(state): State<AppState>,
    SignedInPage { request, .. }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let models = models::list(&state.app).await?;
    let page = form(&models, Draft::read(&query));
    answer(&state, &request, StatusCode::OK, &page)
}

/// `POST /recipes/new`: the field `action` is `add`, `remove.<step>` or `save`.
pub(crate) async fn create(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    pairs: FormPairs,
) -> Result<Response> {
    let mut draft = Draft::read(&pairs);
    let mut status = StatusCode::OK;
    if !draft.change(pairs.get("action")) {
        status = StatusCode::UNPROCESSABLE_ENTITY;
        if let Some(wanted) = draft.request() {
            match recipes::create(&state.app, user.id, wanted).await {
                Ok(made) => return Ok(Redirect::to(&paths::recipe(&made.id.to_string())).into_response()),
                Err(error) => status = refused(&mut draft, error)?,
            }
        }
    }
    let models = models::list(&state.app).await?;
    answer(&state, &request, status, &form(&models, draft))
}

/// `GET /recipes/{id}`: `?image=` is chosen to be run on.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<RecipeId>,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let recipe = recipes::find(&state.app, user.id, id).await?;
    let chosen = query.get("image").to_owned();
    let page = whole(&state, user.id, &recipe, Draft::of(&recipe), vec![chosen]).await?;
    answer(&state, &request, StatusCode::OK, &page)
}

/// `POST /recipes/{id}`: as for a new one; the field `version` is the version that was seen.
pub(crate) async fn update(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<RecipeId>,
    pairs: FormPairs,
) -> Result<Response> {
    let recipe = recipes::find(&state.app, user.id, id).await?;
    let mut draft = Draft::read(&pairs);
    let mut status = StatusCode::OK;
    if !draft.change(pairs.get("action")) {
        status = StatusCode::UNPROCESSABLE_ENTITY;
        let seen = seen(pairs.get("version"))?;
        if let Some(wanted) = draft.request() {
            match recipes::update(&state.app, user.id, id, seen, wanted).await {
                Ok(_) => return Ok(Redirect::to(&paths::recipe(&id.to_string())).into_response()),
                Err(error) => status = refused(&mut draft, error)?,
            }
        }
    }
    let page = whole(&state, user.id, &recipe, draft, Vec::new()).await?;
    answer(&state, &request, status, &page)
}

/// `POST /recipes/{id}/delete`
pub(crate) async fn delete(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<RecipeId>,
) -> Result<Redirect> {
    recipes::delete(&state.app, user.id, id).await?;
    Ok(Redirect::to(paths::RECIPES))
}

/// `POST /recipes/{id}/run`: the fields `image` are pictures; `key` makes two clicks one.
pub(crate) async fn run(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<RecipeId>,
    pairs: FormPairs,
) -> Result<Response> {
    let recipe = recipes::find(&state.app, user.id, id).await?;
    let chosen: Vec<String> = pairs
        .iter()
        .filter(|(name, _)| *name == "image")
        .map(|(_, id)| id.to_owned())
        .collect();
    let wanted = RunRequest {
        image_ids: chosen.iter().filter_map(|id| id.parse::<ImageId>().ok()).collect(),
        project_id: None,
        idempotency_key: Some(pairs.get("key").to_owned()).filter(|key| !key.is_empty()),
    };
    let error = match recipes::run(&state.app, user.id, id, wanted).await {
        Ok(started) => {
            let href = paths::recipe_run(&started.run.id.to_string());
            return Ok(Redirect::to(&href).into_response());
        }
        Err(error) => Error::from(error),
    };
    let info = ErrorInfo::mendable(&error).ok_or(error)?;
    let status = info.status;
    let page = RecipePage {
        run_error: Some(info.sentence()),
        ..whole(&state, user.id, &recipe, Draft::of(&recipe), chosen).await?
    };
    answer(&state, &request, status, &page)
}

/// Puts what the user can mend into the form.
///
/// # Errors
/// Anything else.
fn refused(draft: &mut Draft, error: studio_app::Error) -> Result<StatusCode> {
    let info = ErrorInfo::for_form(error.into())?;
    match info.errors.as_slice() {
        [] => draft.errors.push(info.detail),
        errors => draft.complain(errors),
    }
    Ok(info.status)
}

fn answer(state: &AppState, request: &PageRequest, status: StatusCode, page: &RecipePage) -> Result<Response> {
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}

fn form(models: &[ModelView], draft: Draft) -> RecipePage {
    RecipePage {
        id: String::new(),
        name: draft.name,
        name_error: draft.name_error,
        version: String::new(),
        steps: draft.steps,
        choices: choices(models),
        errors: draft.errors,
        price: None,
        images: Vec::new(),
        chosen: Vec::new(),
        run_error: None,
        key: String::new(),
    }
}

/// The form of a stored recipe with its price and the pictures it can be run on.
async fn whole(
    state: &AppState,
    user_id: UserId,
    recipe: &RecipeView,
    draft: Draft,
    chosen: Vec<String>,
) -> Result<RecipePage> {
    let models = models::list(&state.app).await?;
    let names = ModelNames::load(&state.app);
    let limit = PageLimit::new(SHOWN).unwrap_or_default();
    let images = images::list(&state.app, user_id, &images::ImageFilter::default(), None, limit).await?;
    let price = match recipes::preview(&state.app, user_id, recipe.id, &PreviewInputs::Count(1)).await {
        Ok(preview) => Some((preview.price.expected.credits(), preview.price.high.credits())),
        Err(studio_app::Error::Invalid(_)) => None,
        Err(error) => return Err(error.into()),
    };
    Ok(RecipePage {
        id: recipe.id.to_string(),
        version: version(recipe.updated_at),
        price,
        images: images.items.iter().map(|image| image_tile(image, &names)).collect(),
        chosen,
        key: state.app.clock.new_id().to_string(),
        ..form(&models, draft)
    })
}

fn card(recipe: &RecipeView, names: &ModelNames) -> RecipeCard {
    let step = |step: &recipes::Step| format!("{}: {}", step.operation.as_str(), names.get(&step.model_id));
    RecipeCard {
        id: recipe.id.to_string(),
        name: recipe.name.clone(),
        steps: recipe.steps.iter().map(step).collect(),
    }
}
