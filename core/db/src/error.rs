//! What can go wrong below a query.

/// The result of every function of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// A failed statement. A variant exists only where callers act differently.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A constraint of the schema refused the change; callers translate the ones they expect by name.
    #[error("constraint {constraint} refused the change")]
    Constraint {
        /// Name of the constraint or unique index.
        constraint: String,
        /// The database's own words.
        #[source]
        source: sqlx::Error,
    },
    /// The database cannot be reached or is shutting down; the same call may work later.
    #[error("the database is not available")]
    Unavailable(#[source] sqlx::Error),
    /// An update touched another number of rows than it must.
    #[error("expected {expected} affected rows, got {actual}")]
    AffectedRows {
        /// What the caller relies on.
        expected: u64,
        /// What happened.
        actual: u64,
    },
    /// A hard budget does not allow a hold. The transaction must end without it.
    #[error("a budget is reached")]
    BudgetReached {
        /// Which one, with the hold counted in.
        budget: Box<crate::budgets::Budget>,
        /// What was to be held.
        needed: studio_model::MicroDollars,
        /// What the budget had left.
        left: studio_model::MicroDollars,
    },
    /// A row holds what no version of the studio writes.
    #[error("{table}.{column} of {id} holds an impossible value")]
    ImpossibleRow {
        /// Table of the row.
        table: &'static str,
        /// Column with the value.
        column: &'static str,
        /// Key of the row.
        id: String,
    },
    /// The schema could not be brought up to date.
    #[error("the migration failed")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// Anything else: a bug in a statement, a type that does not match.
    #[error("the query failed")]
    Query(#[source] sqlx::Error),
}

impl Error {
    /// The name of the constraint that refused the change, if one did.
    #[must_use]
    pub fn constraint(&self) -> Option<&str> {
        match self {
            Self::Constraint { constraint, .. } => Some(constraint),
            _ => None,
        }
    }

    /// Whether the same call may work when the database is back.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

impl From<sqlx::Error> for Error {
    fn from(source: sqlx::Error) -> Self {
        match &source {
            sqlx::Error::Database(database) => match (database.constraint(), database.code()) {
                (Some(constraint), _) => Self::Constraint {
                    constraint: constraint.to_owned(),
                    source,
                },
                // Class 08 connection, 57P0x shutdown, 53 resources, 40 rolled back for another transaction's sake (PostgreSQL
                // manual, appendix A).
                (None, Some(code)) if ["08", "57P", "53", "40"].iter().any(|class| code.starts_with(class)) => {
                    Self::Unavailable(source)
                }
                _ => Self::Query(source),
            },
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(source),
            _ => Self::Query(source),
        }
    }
}

/// Turns a surprising number of affected rows into an error.
///
/// # Errors
/// [`Error::AffectedRows`] when they differ.
pub fn ensure_affected(done: &sqlx::postgres::PgQueryResult, expected: u64) -> Result<()> {
    let actual = done.rows_affected();
    if actual == expected {
        Ok(())
    } else {
        Err(Error::AffectedRows { expected, actual })
    }
}
