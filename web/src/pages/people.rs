//! `/admin/users`: everybody's accounts, for administrators.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::accounts::{self, Person, PersonChange, Role, User};
use studio_app::credits;
use studio_model::{Cursor, PageLimit, UserId};

use super::frame::PageRequest;
use super::respond::html_response;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId, QueryPairs};
use crate::templates::format::read_number;
use crate::views::{PeoplePage, PersonCard, View};
use crate::{AppState, Error, paths};

/// Which accounts are shown.
#[derive(Debug, Default)]
struct Shown {
    words: String,
    after: Option<Cursor>,
}

/// `GET /admin/users`: `?q=` searches, `?after=` shows a later page.
pub(crate) async fn list(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let shown = Shown {
        words: query.get("q").to_owned(),
        after: query.get("after").parse().ok(),
    };
    show(&state, &request, &user, shown, (StatusCode::OK, None)).await
}

/// `POST /admin/users/{id}`: `active` and `role` are what to change.
pub(crate) async fn update(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<UserId>,
    form: FormPairs,
) -> Result<Response> {
    let change = PersonChange {
        is_active: match form.get("active") {
            "on" => Some(true),
            "off" => Some(false),
            _ => None,
        },
        role: match form.get("role") {
            "admin" => Some(Role::Admin),
            "user" => Some(Role::User),
            _ => None,
        },
    };
    let done = accounts::update_person(&state.app, &user, id, change).await.map(drop);
    answer(&state, &request, &user, &form, done.map_err(Error::from)).await
}

/// `POST /admin/users/{id}/credits`
pub(crate) async fn grant(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<UserId>,
    form: FormPairs,
) -> Result<Response> {
    let amount = read_number(request.frame.lang, form.get("credits")).unwrap_or(f64::NAN);
    let done = credits::grant(&state.app, &user, id, amount, form.get("note"))
        .await
        .map(drop);
    answer(&state, &request, &user, &form, done.map_err(Error::from)).await
}

/// Back to the list, or the list with the reason why not.
async fn answer(
    state: &AppState,
    request: &PageRequest,
    user: &User,
    form: &FormPairs,
    done: Result<()>,
) -> Result<Response> {
    let words = form.get("q").to_owned();
    let Err(error) = done else {
        return Ok(Redirect::to(&paths::people_with(&words, None)).into_response());
    };
    let info = ErrorInfo::for_form(error)?;
    let shown = Shown { words, after: None };
    show(state, request, user, shown, (info.status, Some(info.sentence()))).await
}

async fn show(
    state: &AppState,
    request: &PageRequest,
    user: &User,
    shown: Shown,
    (status, complaint): (StatusCode, Option<String>),
) -> Result<Response> {
    let found = accounts::list_people(&state.app, user, &shown.words, shown.after, PageLimit::default()).await?;
    let page = PeoplePage {
        next_href: found
            .next
            .map(|cursor| paths::people_with(&shown.words, Some(&cursor.to_string()))),
        people: found.items.into_iter().map(card).collect(),
        words: shown.words,
        complaint,
    };
    Ok(html_response(status, page.render(&state.templates, &request.frame)?))
}

fn card(person: Person) -> PersonCard {
    PersonCard {
        id: person.id.to_string(),
        name: person.name,
        email: person.email,
        is_admin: person.role == Role::Admin,
        is_active: person.is_active,
        credits: person.balance.credits(),
        created_at: person.created_at,
        last_login: person.last_login,
        deletes_at: person.deletes_at,
    }
}
