//! What would go, and what was asked for.

use studio_db::leaving::{self, Contents, Deletion};

use crate::accounts::{User, two_factor};
use crate::{App, Error, Result};

/// What the end of an account means, or would mean.
#[derive(Clone, Copy, Debug)]
pub struct Leaving {
    /// The wish, if there is one.
    pub deletion: Option<Deletion>,
    /// Days from the wish to the end.
    pub grace_days: u16,
    /// Whether the wish takes a code besides the password.
    pub asks_for_code: bool,
    /// What goes.
    pub contents: Contents,
    /// What can be spent now, in credits, and expires.
    pub credits: f64,
}

/// What the end of the user's account means.
///
/// # Errors
/// [`Error::NotFound`] when it is gone.
pub async fn find_deletion(app: &App, user: &User) -> Result<Leaving> {
    let mut conn = app.db.acquire().await?;
    let balance = studio_db::ledger::find_balance(&mut conn, user.id).await?;
    Ok(Leaving {
        deletion: leaving::find(&mut conn, user.id).await?,
        grace_days: app.config.retention.accounts_days,
        asks_for_code: two_factor::is_on(&mut conn, user.id).await?,
        contents: leaving::count_contents(&mut conn, user.id).await?,
        credits: balance.ok_or(Error::NotFound)?.credits(),
    })
}
