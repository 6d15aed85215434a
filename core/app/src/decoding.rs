//! Work on pictures that takes a core and some hundred MB: results, uploads, masks and avatars take turns.

use std::sync::LazyLock;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::{Error, Result};

/// Pieces of such work at a time in one process.
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// Runs `work` on a thread that may be busy, when its turn comes.
///
/// # Errors
/// [`Error::Internal`] when it panics.
pub(crate) async fn decode<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _turn = TURNS.acquire().await.map_err(Error::internal)?;
    spawn_blocking(work).await.map_err(Error::internal)
}
