//! Tells other processes that there is something to read.

use std::time::Duration;

use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::App;

/// The one channel of the studio. Its payload is empty: a reader looks for itself.
pub(super) const CHANNEL: &str = "studio_changed";

/// At most twenty announcements a second.
const PAUSE: Duration = Duration::from_millis(50);

pub(super) async fn run(app: &App, stop: &CancellationToken) {
    loop {
        tokio::select! {
            () = app.live.announce.notified() => (),
            () = stop.cancelled() => return,
        }
        if let Err(error) = studio_db::events::notify(&app.db, CHANNEL).await {
            // Readers of other processes poll once a second; nothing is lost.
            tracing::debug!(%error, "no announcement");
        }
        sleep(PAUSE).await;
    }
}
