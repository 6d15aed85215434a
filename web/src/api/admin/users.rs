//! `/api/admin/users`

use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::accounts::{self, Person, PersonChange, Role};
use studio_app::credits;
use studio_model::UserId;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::AppState;
use crate::api::PageBody;
use crate::api::credits::balance::BalanceBody;
use crate::auth::CurrentUser;
use crate::error::{Error, Result};
use crate::extract::{Json, PageQuery, PathId, QueryPairs};
use crate::problem::Problem;

/// An account as administrators see it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonBody {
    id: Uuid,
    #[schema(example = "ada@example.org")]
    email: String,
    #[schema(example = "Ada Lovelace")]
    name: String,
    /// `user` or `admin`.
    #[schema(example = "user")]
    role: &'static str,
    /// Whether it can log in.
    is_active: bool,
    /// What it can spend now.
    #[schema(minimum = 0, example = 961.5)]
    credits_balance: f64,
    created_at: DateTime<Utc>,
    last_login: Option<DateTime<Utc>>,
    /// When it will be deleted, because its owner asked for that.
    deletes_at: Option<DateTime<Utc>>,
}

impl From<Person> for PersonBody {
    fn from(person: Person) -> Self {
        Self {
            id: person.id.0,
            email: person.email,
            name: person.name,
            role: person.role.as_str(),
            is_active: person.is_active,
            credits_balance: person.balance.credits(),
            created_at: person.created_at,
            last_login: person.last_login,
            deletes_at: person.deletes_at,
        }
    }
}

/// What to change; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonChangeBody {
    /// An account that is switched off cannot log in and is signed out everywhere; its jobs go on.
    #[serde(default)]
    is_active: Option<bool>,
    /// `user` or `admin`.
    #[serde(default)]
    #[schema(example = "admin")]
    role: Option<String>,
}

/// Credits for somebody.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GrantBody {
    /// More than 0 and at most 1,000,000.
    #[schema(example = 500.0)]
    credits: f64,
    /// For the history of whoever gets them; at most 200 characters.
    #[serde(default)]
    #[schema(example = "For the autumn campaign")]
    note: String,
}

/// Everybody, newest first.
#[utoipa::path(
    get, path = "/api/admin/users", operation_id = "list_users", tag = "admin",
    params(
        ("q" = Option<String>, Query, description = "Only those whose address or name contains this; at most 254 characters."),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of accounts.", body = PageBody<PersonBody>),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_users(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    QueryPairs(query): QueryPairs,
    page: PageQuery,
) -> Result<axum::Json<PageBody<PersonBody>>> {
    let people = accounts::list_people(&state.app, &user, query.get("q"), page.cursor, page.limit).await?;
    Ok(axum::Json(people.into()))
}

/// Switch an account off or on, or change what it may do.
#[utoipa::path(
    put, path = "/api/admin/users/{id}", operation_id = "update_user", tag = "admin",
    params(("id" = uuid::Uuid, Path, description = "The account.")),
    request_body = PersonChangeBody,
    responses(
        (status = 200, description = "The account as it is now.", body = PersonBody),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such account.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "No administrator would be left.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn update_user(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<UserId>,
    Json(body): Json<PersonChangeBody>,
) -> Result<axum::Json<PersonBody>> {
    let role = match body.role.as_deref() {
        None => None,
        Some("user") => Some(Role::User),
        Some("admin") => Some(Role::Admin),
        Some(_) => return Err(Error::invalid("role", "Use user or admin.")),
    };
    let change = PersonChange {
        is_active: body.is_active,
        role,
    };
    Ok(axum::Json(
        accounts::update_person(&state.app, &user, id, change).await?.into(),
    ))
}

/// Give credits to somebody.
#[utoipa::path(
    post, path = "/api/admin/users/{id}/credits", operation_id = "grant_credits", tag = "admin",
    params(("id" = uuid::Uuid, Path, description = "Who gets them.")),
    request_body = GrantBody,
    responses(
        (status = 200, description = "Given; what the account has now.", body = BalanceBody),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such account.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn grant_credits(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<UserId>,
    Json(body): Json<GrantBody>,
) -> Result<axum::Json<BalanceBody>> {
    let balance = credits::grant(&state.app, &user, id, body.credits, &body.note).await?;
    Ok(axum::Json(balance.into()))
}
