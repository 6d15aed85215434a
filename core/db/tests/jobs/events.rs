//! The log of changes.

use std::time::Duration;

use sqlx::PgPool;
use studio_db::PgConnection;
use studio_db::events::{self, EventCursor, EventKind};
use uuid::Uuid;

use crate::user;

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_slow_transactions_events_are_not_skipped(pool: PgPool) {
    let user_id = user(&mut pool.acquire().await.unwrap()).await;
    let add = async |conn: &mut PgConnection, subject: u128| {
        events::insert(conn, user_id, EventKind::Job, Uuid::from_u128(subject))
            .await
            .unwrap();
    };
    let read = async |after: EventCursor| {
        events::list_after(&mut pool.acquire().await.unwrap(), after, Some(user_id), 10)
            .await
            .unwrap()
    };
    let mut slow = pool.begin().await.unwrap();
    add(&mut slow, 1).await;
    add(&mut pool.acquire().await.unwrap(), 2).await;
    // The quick one has the higher number and is committed; reading on from it would lose the slow one.
    assert_eq!(read(EventCursor::default()).await, []);
    slow.commit().await.unwrap();
    // Transactions of other databases of the server may hold the reader back for a moment.
    let seen = loop {
        match read(EventCursor::default()).await {
            seen if seen.len() < 2 => tokio::time::sleep(Duration::from_millis(20)).await,
            seen => break seen,
        }
    };
    assert_eq!(
        seen.iter().map(|event| event.subject_id.as_u128()).collect::<Vec<_>>(),
        [1, 2]
    );
    assert_eq!(read(seen[0].cursor).await, seen[1..]);
    assert!(
        events::exists(&mut pool.acquire().await.unwrap(), seen[1].cursor)
            .await
            .unwrap()
    );
}
