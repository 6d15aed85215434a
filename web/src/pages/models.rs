//! `/models`: what there is to choose from, beside each other. Needs no account.

use std::cmp::Ordering;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use studio_app::generation::Operation;
use studio_app::models::{self, ModelView};
use studio_model::MicroDollars;

use super::convert::model_card;
use super::frame::PageRequest;
use super::generate_form::asked_of;
use super::plugins::{success_percent, times};
use super::respond::html_response;
use crate::auth::MaybeUser;
use crate::error::Result;
use crate::views::{ModelRow, ModelsPage, View};
use crate::{AppState, paths};

/// What can be chosen in the address; anything else is taken for the default.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Choice {
    sort: String,
    operation: String,
}

/// `GET /models`
pub(crate) async fn show(
    State(state): State<AppState>,
    request: PageRequest,
    MaybeUser(user): MaybeUser,
    Query(choice): Query<Choice>,
) -> Result<Response> {
    let models = match user {
        Some(user) => models::list_for_user(&state.app, user.id).await?,
        None => models::list(&state.app).await?,
    };
    let sort = Sort::from_name(&choice.sort);
    let wanted = models
        .iter()
        .flat_map(|model| &model.operations)
        .find(|operation| operation.as_str() == choice.operation)
        .copied();
    let page = ModelsPage {
        sorts: Sort::ALL
            .map(|other| (other.as_str(), address(other, wanted), other == sort))
            .into(),
        operations: operations(&models, sort, wanted),
        rows: rows(models, sort, wanted),
    };
    Ok(html_response(
        StatusCode::OK,
        page.render(&state.templates, &request.frame)?,
    ))
}

/// The orders of the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Name,
    Price,
    Speed,
    Success,
}

impl Sort {
    const ALL: [Self; 4] = [Self::Name, Self::Price, Self::Speed, Self::Success];

    fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Price => "price",
            Self::Speed => "speed",
            Self::Success => "success",
        }
    }

    fn from_name(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|sort| sort.as_str() == name)
            .unwrap_or(Self::Name)
    }

    /// The better one first; what is not known comes last.
    fn compare(self, a: &ModelRow, b: &ModelRow) -> Ordering {
        let price = |row: &ModelRow| row.prices.first().map_or(f64::INFINITY, |price| price.0);
        let seconds = |row: &ModelRow| row.times.map_or(row.model.typical_seconds, |times| times.0);
        let failures = |row: &ModelRow| row.success_percent.map_or(f64::INFINITY, |percent| 100.0 - percent);
        let order = match self {
            Self::Name => Ordering::Equal,
            Self::Price => price(a).total_cmp(&price(b)),
            Self::Speed => seconds(a).total_cmp(&seconds(b)),
            Self::Success => failures(a).total_cmp(&failures(b)),
        };
        order.then_with(|| a.model.name.cmp(&b.model.name))
    }
}

fn address(sort: Sort, operation: Option<Operation>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if sort != Sort::Name {
        query.append_pair("sort", sort.as_str());
    }
    if let Some(operation) = operation {
        query.append_pair("operation", operation.as_str());
    }
    match query.finish() {
        query if query.is_empty() => paths::MODELS.to_owned(),
        query => format!("{}?{query}", paths::MODELS),
    }
}

/// Everything, then each operation that some model offers, in the order of the models.
fn operations(models: &[ModelView], sort: Sort, wanted: Option<Operation>) -> Vec<(&'static str, String, bool)> {
    let mut choices = vec![("all", address(sort, None), wanted.is_none())];
    for operation in models.iter().flat_map(|model| &model.operations) {
        let name = operation.as_str();
        if choices.iter().all(|choice| choice.0 != name) {
            choices.push((name, address(sort, Some(*operation)), wanted == Some(*operation)));
        }
    }
    choices
}

fn rows(models: Vec<ModelView>, sort: Sort, wanted: Option<Operation>) -> Vec<ModelRow> {
    let fits = |model: &ModelView| wanted.is_none_or(|operation| model.operations.contains(&operation));
    let mut rows: Vec<_> = models.into_iter().filter(fits).map(row).collect();
    rows.sort_by(|a, b| sort.compare(a, b));
    rows
}

fn row(model: ModelView) -> ModelRow {
    let in_form = asked_of(&model, Operation::TextToImage).is_some();
    let measured = model.measured;
    ModelRow {
        model: model_card(&model),
        operations: model.operations.iter().map(|operation| operation.as_str()).collect(),
        price_read_on: model.prices.first().map(|line| line.read_on.clone()),
        prices: model
            .prices
            .iter()
            .map(|line| (credits(line.microdollars), line.unit.clone()))
            .collect(),
        times: measured.and_then(times),
        success_percent: measured.map(success_percent),
        presets: model.presets.into_iter().map(|preset| preset.name).collect(),
        try_href: in_form.then(|| paths::generate_with_model(&model.id)),
    }
}

fn credits(microdollars: u64) -> f64 {
    MicroDollars(i64::try_from(microdollars).unwrap_or(i64::MAX)).credits()
}
