//! The studio's schema, applied without the studio: for compiling queries, and for the databases of tests.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use studio_pg_cluster::Cluster;

use crate::project::Project;
use crate::stamp;

/// What PostgreSQL copies every new database from.
const TEMPLATE: &str = "template1";
/// sqlx's own record of what was applied, as its migrator creates it (sqlx-postgres 0.9, `migrate.rs`).
const RECORD: &str = "CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMPTZ NOT NULL DEFAULT now(),
    success BOOLEAN NOT NULL,
    checksum BYTEA NOT NULL,
    execution_time BIGINT NOT NULL
)";
/// Quotes a migration's text; no migration contains it.
const QUOTE: &str = "$migration_text$";

/// Lets every database that is made in this cluster from now on begin with the schema.
///
/// Hundreds of tests make a database each, and to copy the schema is quicker than to apply it. The record says that it is
/// applied, with the checksums of the files, so that the migrator has nothing left to do and would notice a difference.
pub(crate) fn for_new_databases(project: &Project, cluster: &Cluster) -> Result<()> {
    apply(project, cluster, TEMPLATE)
}

/// Applies all migrations to a database that has none.
pub(crate) fn apply(project: &Project, cluster: &Cluster, database: &str) -> Result<()> {
    cluster.execute(database, RECORD)?;
    for file in stamp::files(&[project.root.join("migrations")])? {
        if file.to_string_lossy().ends_with(".up.sql") {
            let sql = fs::read_to_string(&file)?;
            cluster
                .execute(database, &sql)
                .and_then(|_| cluster.execute(database, &record(&file, &sql)))
                .with_context(|| format!("{}", file.display()))?;
        }
    }
    Ok(())
}

/// The statement that writes down that this migration was applied. The names of files are ours: they need no quoting.
fn record(file: &Path, sql: &str) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let (version, description) = name.trim_end_matches(".up.sql").split_once('_').unwrap_or_default();
    let description = description.replace('_', " ");
    format!(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
        VALUES ({version}, '{description}', true, sha384(convert_to({QUOTE}{sql}{QUOTE}, 'UTF8')), 0)"
    )
}
