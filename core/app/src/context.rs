//! What every use case works with.

use std::sync::Arc;

use sqlx::PgPool;

use crate::{Clock, Config};

/// The running studio. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The configuration.
    pub config: Arc<Config>,
    /// The database.
    pub db: PgPool,
    /// The time.
    pub clock: Clock,
}
