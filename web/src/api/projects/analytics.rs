//! `GET /api/projects/{id}/analytics`

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use studio_app::projects::{self, MAX_DAYS, Numbers};
use studio_model::ProjectId;
use utoipa::ToSchema;

use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{PathId, QueryPairs};
use crate::problem::Problem;
use crate::{AppState, Error};

/// Days that are told when nothing is said.
const USUAL_DAYS: u16 = 30;

/// Pictures, jobs and money of a project.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProjectAnalyticsBody {
    /// Pictures in it, without those in the trash.
    #[schema(example = 12)]
    image_count: u64,
    favorite_count: u64,
    /// Bytes of their originals.
    size_bytes: u64,
    /// What these pictures cost, wherever they were made.
    image_cost_credits: f64,
    /// What all jobs of the project cost, whatever became of their pictures.
    spent_credits: f64,
    /// Jobs that were asked for in it, by state.
    #[schema(example = json!({"pending": 0, "processing": 0, "completed": 3, "failed": 1, "cancelled": 0}))]
    jobs: BTreeMap<&'static str, u64>,
    /// Most pictures first.
    by_model: Vec<ModelShareBody>,
    /// By the day (UTC) on which pictures were made, oldest first, days without any included.
    by_day: Vec<DayShareBody>,
}

/// Pictures of one model.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProjectModelShareBody)]
struct ModelShareBody {
    #[schema(example = "fal-ai/flux/dev")]
    model_id: String,
    #[schema(example = "FLUX.1 [dev]")]
    model_name: String,
    image_count: u64,
    cost_credits: f64,
}

/// Pictures of one day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProjectDayShareBody)]
struct DayShareBody {
    day: NaiveDate,
    image_count: u64,
    cost_credits: f64,
}

impl From<Numbers> for ProjectAnalyticsBody {
    fn from(numbers: Numbers) -> Self {
        let by_model = numbers.by_model.into_iter().map(|(model_name, share)| ModelShareBody {
            model_id: share.key,
            model_name,
            image_count: share.images.unsigned_abs(),
            cost_credits: share.cost.credits(),
        });
        let by_day = numbers.by_day.into_iter().map(|share| DayShareBody {
            day: share.key,
            image_count: share.images.unsigned_abs(),
            cost_credits: share.cost.credits(),
        });
        Self {
            image_count: numbers.images,
            favorite_count: numbers.favorites,
            size_bytes: numbers.size_bytes,
            image_cost_credits: numbers.image_cost.credits(),
            spent_credits: numbers.spent.credits(),
            jobs: numbers
                .jobs
                .into_iter()
                .map(|(status, jobs)| (status.as_str(), jobs))
                .collect(),
            by_model: by_model.collect(),
            by_day: by_day.collect(),
        }
    }
}

/// What became of the work in a project.
#[utoipa::path(
    get, path = "/api/projects/{id}/analytics", operation_id = "find_project_analytics", tag = "projects",
    params(
        ("id" = uuid::Uuid, Path, description = "The project."),
        ("days" = Option<u16>, Query, description = "How many days to tell one by one, today included: 1 to 366, default 30."),
    ),
    responses(
        (status = 200, description = "The numbers.", body = ProjectAnalyticsBody),
        (status = 404, description = "You have no such project.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`days` is out of range.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_project_analytics(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ProjectId>,
    QueryPairs(query): QueryPairs,
) -> Result<Json<ProjectAnalyticsBody>> {
    let days = match query.get("days") {
        "" => USUAL_DAYS,
        text => text
            .parse()
            .map_err(|_| Error::invalid("days", format!("Use a whole number from 1 to {MAX_DAYS}.")))?,
    };
    Ok(Json(projects::numbers(&state.app, user.id, id, days).await?.into()))
}
