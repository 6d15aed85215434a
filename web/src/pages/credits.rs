//! `/credits`: what the user has, what became of it, what it went into, and budgets.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use studio_app::budgets::{self, BudgetPeriod, BudgetView};
use studio_app::credits::{self, Movement};
use studio_app::projects::{self, ProjectFilter};
use studio_app::usage::{self, Dimension, Share, Used};
use studio_model::{Cursor, MicroDollars, PageLimit, ProjectId, UserId};
use uuid::Uuid;

use super::convert::ModelNames;
use super::form::complaints;
use super::frame::PageRequest;
use super::purchases;
use super::respond::html_response;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId, QueryPairs};
use crate::i18n::Lang;
use crate::templates::format::read_number;
use crate::views::{
    BudgetLine, BudgetValues, CreditsPage, FieldError, FormErrors, MovementLine, UsedBar, UsedSums, View,
};
use crate::{AppState, Error, paths};

/// Movements of a page.
const MOVEMENTS: u16 = 50;
/// The control of a budget's limit; `credits` is the balance in the top bar.
const LIMIT: &str = "budget_credits";
/// Projects that a budget can be chosen for.
const PROJECTS: u16 = 200;

/// `GET /credits`: `?before=` shows older movements.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let before = query.get("before").parse().ok();
    let who = (user.id, request.frame.lang);
    let page = page(&state, who, before, BudgetValues::default(), &[]).await?;
    answer(&state, &request, StatusCode::OK, &page)
}

/// `POST /credits/budgets`: sets a budget, or replaces the one of that span.
pub(crate) async fn put_budget(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    pairs: FormPairs,
) -> Result<Response> {
    let values = BudgetValues {
        credits: pairs.get(LIMIT).to_owned(),
        period: pairs.get("period").to_owned(),
        project_id: pairs.get("project_id").to_owned(),
        is_hard: pairs.get("is_hard") == "true",
    };
    let error = match set(&state, (user.id, request.frame.lang), &values).await {
        Ok(()) => return Ok(Redirect::to(paths::CREDITS).into_response()),
        Err(error) => error,
    };
    let info = ErrorInfo::for_form(error)?;
    let mut complaints = complaints(&info);
    for complaint in complaints.iter_mut().filter(|complaint| complaint.field == "credits") {
        LIMIT.clone_into(&mut complaint.field);
    }
    let page = page(&state, (user.id, request.frame.lang), None, values, &complaints).await?;
    answer(&state, &request, info.status, &page)
}

/// `POST /credits/budgets/{id}/delete`
pub(crate) async fn delete_budget(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<Uuid>,
) -> Result<Redirect> {
    budgets::delete(&state.app, user.id, id).await?;
    Ok(Redirect::to(paths::CREDITS))
}

async fn set(state: &AppState, (user_id, lang): (UserId, Lang), values: &BudgetValues) -> Result<()> {
    let period = BudgetPeriod::parse(&values.period).ok_or_else(|| Error::invalid("period", "Choose a span."))?;
    let credits = read_number(lang, &values.credits).unwrap_or(f64::NAN);
    let project = match values.project_id.as_str() {
        "" => None,
        id => {
            Some(ProjectId(id.parse().map_err(|_| {
                Error::invalid("project_id", "Choose one of the projects.")
            })?))
        }
    };
    budgets::put(&state.app, user_id, project, period, credits, values.is_hard).await?;
    Ok(())
}

/// With a sentence about a purchase that could not begin.
pub(super) async fn page_with(state: &AppState, who: (UserId, Lang), problem: Option<String>) -> Result<CreditsPage> {
    let page = page(state, who, None, BudgetValues::default(), &[]).await?;
    Ok(CreditsPage { problem, ..page })
}

async fn page(
    state: &AppState,
    (user_id, lang): (UserId, Lang),
    before: Option<Cursor>,
    budget: BudgetValues,
    errors: &[FieldError],
) -> Result<CreditsPage> {
    let app = &state.app;
    let limit = |rows| PageLimit::new(rows).unwrap_or_default();
    let balance = credits::balance(app, user_id).await?;
    let history = credits::history(app, user_id, before, limit(MOVEMENTS)).await?;
    let projects = projects::list(app, user_id, ProjectFilter::All, None, limit(PROJECTS)).await?;
    let projects: Vec<_> = projects
        .items
        .into_iter()
        .map(|project| (project.id.to_string(), project.name))
        .collect();
    let names = ModelNames::load(app);
    let by_day = usage::daily(app, user_id, "", "").await?;
    let by_model = usage::by(app, user_id, "", "", Dimension::Model).await?;
    let by_project = usage::by(app, user_id, "", "", Dimension::Project).await?;
    let budgets = budgets::list(app, user_id).await?;
    let (packs, purchases) = purchases::shop(app, user_id, lang).await?;
    Ok(CreditsPage {
        packs,
        purchases,
        problem: None,
        available: balance.available.credits(),
        held: balance.held.credits(),
        days: by_day.len(),
        used: sums(&by_day),
        by_day: bars(by_day.into_iter().map(|(day, used)| (day.to_string(), used))),
        by_model: bars(
            by_model
                .into_iter()
                .map(|share| (names.get(&share.key).to_owned(), share.used)),
        ),
        by_project: bars(by_project.into_iter().map(named_project)),
        budgets: budgets.iter().map(|budget| line(budget, &projects)).collect(),
        budget,
        errors: FormErrors::sort(&CreditsPage::CONTROLS, errors),
        projects,
        next_href: history.next.map(|cursor| paths::credits_before(&cursor.to_string())),
        history: history.items.into_iter().map(movement).collect(),
    })
}

fn answer(state: &AppState, request: &PageRequest, status: StatusCode, page: &CreditsPage) -> Result<Response> {
    Ok(html_response(status, page.render(&state.templates, &request.frame)?))
}

fn sums(days: &[(NaiveDate, Used)]) -> UsedSums {
    let sum = |part: fn(&Used) -> i64| days.iter().map(|(_, used)| part(used)).sum();
    UsedSums {
        credits: MicroDollars(sum(|used| used.paid.0)).credits(),
        jobs: sum(|used| used.jobs),
        failed: sum(|used| used.failed),
        images: sum(|used| used.images),
    }
}

fn named_project(share: Share) -> (String, Used) {
    (share.project_name.unwrap_or_default(), share.used)
}

/// Lines whose bars are as long as what was paid; the longest is full.
fn bars(lines: impl Iterator<Item = (String, Used)>) -> Vec<UsedBar> {
    let lines: Vec<_> = lines.collect();
    let most = lines.iter().map(|(_, used)| used.paid.0).max().unwrap_or(0);
    let bar = |(name, used): (String, Used)| UsedBar {
        name,
        credits: used.paid.credits(),
        images: used.images,
        percent: percent(used.paid.0, most),
    };
    lines.into_iter().map(bar).collect()
}

/// Of `whole` in percent; 1 for what is more than nothing, so that a bar is seen.
fn percent(part: i64, whole: i64) -> u8 {
    if part <= 0 || whole <= 0 {
        return 0;
    }
    let percent = i128::from(part) * 100 / i128::from(whole);
    u8::try_from(percent.clamp(1, 100)).unwrap_or(100)
}

fn line(budget: &BudgetView, projects: &[(String, String)]) -> BudgetLine {
    let project = budget.project_id.map(|id| id.to_string());
    let name = |id: String| {
        let known = projects.iter().find(|project| project.0 == id);
        known.map_or(id, |project| project.1.clone())
    };
    BudgetLine {
        id: budget.id.to_string(),
        project: project.map(name),
        period: budget.period.as_str(),
        limit: budget.limit.credits(),
        used: budget.used.credits(),
        percent: percent(budget.used.0, budget.limit.0),
        is_hard: budget.is_hard,
        state: budget.state.as_str(),
        ends_at: budget.ends_at,
    }
}

fn movement(movement: Movement) -> MovementLine {
    let job = movement.job_id.map(|id| paths::job(&id.to_string()));
    let batch = movement.batch_id.map(|id| paths::batch(&id.to_string()));
    MovementLine {
        kind: movement.kind,
        available: movement.available.credits(),
        spent: movement.spent.credits(),
        note: movement.note,
        href: job.or(batch),
        created_at: movement.created_at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_seen_when_there_is_anything_and_never_too_long() {
        let cases = [
            (0, 10),
            (1, 10_000),
            (5, 10),
            (10, 10),
            (20, 10),
            (1, 0),
            (i64::MAX, i64::MAX),
        ];
        assert_eq!(
            cases.map(|(part, whole)| percent(part, whole)),
            [0, 1, 50, 100, 100, 0, 100]
        );
    }
}
