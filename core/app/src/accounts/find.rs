//! Looking at an account.

use studio_db::users;
use studio_model::UserId;

use super::User;
use crate::{App, Error, Result};

/// The account as it is now.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn find_user(app: &App, id: UserId) -> Result<User> {
    let user = users::find(&mut *app.db.acquire().await?, id).await?;
    user.ok_or(Error::NotFound)
}
