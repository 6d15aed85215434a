//! What plugins wrote, and the files behind them.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use chrono::{DateTime, Utc};
use sqlx::PgPool;
use studio_db::plugins::{self, PluginLine};

fn line(plugin_id: &str, number: usize) -> PluginLine {
    PluginLine {
        plugin_id: plugin_id.to_owned(),
        logged_at: DateTime::<Utc>::from_timestamp(1_795_432_800, 0).unwrap(),
        level: "info".to_owned(),
        line: format!("line {number}"),
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn only_the_last_lines_of_each_plugin_are_kept(pool: PgPool) {
    let mut conn = pool.acquire().await.unwrap();
    plugins::insert_lines(&mut conn, &[line("quiet", 0)]).await.unwrap();
    for start in [0, 150] {
        let lines: Vec<_> = (start..start + 150).map(|number| line("loud", number)).collect();
        plugins::insert_lines(&mut conn, &lines).await.unwrap();
    }
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM plugin_log_lines WHERE plugin_id = 'loud'")
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    assert_eq!(kept, 200);
    let newest = plugins::list_lines(&mut conn, "loud", 2).await.unwrap();
    assert_eq!(newest, [line("loud", 299), line("loud", 298)]);
    assert_eq!(
        plugins::list_lines(&mut conn, "quiet", 9).await.unwrap(),
        [line("quiet", 0)]
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_file_is_kept_under_its_own_digest_only(pool: PgPool) {
    sqlx::query(
        "INSERT INTO plugins (digest, plugin_id, version, name, author, manifest)
        VALUES (sha256('right'), 'acme', '1.0.0', 'Acme', 'Acme', '{}')",
    )
    .execute(&pool)
    .await
    .unwrap();
    let digest: Vec<u8> = sqlx::query_scalar("SELECT digest FROM plugins")
        .fetch_one(&pool)
        .await
        .unwrap();
    let digest: plugins::Digest = digest.try_into().unwrap();
    let mut conn = pool.acquire().await.unwrap();
    let refused = plugins::insert_component(&mut conn, &digest, b"wrong")
        .await
        .unwrap_err();
    assert_eq!(refused.constraint(), Some("plugin_components_match"));
    assert_eq!(plugins::list_without_component(&mut conn).await.unwrap(), [digest]);
    for _ in 0..2 {
        plugins::insert_component(&mut conn, &digest, b"right").await.unwrap();
    }
    let found = plugins::find_component(&mut conn, &digest).await.unwrap();
    assert_eq!(found.as_deref(), Some(&b"right"[..]));
    assert!(plugins::list_without_component(&mut conn).await.unwrap().is_empty());
}
