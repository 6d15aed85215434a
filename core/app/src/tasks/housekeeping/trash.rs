//! Pictures that have been in the trash for long enough.

use super::{Chore, Next, Turn};
use crate::Result;
use crate::images::purge_before;

pub(super) async fn remove(turn: &mut Turn<'_>) -> Result<Next> {
    let before = turn.app.clock.now() - Chore::TrashedImages.keeps(&turn.app.config.retention);
    loop {
        let removed = purge_before(turn.app, before).await?;
        if turn.stepped(removed).await? == Next::Leave {
            return Ok(Next::Leave);
        }
        if removed == 0 {
            return Ok(Next::Step);
        }
    }
}
