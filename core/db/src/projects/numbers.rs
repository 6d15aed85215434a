//! What became of the work in a project: pictures by model and by day, jobs by state, and what was paid.

use chrono::NaiveDate;
use sqlx::PgConnection;
use studio_model::{JobStatus, MicroDollars, ProjectId};
use uuid::Uuid;

use crate::generation::impossible;
use crate::{Error, Result};

/// All pictures of a project that are not in the trash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many.
    pub images: i64,
    /// Those that their owner marked.
    pub favorites: i64,
    /// Bytes of their originals.
    pub size_bytes: i64,
    /// What they cost.
    pub image_cost: MicroDollars,
    /// What all jobs that were asked for in the project cost, whatever became of their pictures.
    pub spent: MicroDollars,
}

/// Pictures that have something in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share<K> {
    /// What that is.
    pub key: K,
    /// How many.
    pub images: i64,
    /// What they cost.
    pub cost: MicroDollars,
}

/// The totals of a project.
///
/// # Errors
/// When the database cannot be asked.
pub async fn totals(conn: &mut PgConnection, id: ProjectId) -> Result<Totals> {
    let row = sqlx::query!(
        r#"SELECT count(*) AS "images!", count(*) FILTER (WHERE is_favorite) AS "favorites!",
            COALESCE(sum(file_size), 0)::bigint AS "size_bytes!", COALESCE(sum(cost_microdollars), 0)::bigint AS "image_cost!",
            (
                SELECT COALESCE(sum(usage.used_microdollars), 0)::bigint
                FROM generation_queue AS job JOIN usage_logs AS usage ON usage.job_id = job.id
                WHERE job.project_id = $1
            ) AS "spent!"
        FROM images
        WHERE project_id = $1 AND deleted_at IS NULL"#,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok(Totals {
        images: row.images,
        favorites: row.favorites,
        size_bytes: row.size_bytes,
        image_cost: MicroDollars(row.image_cost),
        spent: MicroDollars(row.spent),
    })
}

/// The pictures of a project by model, those of which there are most first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn by_model(conn: &mut PgConnection, id: ProjectId) -> Result<Vec<Share<String>>> {
    let rows = sqlx::query!(
        r#"SELECT model_id, count(*) AS "images!", sum(cost_microdollars)::bigint AS "cost!"
        FROM images
        WHERE project_id = $1 AND deleted_at IS NULL
        GROUP BY model_id
        ORDER BY count(*) DESC, model_id"#,
        id.0
    );
    let shares = rows.fetch_all(conn).await?.into_iter().map(|row| Share {
        key: row.model_id,
        images: row.images,
        cost: MicroDollars(row.cost),
    });
    Ok(shares.collect())
}

/// The pictures of a project by the day (UTC) on which they were made, from `first` to `last`, days without any included.
///
/// # Errors
/// When the database cannot be asked.
pub async fn by_day(
    conn: &mut PgConnection,
    id: ProjectId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<Share<NaiveDate>>> {
    let rows = sqlx::query!(
        r#"SELECT day.at::date AS "day!", count(image.id) AS "images!",
            COALESCE(sum(image.cost_microdollars), 0)::bigint AS "cost!"
        FROM generate_series($2::date::timestamp, $3::date::timestamp, interval '1 day') AS day (at)
        LEFT JOIN images AS image
            ON image.project_id = $1 AND image.deleted_at IS NULL
            AND image.created_at >= day.at AT TIME ZONE 'UTC'
            AND image.created_at < (day.at + interval '1 day') AT TIME ZONE 'UTC'
        GROUP BY day.at
        ORDER BY day.at"#,
        id.0,
        first,
        last
    );
    let shares = rows.fetch_all(conn).await?.into_iter().map(|row| Share {
        key: row.day,
        images: row.images,
        cost: MicroDollars(row.cost),
    });
    Ok(shares.collect())
}

/// The jobs that were asked for in a project, by state; states without any are left out.
///
/// # Errors
/// [`Error::ImpossibleRow`] for an unknown status.
pub async fn jobs_by_status(conn: &mut PgConnection, id: ProjectId) -> Result<Vec<(JobStatus, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT status, count(*) AS "jobs!" FROM generation_queue WHERE project_id = $1 GROUP BY status"#,
        id.0
    );
    rows.fetch_all(conn)
        .await?
        .into_iter()
        .map(|row| {
            let status = JobStatus::parse(&row.status).ok_or_else(|| impossible("status", Uuid::nil()));
            Ok::<_, Error>((status?, row.jobs))
        })
        .collect()
}
