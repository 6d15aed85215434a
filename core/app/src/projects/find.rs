//! Looking at projects.

use studio_db::projects;
use studio_model::{Cursor, PageLimit, ProjectId, UserId};

use super::ProjectView;
use crate::search::patterns;
use crate::{App, Error, Page, Result};

/// Which projects are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProjectFilter {
    /// Those that are not put away.
    Active,
    /// Those that are.
    Archived,
    /// All.
    All,
}

impl ProjectFilter {
    const fn is_archived(self) -> Option<bool> {
        match self {
            Self::Active => Some(false),
            Self::Archived => Some(true),
            Self::All => None,
        }
    }
}

/// A page of a user's projects, newest first.
///
/// # Errors
/// When the database is away.
pub async fn list(
    app: &App,
    user_id: UserId,
    filter: ProjectFilter,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<ProjectView>> {
    let filter = projects::ProjectFilter {
        is_archived: filter.is_archived(),
        ..projects::ProjectFilter::default()
    };
    page(app, user_id, &filter, after, limit).await
}

/// A page of a user's projects, put away or not, in which every word of `q` is found; newest first.
///
/// # Errors
/// [`Error::Invalid`] for a `q` that has no words or too many.
pub async fn search(
    app: &App,
    user_id: UserId,
    q: &str,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<ProjectView>> {
    let filter = projects::ProjectFilter {
        patterns: patterns(q)?,
        ..projects::ProjectFilter::default()
    };
    page(app, user_id, &filter, after, limit).await
}

/// One project of a user.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn find(app: &App, user_id: UserId, id: ProjectId) -> Result<ProjectView> {
    let project = projects::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
    project.map(ProjectView::from).ok_or(Error::NotFound)
}

async fn page(
    app: &App,
    user_id: UserId,
    filter: &projects::ProjectFilter,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<ProjectView>> {
    let found = projects::list(&mut *app.db.acquire().await?, user_id, filter, after, limit).await?;
    let views = found.into_iter().map(ProjectView::from).collect();
    Ok(Page::new(views, limit, |project: &ProjectView| Cursor {
        at: project.created_at,
        id: project.id.0,
    }))
}
