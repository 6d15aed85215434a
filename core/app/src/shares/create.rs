//! Making, listing and revoking links.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::TryRng;
use rand::rngs::SysRng;
use studio_db::{PgConnection, images, projects, shares};
use studio_model::{Cursor, PageLimit, ShareId, ShareTarget, ShareToken, UserId};

use super::{ShareRequest, ShareView};
use crate::{App, Error, Page, Result};

/// Links that one user may have.
pub const MAX_LINKS: i64 = 1000;

/// Makes a link to a picture or a project of the user.
///
/// # Errors
/// [`Error::NotFound`] for what is not the user's or is in the trash, [`Error::Invalid`] with every wrong field, [`Error::Conflict`]
/// when the user has 1,000 links.
pub async fn create(app: &App, user_id: UserId, target: ShareTarget, request: ShareRequest) -> Result<ShareView> {
    check_owned(&mut *app.db.acquire().await?, user_id, target).await?;
    let rules = request.check(app).await?;
    let (id, token, now) = (ShareId(app.clock.new_id()), generate()?, app.clock.now());
    let mut tx = app.db.begin().await?;
    if shares::count(&mut tx, user_id).await? >= MAX_LINKS {
        let message = format!("you have {MAX_LINKS} links, which is the most; revoke one first");
        return Err(Error::Conflict(message));
    }
    shares::insert(&mut tx, user_id, (id, target), &token, &rules, now).await?;
    let made = shares::find_open(&mut tx, &token, now).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    Ok(ShareView::at(made, now))
}

/// A page of a user's links, those that show nothing any more too, newest first: all, or those to one thing.
///
/// # Errors
/// When the database is away.
pub async fn list(
    app: &App,
    user_id: UserId,
    target: Option<ShareTarget>,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<ShareView>> {
    let found = shares::list(&mut *app.db.acquire().await?, user_id, target, after, limit).await?;
    let now = app.clock.now();
    let views = found.into_iter().map(|share| ShareView::at(share, now)).collect();
    Ok(Page::new(views, limit, |share: &ShareView| Cursor {
        at: share.created_at,
        id: share.id.0,
    }))
}

/// Removes a link; whoever follows it from now on finds nothing.
///
/// # Errors
/// [`Error::NotFound`] when the user has no such link.
pub async fn revoke(app: &App, user_id: UserId, token: &str) -> Result<()> {
    let token = ShareToken::parse(token).ok_or(Error::NotFound)?;
    if shares::delete(&mut *app.db.acquire().await?, user_id, &token).await? {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

async fn check_owned(conn: &mut PgConnection, user_id: UserId, target: ShareTarget) -> Result<()> {
    let is_owned = match target {
        ShareTarget::Image(id) => images::find_for_user(conn, user_id, id).await?.is_some(),
        ShareTarget::Project(id) => projects::exists_for_user(conn, user_id, id.0).await?,
    };
    if is_owned { Ok(()) } else { Err(Error::NotFound) }
}

/// From the operating system's generator.
fn generate() -> Result<ShareToken> {
    let mut bytes = [0; ShareToken::BYTES];
    SysRng.try_fill_bytes(&mut bytes).map_err(Error::internal)?;
    let token = ShareToken::parse(&URL_SAFE_NO_PAD.encode(bytes));
    Ok(token.expect("18 bytes are 24 characters of the alphabet"))
}
