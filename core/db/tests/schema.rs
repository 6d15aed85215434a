//! The schema by itself: it goes up and down, and refuses what must not be.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::BTreeSet;

use sqlx::PgPool;
use studio_db::personal::{Kind, NOT_EXPORTED, WITH_FILES};
use studio_model::{JobStatus, Phase, Transition, check_transition};

type State = (JobStatus, Option<Phase>);

fn all_states() -> Vec<State> {
    let phases = Phase::ALL.iter().map(|phase| (JobStatus::Processing, Some(*phase)));
    let others = JobStatus::ALL.iter().filter(|status| **status != JobStatus::Processing);
    phases.chain(others.map(|status| (*status, None))).collect()
}

fn show((status, phase): State) -> String {
    phase.map_or_else(|| status.to_string(), |phase| format!("{status}/{phase}"))
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_schema_has_the_arrows_of_the_model(pool: PgPool) {
    let stored: Vec<(String, String)> = sqlx::query_as("SELECT from_state, to_state FROM generation_arrows")
        .fetch_all(&pool)
        .await
        .unwrap();
    let mut expected = BTreeSet::new();
    for from in all_states() {
        for to in all_states() {
            if from != to && check_transition(Transition { from, to }).is_ok() {
                expected.insert((show(from), show(to)));
            }
        }
    }
    assert_eq!(stored.into_iter().collect::<BTreeSet<_>>(), expected);
}

/// Tables, columns, indexes, constraints and functions of the studio, as text.
async fn fingerprint(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar(
        "SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
            FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations'
        UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_sqlx_migrations'
        UNION ALL SELECT 'constraint ' || conname || ' ' || pg_get_constraintdef(oid)
            FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> '_sqlx_migrations'::regclass
        UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        ORDER BY 1",
    )
    .fetch_all(pool)
    .await
    .unwrap()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn every_migration_goes_down_and_up_again(pool: PgPool) {
    let up = fingerprint(&pool).await;
    assert!(up.len() > 100, "{}", up.len());
    studio_db::MIGRATOR.undo(&pool, 0).await.unwrap();
    assert_eq!(fingerprint(&pool).await, Vec::<String>::new());
    studio_db::migrate(&pool).await.unwrap();
    assert_eq!(fingerprint(&pool).await, up);
}

#[sqlx::test(migrations = false)]
async fn processes_may_migrate_at_once(pool: PgPool) {
    // The template of new databases may have the schema, as in a run of all checks.
    studio_db::migrate(&pool).await.unwrap();
    studio_db::revert(&pool, 0).await.unwrap();
    let results = tokio::join!(
        studio_db::migrate(&pool),
        studio_db::migrate(&pool),
        studio_db::migrate(&pool)
    );
    assert!(
        results.0.is_ok() && results.1.is_ok() && results.2.is_ok(),
        "{results:?}"
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn every_table_of_ours_is_described(pool: PgPool) {
    let silent: Vec<String> = sqlx::query_scalar(
        "SELECT relname::text FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '_sqlx_migrations'
            AND obj_description(oid) IS NULL",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    assert_eq!(silent, Vec::<String>::new());
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn every_table_that_names_users_is_exported_or_says_why_not(pool: PgPool) {
    let naming: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT relname::text FROM pg_class AS owned
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND (
            EXISTS (SELECT FROM pg_constraint WHERE conrelid = owned.oid AND confrelid = 'users'::regclass)
            OR EXISTS (SELECT FROM pg_attribute WHERE attrelid = owned.oid AND attname = 'user_id' AND NOT attisdropped)
        )",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let exported = Kind::ALL.into_iter().flat_map(Kind::tables).chain(&WITH_FILES);
    let known: Vec<&str> = exported
        .copied()
        .chain(NOT_EXPORTED.iter().map(|(table, _)| *table))
        .collect();
    let naming: BTreeSet<&str> = naming.iter().map(String::as_str).chain(["users"]).collect();
    assert_eq!(
        known.iter().copied().collect::<BTreeSet<_>>(),
        naming,
        "see studio_db::personal"
    );
    assert_eq!(
        known.len(),
        naming.len() + 1,
        "none is in two places, but schedules with their runs"
    );
}
