//! `queue_pauses` and `queue_limits`: what holds waiting jobs back, beside their own state. Admission reads the same tables.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::UserId;
use uuid::Uuid;

use crate::Result;

/// Whose jobs are held back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All.
    Everything,
    /// Those of a model, by its public id.
    Model(String),
    /// Those of a user, by an administrator.
    User(UserId),
    /// Those of a user, by that user.
    Own(UserId),
}

impl Scope {
    fn columns(&self) -> (&'static str, Option<&str>, Option<Uuid>) {
        match self {
            Self::Everything => ("everything", None, None),
            Self::Model(id) => ("model", Some(id), None),
            Self::User(id) => ("user", None, Some(id.0)),
            Self::Own(id) => ("own", None, Some(id.0)),
        }
    }

    fn parse(scope: &str, model_id: Option<String>, user_id: Option<Uuid>) -> Self {
        match (scope, model_id, user_id) {
            (_, Some(id), _) => Self::Model(id),
            ("own", None, Some(id)) => Self::Own(UserId(id)),
            (_, None, Some(id)) => Self::User(UserId(id)),
            (_, None, None) => Self::Everything,
        }
    }
}

/// Jobs of the scope are not released until this is deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Key.
    pub id: Uuid,
    /// Whose jobs.
    pub scope: Scope,
    /// A sentence for those who wait, up to 500 characters; may be empty.
    pub reason: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// At most so many jobs of the scope are with workers at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Key.
    pub id: Uuid,
    /// Whose jobs: a model's or a user's. `JOB_SLOTS` limits everything.
    pub scope: Scope,
    /// 1 to 1,000.
    pub max_running: u32,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// Adds a pause, unless the scope is paused already; `true` when it was added.
///
/// # Errors
/// A constraint error when the reason is too long.
pub async fn insert_pause(conn: &mut PgConnection, pause: &Pause, paused_by: UserId) -> Result<bool> {
    let (scope, model_id, user_id) = pause.scope.columns();
    let done = sqlx::query!(
        "INSERT INTO queue_pauses (id, scope, model_id, user_id, reason, paused_by, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT ON CONSTRAINT queue_pauses_once DO NOTHING",
        pause.id,
        scope,
        model_id,
        user_id,
        pause.reason,
        paused_by.0,
        pause.created_at
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// All pauses, oldest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_pauses(conn: &mut PgConnection) -> Result<Vec<Pause>> {
    let rows = sqlx::query!(
        "SELECT id, scope, model_id, user_id, reason, created_at FROM queue_pauses ORDER BY created_at, id"
    )
    .fetch_all(conn)
    .await?;
    let pauses = rows.into_iter().map(|row| Pause {
        id: row.id,
        scope: Scope::parse(&row.scope, row.model_id, row.user_id),
        reason: row.reason,
        created_at: row.created_at,
    });
    Ok(pauses.collect())
}

/// Ends an administrator's pause and gives its scope; none when there is none with this key.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete_pause(conn: &mut PgConnection, id: Uuid) -> Result<Option<Scope>> {
    let row = sqlx::query!(
        "DELETE FROM queue_pauses WHERE id = $1 AND scope <> 'own' RETURNING scope, model_id, user_id",
        id
    );
    let row = row.fetch_optional(conn).await?;
    Ok(row.map(|row| Scope::parse(&row.scope, row.model_id, row.user_id)))
}

/// Ends the pause that a user put on the own queue; `false` when there is none. An administrator's stays.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete_own_pause(conn: &mut PgConnection, user_id: UserId) -> Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM queue_pauses WHERE user_id = $1 AND scope = 'own'",
        user_id.0
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Sets the limit of a scope, replacing the one it has; gives it as it is stored.
///
/// # Errors
/// A constraint error for another scope than a model's or a user's, or a number out of range.
pub async fn put_limit(conn: &mut PgConnection, limit: &Limit, set_by: UserId) -> Result<Limit> {
    let (scope, model_id, user_id) = limit.scope.columns();
    let row = sqlx::query!(
        "INSERT INTO queue_limits (id, scope, model_id, user_id, max_running, set_by, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT ON CONSTRAINT queue_limits_once
            DO UPDATE SET max_running = EXCLUDED.max_running, set_by = EXCLUDED.set_by
        RETURNING id, created_at",
        limit.id,
        scope,
        model_id,
        user_id,
        i32::try_from(limit.max_running).unwrap_or(i32::MAX),
        set_by.0,
        limit.created_at
    )
    .fetch_one(conn)
    .await?;
    Ok(Limit {
        id: row.id,
        created_at: row.created_at,
        ..limit.clone()
    })
}

/// All limits, oldest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_limits(conn: &mut PgConnection) -> Result<Vec<Limit>> {
    let rows = sqlx::query!(
        "SELECT id, scope, model_id, user_id, max_running, created_at FROM queue_limits ORDER BY created_at, id"
    )
    .fetch_all(conn)
    .await?;
    let limits = rows.into_iter().map(|row| Limit {
        id: row.id,
        scope: Scope::parse(&row.scope, row.model_id, row.user_id),
        max_running: row.max_running.unsigned_abs(),
        created_at: row.created_at,
    });
    Ok(limits.collect())
}

/// Removes a limit and gives its scope; none when there is none with this key.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete_limit(conn: &mut PgConnection, id: Uuid) -> Result<Option<Scope>> {
    let row = sqlx::query!(
        "DELETE FROM queue_limits WHERE id = $1 RETURNING scope, model_id, user_id",
        id
    );
    let row = row.fetch_optional(conn).await?;
    Ok(row.map(|row| Scope::parse(&row.scope, row.model_id, row.user_id)))
}

/// Adds an event for each waiting job of the scope, so that pages show the new reason; at most `most` of them, since no
/// page shows more.
///
/// # Errors
/// When the database cannot be asked.
pub async fn tell_waiting(conn: &mut PgConnection, scope: &Scope, most: i64) -> Result<()> {
    let (_, model_id, user_id) = scope.columns();
    sqlx::query!(
        "INSERT INTO events (user_id, kind, subject_id)
        SELECT user_id, 'job', id FROM generation_queue
        WHERE status = 'pending' AND released_at IS NULL
            AND ($1::text IS NULL OR model_id = $1) AND ($2::uuid IS NULL OR user_id = $2)
        LIMIT $3",
        model_id,
        user_id,
        most
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Jobs with workers now.
#[derive(Clone, Debug, Default)]
pub struct Running {
    /// By user.
    pub by_user: HashMap<UserId, u32>,
    /// By the model's public id.
    pub by_model: HashMap<String, u32>,
}

/// Counts the jobs that occupy slots.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count_running(conn: &mut PgConnection) -> Result<Running> {
    let rows = sqlx::query!(
        r#"SELECT user_id, model_id, count(*) AS "jobs!"
        FROM generation_queue WHERE released_at IS NOT NULL GROUP BY user_id, model_id"#
    )
    .fetch_all(conn)
    .await?;
    let mut running = Running::default();
    for row in rows {
        let jobs = u32::try_from(row.jobs).unwrap_or(u32::MAX);
        *running.by_user.entry(UserId(row.user_id)).or_default() += jobs;
        *running.by_model.entry(row.model_id).or_default() += jobs;
    }
    Ok(running)
}
