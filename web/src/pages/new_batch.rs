//! `/batches/new`: asking for a batch, in two steps: the form, then what would come of it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::Value;
use studio_app::accounts::User;
use studio_app::batches::presets::PresetView;
use studio_app::batches::{self, BatchRequest};
use studio_app::generation::Operation;
use studio_app::models::{self, ModelView};
use studio_app::recipes;
use studio_model::{PageLimit, UserId};

use super::asked_before;
use super::batch_form::{columns, columns_of, parameters_of, place_of, read_values, to_request, values_of};
use super::batch_preview::preview_page;
use super::convert::{model_card, offers};
use super::frame::PageRequest;
use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, QueryPairs};
use crate::multipart::UploadPairs;
use crate::views::schema_form::{RawValues, digest};
use crate::views::{BatchValuesTyped, FieldError, NamedLink, NewBatchPage, TableColumn, View};
use crate::{AppState, Error, paths};

/// Largest form: a table of 4 MiB, in the field and as a file, and the rest. Larger tables go through the API.
pub(crate) const MAX_FORM_BYTES: usize = 9 * 1024 * 1024;
/// The model that is selected when none is named: cheap and quick, because there will be many pictures.
const DEFAULT_MODEL: &str = "fal-ai/flux/schnell";
/// Recipes that are offered.
const OFFERED: u16 = 100;
/// What a column can be for, apart from parameters.
const TARGETS: [&str; 7] = [
    "prompt",
    "negative_prompt",
    "model_id",
    "seed",
    "num_images",
    "variable",
    "ignore",
];

/// The form as it was sent.
pub(super) struct Draft {
    models: Vec<ModelView>,
    selected: usize,
    values: BatchValuesTyped,
    raw: RawValues,
    columns: Vec<TableColumn>,
}

/// `GET /batches/new`: empty, or with the request of `?batch=` or `?preset=`.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let draft = match asked_again(&state, user.id, &query).await? {
        Some(asked) => Draft::of_request(&state, &asked).await?,
        None => Draft::read(&state, &query).await?,
    };
    form(&state, &request, &user, &draft, (StatusCode::OK, &[])).await
}

/// `POST /batches/new`: the field `action` is `edit` (the form again), `preview` or `start`.
pub(crate) async fn submit(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    UploadPairs { mut pairs, complaint }: UploadPairs,
) -> Result<Response> {
    if pairs.get("action") == "skip" {
        // Starts what the preview shows, without the rows that are wrong.
        pairs.push("skip_broken_rows", "true");
    }
    let draft = Draft::read(&state, &pairs).await?;
    let errors = match (complaint, pairs.get("action")) {
        (Some(message), _) => vec![FieldError::new("table", message)],
        (None, "preview" | "start" | "skip") => match draft.go(&state, &request, &user, &pairs).await? {
            Ok(response) => return Ok(response),
            Err(errors) => errors,
        },
        _ => return form(&state, &request, &user, &draft, (StatusCode::OK, &[])).await,
    };
    form(
        &state,
        &request,
        &user,
        &draft,
        (StatusCode::UNPROCESSABLE_ENTITY, &errors),
    )
    .await
}

/// The request that the address names; a preset's name stands for that of its request where this has none.
async fn asked_again(state: &AppState, user_id: UserId, query: &FormPairs) -> Result<Option<BatchRequest>> {
    for kind in ["batch", "preset"] {
        if let Some(asked) = asked_before::find(state, user_id, kind, query.get(kind)).await? {
            let name = asked.request.name.or(asked.kept_as);
            return Ok(Some(BatchRequest { name, ..asked.request }));
        }
    }
    Ok(None)
}

impl Draft {
    async fn read(state: &AppState, pairs: &FormPairs) -> Result<Self> {
        let values = read_values(pairs);
        let columns = columns(&values, pairs);
        let (models, selected) = choose(state, pairs.get("model_id")).await?;
        Ok(Self {
            models,
            selected,
            values,
            raw: RawValues::from_pairs(pairs.iter()),
            columns,
        })
    }

    async fn of_request(state: &AppState, asked: &BatchRequest) -> Result<Self> {
        let (models, selected) = choose(state, asked.defaults.model_id.as_deref().unwrap_or_default()).await?;
        Ok(Self {
            models,
            selected,
            values: values_of(asked),
            raw: parameters_of(asked),
            columns: columns_of(&asked.spec),
        })
    }

    /// Previews or starts what the form means; complaints are those that the form can show.
    async fn go(
        &self,
        state: &AppState,
        request: &PageRequest,
        user: &User,
        pairs: &FormPairs,
    ) -> Result<std::result::Result<Response, Vec<FieldError>>> {
        let Some(model) = self.models.get(self.selected) else {
            return Ok(Err(vec![FieldError::new("model_id", "There is no model to ask.")]));
        };
        let mut asked = match to_request(request.frame.lang, &self.values, model, pairs) {
            Ok(asked) => asked,
            Err(errors) => return Ok(Err(errors)),
        };
        let done = if pairs.get("action") == "preview" {
            preview(state, request, user, &asked, pairs, &self.models).await
        } else {
            asked.idempotency_key = Some(pairs.get("key").to_owned()).filter(|key| !key.is_empty());
            start(state, user.id, asked).await
        };
        match done {
            Ok(response) => Ok(Ok(response)),
            Err(error) => self.complaints(error).map(Err),
        }
    }

    /// What the user can mend, at the controls.
    ///
    /// # Errors
    /// Anything else.
    fn complaints(&self, error: Error) -> Result<Vec<FieldError>> {
        let Some(info) = ErrorInfo::mendable(&error) else {
            return Err(error);
        };
        let Some(errors) = error.field_errors() else {
            return Ok(vec![FieldError::new("", info.detail)]);
        };
        let place = |error: &studio_app::FieldError| {
            FieldError::new(place_of(&error.field, &self.values.source), error.message.clone())
        };
        Ok(errors.iter().map(place).collect())
    }
}

async fn choose(state: &AppState, model_id: &str) -> Result<(Vec<ModelView>, usize)> {
    let mut models = models::list(&state.app).await?;
    models.retain(|model| offers(model, Operation::TextToImage));
    let selected = [model_id, DEFAULT_MODEL]
        .iter()
        .find_map(|id| models.iter().position(|model| model.id == *id));
    Ok((models, selected.unwrap_or(0)))
}

async fn preview(
    state: &AppState,
    request: &PageRequest,
    user: &User,
    asked: &BatchRequest,
    pairs: &FormPairs,
    models: &[ModelView],
) -> Result<Response> {
    let forecast = batches::forecast(&state.app, user.id, asked).await?;
    let key = state.app.clock.new_id().to_string();
    let page = preview_page(forecast, asked.skip_broken_rows, pairs, models, key);
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

async fn start(state: &AppState, user_id: UserId, asked: BatchRequest) -> Result<Response> {
    let started = batches::submit(&state.app, user_id, asked).await?;
    Ok(Redirect::to(&paths::batch(&started.batch.id.to_string())).into_response())
}

async fn form(
    state: &AppState,
    request: &PageRequest,
    user: &User,
    draft: &Draft,
    (status, errors): (StatusCode, &[FieldError]),
) -> Result<Response> {
    let model = draft.models.get(draft.selected);
    let schema = model.map_or(&Value::Null, |model| &model.parameters_schema);
    let parameters: Vec<String> = schema["properties"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| format!("parameters.{name}"))
        .collect();
    let others: Vec<FieldError> = errors
        .iter()
        .filter(|error| !parameters.iter().any(|name| error.field.starts_with(name)))
        .cloned()
        .collect();
    let page = NewBatchPage {
        models: draft.models.iter().map(model_card).collect(),
        selected: model.map(model_card),
        values: draft.values.clone(),
        columns: draft.columns.clone(),
        targets: TARGETS.into_iter().map(str::to_owned).chain(parameters).collect(),
        parameters: digest(schema, &draft.raw, errors),
        recipes: offered_recipes(state, user.id).await?,
        presets: asked_before::presets(state, user.id)
            .await?
            .into_iter()
            .map(preset_link)
            .collect(),
        errors: NewBatchPage::sort_errors(&others),
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}

async fn offered_recipes(state: &AppState, user_id: UserId) -> Result<Vec<NamedLink>> {
    let limit = PageLimit::new(OFFERED).unwrap_or_default();
    let recipes = recipes::list(&state.app, user_id, None, limit).await?.items;
    let link = |recipe: recipes::RecipeView| NamedLink {
        id: recipe.id.to_string(),
        name: recipe.name,
    };
    Ok(recipes.into_iter().map(link).collect())
}

fn preset_link(preset: PresetView) -> NamedLink {
    NamedLink {
        id: preset.id.to_string(),
        name: preset.name,
    }
}
