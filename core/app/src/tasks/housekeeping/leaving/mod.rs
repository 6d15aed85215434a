//! Accounts whose owners want them deleted: first what works for them ends, and when their time of grace is over everything goes.
//!
//! Safe to repeat from the beginning at any point: every step takes what is still there. Files of pictures go before their rows, in
//! the transaction that holds these, so that a process that dies leaves no file behind that nobody remembers; there is nobody any
//! more who could miss them. The row of the account goes last.

mod purge;
mod work;

use studio_db::leaving;

use super::{Next, Turn};
use crate::Result;

/// Accounts listed at a time.
const PIECE: i64 = 100;

pub(super) async fn remove(turn: &mut Turn<'_>) -> Result<Next> {
    let mut after = None;
    loop {
        let leavers = leaving::list(&mut *turn.app.db.acquire().await?, after, PIECE).await?;
        let Some(last) = leavers.last().copied() else {
            return Ok(Next::Step);
        };
        for id in leavers {
            if work::end(turn, id).await? == Next::Leave || purge::purge(turn, id).await? == Next::Leave {
                return Ok(Next::Leave);
            }
        }
        after = Some(last);
    }
}
