//! A nudge for the admission loop of this process.

use std::sync::Arc;

use tokio::sync::Notify;

/// Says that there may be something to release. Nudges while the loop is busy are merged into one.
#[derive(Clone, Debug, Default)]
pub struct Wake(Arc<Notify>);

impl Wake {
    /// A new nudge; give clones to whoever makes jobs.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Wakes the loop now, or makes its next wait return at once.
    pub fn wake(&self) {
        self.0.notify_one();
    }

    pub(crate) async fn woken(&self) {
        self.0.notified().await;
    }
}
