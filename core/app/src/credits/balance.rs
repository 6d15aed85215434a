//! What a user has.

use studio_db::ledger;
use studio_model::{MicroDollars, UserId};

use crate::{App, Error, Result};

/// A user's money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// What can be spent now.
    pub available: MicroDollars,
    /// What is set aside for jobs and batches that have not ended.
    pub held: MicroDollars,
}

/// What `user_id` has.
///
/// # Errors
/// [`Error::NotFound`] when there is no such user.
pub async fn balance(app: &App, user_id: UserId) -> Result<Balance> {
    let mut conn = app.db.acquire().await?;
    let available = ledger::find_balance(&mut conn, user_id).await?.ok_or(Error::NotFound)?;
    let held = ledger::find_held(&mut conn, user_id).await?;
    Ok(Balance { available, held })
}
