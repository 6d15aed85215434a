//! Users, sessions and failed log-ins against a real PostgreSQL.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgPool;
use studio_db::login_failures::Counted;
use studio_db::sessions::{self, NewSession};
use studio_db::users::{self, NewUser, Role};
use studio_db::{PgConnection, login_failures};
use studio_model::{SessionId, UserId};
use uuid::Uuid;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

async fn insert_user(conn: &mut PgConnection, email: &str) -> studio_db::Result<UserId> {
    let user = NewUser {
        id: UserId(Uuid::new_v4()),
        email,
        password_hash: "$argon2id$…",
        name: "Ada",
        role: Role::User,
    };
    users::insert(conn, &user, now()).await?;
    Ok(user.id)
}

async fn insert_session(conn: &mut PgConnection, user_id: UserId) -> SessionId {
    let session = NewSession {
        has_code: false,
        id: SessionId(Uuid::new_v4()),
        user_id,
        token_hash: [7; 32],
        expires_at: now() + TimeDelta::days(90),
        ip_address: "2001:db8::1".parse().ok(),
        user_agent: Some("test"),
    };
    sessions::insert(conn, &session, now()).await.unwrap();
    session.id
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn an_address_is_taken_once(db: PgPool) {
    let mut conn = db.acquire().await.unwrap();
    let id = insert_user(&mut conn, "ada@example.org").await.unwrap();
    let error = insert_user(&mut conn, "ada@example.org").await.unwrap_err();
    assert_eq!(error.constraint(), Some("users_email_key"));

    let user = users::find(&mut conn, id).await.unwrap().unwrap();
    assert_eq!((user.email.as_str(), user.role), ("ada@example.org", Role::User));
    assert!(users::find(&mut conn, UserId(Uuid::nil())).await.unwrap().is_none());
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn only_one_of_two_at_once_is_first(db: PgPool) {
    let mut first = db.begin().await.unwrap();
    assert!(users::lock_if_first(&mut first).await.unwrap());

    let mut second = db.begin().await.unwrap();
    let waiting = tokio::time::timeout(Duration::from_millis(200), users::lock_if_first(&mut second)).await;
    assert!(waiting.is_err(), "the second waits for the first");
    drop(second);

    insert_user(&mut first, "ada@example.org").await.unwrap();
    first.commit().await.unwrap();
    let mut second = db.begin().await.unwrap();
    assert!(!users::lock_if_first(&mut second).await.unwrap());
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_session_ends_by_age_idleness_and_with_its_account(db: PgPool) {
    let mut conn = db.acquire().await.unwrap();
    let user_id = insert_user(&mut conn, "ada@example.org").await.unwrap();
    let session_id = insert_session(&mut conn, user_id).await;
    let idle_since = now() - TimeDelta::days(14);

    let found = sessions::find_active(&mut conn, &[7; 32], now(), idle_since)
        .await
        .unwrap();
    assert_eq!(
        found.map(|found| (found.id, found.user.id)),
        Some((session_id, user_id))
    );

    let cases = [
        ("another token", [8; 32], now(), idle_since),
        ("too old", [7; 32], now() + TimeDelta::days(90), idle_since),
        ("idle", [7; 32], now(), now()),
    ];
    for (why, token, now, idle_since) in cases {
        let found = sessions::find_active(&mut conn, &token, now, idle_since).await.unwrap();
        assert!(found.is_none(), "{why}");
    }

    sqlx::query("UPDATE users SET is_active = false")
        .execute(&mut *conn)
        .await
        .unwrap();
    let found = sessions::find_active(&mut conn, &[7; 32], now(), idle_since)
        .await
        .unwrap();
    assert!(found.is_none(), "a switched-off account");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn ended_sessions_are_removed_and_live_ones_stay(db: PgPool) {
    let mut conn = db.acquire().await.unwrap();
    let user_id = insert_user(&mut conn, "ada@example.org").await.unwrap();
    let session_id = insert_session(&mut conn, user_id).await;
    let later = now() + TimeDelta::days(10);
    sessions::update_last_seen(&mut conn, session_id, later).await.unwrap();

    sessions::delete_ended(&mut conn, user_id, later, now()).await.unwrap();
    let found = sessions::find_active(&mut conn, &[7; 32], later, now()).await.unwrap();
    assert_eq!(found.map(|found| found.last_seen_at), Some(later));

    sessions::delete_ended(&mut conn, user_id, later, later).await.unwrap();
    let found = sessions::find_active(&mut conn, &[7; 32], later, now()).await.unwrap();
    assert!(found.is_none());
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn failures_add_up_stand_still_under_a_lock_and_are_forgotten(db: PgPool) {
    let mut conn = db.acquire().await.unwrap();
    let hour_ago = now() - TimeDelta::hours(1);
    for failures in 1..=3 {
        let counted = login_failures::count(&mut conn, "ip:::1", now(), hour_ago)
            .await
            .unwrap();
        assert_eq!(
            counted,
            Counted {
                failures,
                locked_until: None
            }
        );
    }

    let until = now() + TimeDelta::minutes(1);
    login_failures::update_lock(&mut conn, "ip:::1", until).await.unwrap();
    let counted = login_failures::count(&mut conn, "ip:::1", now(), hour_ago)
        .await
        .unwrap();
    assert_eq!(
        counted,
        Counted {
            failures: 3,
            locked_until: Some(until)
        }
    );

    login_failures::take_back(&mut conn, "ip:::1").await.unwrap();
    let counted = login_failures::count(&mut conn, "ip:::1", now(), hour_ago)
        .await
        .unwrap();
    assert_eq!(
        counted,
        Counted {
            failures: 3,
            locked_until: None
        }
    );

    let tomorrow = now() + TimeDelta::days(1);
    let counted = login_failures::count(&mut conn, "ip:::1", tomorrow, now() + TimeDelta::hours(1))
        .await
        .unwrap();
    assert_eq!(
        counted,
        Counted {
            failures: 1,
            locked_until: None
        }
    );

    login_failures::take_back(&mut conn, "ip:::1").await.unwrap();
    let left = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM login_failures")
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn two_take_their_attempts_back_at_once(db: PgPool) {
    let (mut first, mut second) = (db.begin().await.unwrap(), db.begin().await.unwrap());
    for _ in 0..2 {
        let mut conn = db.acquire().await.unwrap();
        login_failures::count(&mut conn, "ip:::1", now(), now() - TimeDelta::hours(1))
            .await
            .unwrap();
    }
    login_failures::take_back(&mut first, "ip:::1").await.unwrap();
    let waiting = tokio::spawn(async move {
        login_failures::take_back(&mut second, "ip:::1").await?;
        second.commit().await.map_err(studio_db::Error::from)
    });
    // Long enough for it to have read what it then waits for.
    tokio::time::sleep(Duration::from_millis(200)).await;
    first.commit().await.unwrap();
    waiting.await.unwrap().unwrap();
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM login_failures")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(left, 0);
}
