//! `/projects`: folders of work, and what is in one.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::images::{self, ImageFilter};
use studio_app::projects::{self, Numbers, ProjectFilter, ProjectView};
use studio_model::{JobStatus, PageLimit, ProjectId, UserId};

use super::convert::{ModelNames, image_tile};
use super::form::ticked;
use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId, QueryPairs, parse_cursor};
use crate::views::{NumberOf, ProjectCard, ProjectNumbers, ProjectPage, ProjectsPage, View};
use crate::{AppState, Error, paths};

/// Projects of a page.
const SHOWN: u16 = 24;

/// Pictures of a page: rows of 2, 3, 4 and 6 come out even.
const TILES: u16 = 48;

/// Pictures that are offered to be put in.
const OFFERED: u16 = 48;

/// Days that are looked at for the numbers.
const DAYS: u16 = 30;

/// `GET /projects`: `?archived=true` shows those that are put away, `?q=` those with these words.
pub(crate) async fn list(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let limit = PageLimit::new(SHOWN).unwrap_or_default();
    let after = parse_cursor(query.get("cursor"))?;
    let is_archived = query.get("archived") == "true";
    let q = query.get("q").trim();
    let found = if q.is_empty() {
        let filter = if is_archived {
            ProjectFilter::Archived
        } else {
            ProjectFilter::Active
        };
        projects::list(&state.app, user.id, filter, after, limit).await?
    } else {
        projects::search(&state.app, user.id, q, after, limit).await?
    };
    let page = ProjectsPage {
        projects: found.items.iter().map(card).collect(),
        is_archived: is_archived && q.is_empty(),
        query: q.to_owned(),
        next_href: found
            .next
            .map(|cursor| paths::projects_after(is_archived, q, &cursor.to_string())),
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

/// `GET /projects/{id}`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ProjectId>,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let page = whole(&state, user.id, id, query.get("cursor")).await?;
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

/// `POST /projects/{id}/images`: the fields `image` are pictures; `action` is `add` or `remove`.
pub(crate) async fn change_images(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ProjectId>,
    pairs: FormPairs,
) -> Result<Response> {
    let chosen = ticked(&pairs, "image");
    let done = if pairs.get("action") == "remove" {
        projects::remove_images(&state.app, user.id, id, &chosen)
            .await
            .map(drop)
    } else {
        projects::add_images(&state.app, user.id, id, &chosen).await.map(drop)
    };
    let error = match done {
        Ok(()) => return Ok(Redirect::to(&paths::project(&id.to_string())).into_response()),
        Err(error) => Error::from(error),
    };
    let info = ErrorInfo::for_form(error)?;
    let status = info.status;
    let page = ProjectPage {
        error: Some(info.sentence()),
        ..whole(&state, user.id, id, "").await?
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}

/// `POST /projects/{id}/archive`: the field `archived` is `true` or `false`.
pub(crate) async fn archive(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<ProjectId>,
    pairs: FormPairs,
) -> Result<Redirect> {
    projects::set_archived(&state.app, user.id, id, pairs.get("archived") == "true").await?;
    Ok(Redirect::to(&paths::project(&id.to_string())))
}

/// `POST /projects/{id}/duplicate`
pub(crate) async fn duplicate(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<ProjectId>,
) -> Result<Redirect> {
    let copy = projects::duplicate(&state.app, user.id, id, None).await?;
    Ok(Redirect::to(&paths::edit_project(&copy.id.to_string())))
}

/// `POST /projects/{id}/delete`
pub(crate) async fn delete(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<ProjectId>,
) -> Result<Redirect> {
    projects::delete(&state.app, user.id, id).await?;
    Ok(Redirect::to(paths::PROJECTS))
}

pub(super) fn card(project: &ProjectView) -> ProjectCard {
    ProjectCard {
        id: project.id.to_string(),
        name: project.name.clone(),
        description: project.description.clone(),
        category: project.category.clone(),
        tags: project.tags.clone(),
        image_count: project.image_count,
        cover_url: project.shown_cover_id.map(|id| ProjectCard::cover(&id.to_string())),
        is_archived: project.is_archived,
    }
}

async fn whole(state: &AppState, user_id: UserId, id: ProjectId, cursor: &str) -> Result<ProjectPage> {
    let project = projects::find(&state.app, user_id, id).await?;
    let limit = PageLimit::new(TILES).unwrap_or_default();
    let inside = projects::list_images(&state.app, user_id, id, parse_cursor(cursor)?, limit).await?;
    let offered = PageLimit::new(OFFERED).unwrap_or_default();
    let newest = images::list(&state.app, user_id, &ImageFilter::default(), None, offered).await?;
    let names = ModelNames::load(&state.app);
    let numbers = projects::numbers(&state.app, user_id, id, DAYS).await?;
    let others = newest.items.iter().filter(|image| image.project_id != Some(id.0));
    Ok(ProjectPage {
        project: card(&project),
        notes: project.notes,
        model_name: project.defaults.model_id.map(|id| names.get(&id).to_owned()),
        numbers: counted(&numbers),
        tiles: inside.items.iter().map(|image| image_tile(image, &names)).collect(),
        next_href: inside
            .next
            .map(|cursor| paths::project_after(&id.to_string(), &cursor.to_string())),
        others: others.map(|image| image_tile(image, &names)).collect(),
        error: None,
    })
}

fn counted(numbers: &Numbers) -> ProjectNumbers {
    let jobs = |wanted: &[JobStatus]| -> u64 {
        let of_these = numbers.jobs.iter().filter(|(status, _)| wanted.contains(status));
        of_these.map(|(_, jobs)| jobs).sum()
    };
    let most = |counts: &mut dyn Iterator<Item = i64>| counts.max().unwrap_or(0);
    let of_models = most(&mut numbers.by_model.iter().map(|(_, share)| share.images));
    let of_days = most(&mut numbers.by_day.iter().map(|share| share.images));
    let by_model = numbers.by_model.iter().map(|(name, share)| NumberOf {
        name: name.clone(),
        images: share.images,
        percent: percent(share.images, of_models),
        credits: share.cost.credits(),
    });
    let with_images = numbers.by_day.iter().rev().filter(|share| share.images > 0);
    let by_day = with_images.map(|share| NumberOf {
        name: share.key.to_string(),
        images: share.images,
        percent: percent(share.images, of_days),
        credits: share.cost.credits(),
    });
    ProjectNumbers {
        images: numbers.images,
        favorites: numbers.favorites,
        size_bytes: numbers.size_bytes,
        spent_credits: numbers.spent.credits(),
        jobs_completed: jobs(&[JobStatus::Completed]),
        jobs_failed: jobs(&[JobStatus::Failed]),
        jobs_open: jobs(&[JobStatus::Pending, JobStatus::Processing]),
        by_model: by_model.collect(),
        by_day: by_day.collect(),
    }
}

/// Of `whole` in percent, at least 1, so that a bar is seen.
fn percent(part: i64, whole: i64) -> u8 {
    let percent = part.saturating_mul(100) / whole.max(1);
    u8::try_from(percent.clamp(1, 100)).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_seen_and_never_too_long() {
        assert_eq!(
            [(0, 0), (1, 1000), (50, 200), (7, 7)].map(|(part, whole)| percent(part, whole)),
            [1, 1, 25, 100]
        );
    }
}
