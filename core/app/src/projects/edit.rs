//! Making, changing, copying and removing projects.

use chrono::{DateTime, Utc};
use studio_db::projects;
use studio_model::{ProjectId, UserId};

use super::{ProjectRequest, ProjectView, find};
use crate::texts::Complaints;
use crate::{App, Error, Result};

/// Projects that one user may have.
const MAX_PROJECTS: i64 = 1000;

/// Makes a project.
///
/// # Errors
/// [`Error::Invalid`] with every wrong field, [`Error::Conflict`] when the user has 1,000 projects.
pub async fn create(app: &App, user_id: UserId, request: ProjectRequest) -> Result<ProjectView> {
    let content = request.check(app, user_id).await?;
    insert(app, user_id, &content).await
}

async fn insert(app: &App, user_id: UserId, content: &projects::ProjectContent) -> Result<ProjectView> {
    let id = ProjectId(app.clock.new_id());
    let mut tx = app.db.begin().await?;
    if projects::count(&mut tx, user_id).await? >= MAX_PROJECTS {
        let message = format!("you have {MAX_PROJECTS} projects, which is the most; delete one first");
        return Err(Error::Conflict(message));
    }
    projects::insert(&mut tx, user_id, id, content, app.clock.now()).await?;
    tx.commit().await?;
    find(app, user_id, id).await
}

/// Replaces what is said of a project that its owner last saw at `seen_at`. Its pictures stay, and so does whether it is put away.
///
/// # Errors
/// [`Error::NotFound`] for a project that is not the user's, [`Error::Outdated`] when it was changed since, [`Error::Invalid`]
/// with every wrong field.
pub async fn update(
    app: &App,
    user_id: UserId,
    id: ProjectId,
    seen_at: DateTime<Utc>,
    request: ProjectRequest,
) -> Result<ProjectView> {
    // Somebody else's, and one that has changed, cost no check.
    if find(app, user_id, id).await?.updated_at != seen_at {
        return Err(Error::Outdated);
    }
    let content = request.check(app, user_id).await?;
    let (now, mut conn) = (app.clock.now(), app.db.acquire().await?);
    let is_done = projects::update(&mut conn, user_id, id, seen_at, &content, now).await?;
    drop(conn);
    if is_done {
        find(app, user_id, id).await
    } else {
        Err(Error::Outdated)
    }
}

/// Puts a project away, or takes it out again; doing so twice is fine.
///
/// # Errors
/// [`Error::NotFound`] for a project that is not the user's.
pub async fn set_archived(app: &App, user_id: UserId, id: ProjectId, is_archived: bool) -> Result<ProjectView> {
    let now = app.clock.now();
    projects::set_archived(&mut *app.db.acquire().await?, user_id, id, is_archived, now).await?;
    find(app, user_id, id).await
}

/// Makes a project that says the same as another one. It has no pictures, since a picture is in one project only, and no budget.
///
/// # Errors
/// [`Error::NotFound`] for a project that is not the user's, and as for [`create`].
pub async fn duplicate(app: &App, user_id: UserId, id: ProjectId, name: Option<String>) -> Result<ProjectView> {
    let project = projects::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
    let mut content = project.ok_or(Error::NotFound)?.content;
    let mut complaints = Complaints::default();
    content.name = match name {
        Some(name) => complaints.name("name", &name),
        None => second(&content.name),
    };
    complaints.finish()?;
    insert(app, user_id, &content).await
}

/// Removes a project. Its pictures, jobs and batches stay, without a project; its budgets go with it.
///
/// # Errors
/// [`Error::NotFound`] for a project that is not the user's.
pub async fn delete(app: &App, user_id: UserId, id: ProjectId) -> Result<()> {
    if projects::delete(&mut *app.db.acquire().await?, user_id, id).await? {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// A name that tells the copy from the first one, whatever the language.
fn second(name: &str) -> String {
    const END: &str = " (2)";
    let kept: String = name.chars().take(200 - END.len()).collect();
    format!("{kept}{END}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_copy_fits() {
        assert_eq!(second("Foxes"), "Foxes (2)");
        let long = second(&"ä".repeat(200));
        assert!(long.chars().count() == 200 && long.ends_with("ä (2)"), "{long}");
    }
}
