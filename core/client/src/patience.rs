//! Bearing a studio that is away for a while.

use std::time::Duration;

use tokio::time::Instant;

use crate::Error;

/// How long a studio may be away before that is told.
const LONGEST: Duration = Duration::from_secs(300);

/// Since when nothing works.
#[derive(Default)]
pub(crate) struct Patience(Option<Instant>);

impl Patience {
    /// The answer; `None` when the studio is away, but not for too long. Asking again, and not at once, is the caller's part.
    ///
    /// # Errors
    /// When the studio refuses, or has been away for five minutes.
    pub(crate) fn bear<T>(&mut self, answer: Result<T, Error>) -> Result<Option<T>, Error> {
        match answer {
            Ok(answer) => {
                self.0 = None;
                Ok(Some(answer))
            }
            Err(error) if error.is_passing() && self.0.get_or_insert_with(Instant::now).elapsed() <= LONGEST => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}
