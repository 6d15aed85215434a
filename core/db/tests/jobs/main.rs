//! Jobs, attempts, money and events against a real PostgreSQL.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod calls;
mod events;
mod money;

use chrono::{DateTime, Utc};
use serde_json::json;
use studio_db::attempts::{Acceptance, NewAttempt};
use studio_db::generation::held::Hold;
use studio_db::generation::{self, NewJob};
use studio_db::ledger::{self, Grant, JobMoney};
use studio_db::models::{PluginRecord, upsert_plugin};
use studio_db::{PgConnection, Result};
use studio_model::{AttemptId, JobId, MicroDollars, UserId};
use uuid::Uuid;

pub(crate) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

pub(crate) const DIGEST: [u8; 32] = [7; 32];

/// A user with 1,000 micro-dollars.
pub(crate) async fn user(conn: &mut PgConnection) -> UserId {
    let id = UserId(Uuid::new_v4());
    sqlx::query("INSERT INTO users (id, email, password_hash, name) VALUES ($1, $2, 'none', 'Ada')")
        .bind(id.0)
        .bind(format!("{id}@example.org"))
        .execute(&mut *conn)
        .await
        .unwrap();
    let grant = Grant {
        id: Uuid::new_v4(),
        user_id: id,
        amount: MicroDollars(1000),
        note: "test",
    };
    ledger::grant(conn, &grant, now()).await.unwrap();
    id
}

/// A waiting job that holds 100 micro-dollars.
pub(crate) async fn job(conn: &mut PgConnection, user_id: UserId) -> JobId {
    job_at(conn, user_id, now()).await
}

/// The same, asked for at this time.
pub(crate) async fn job_at(conn: &mut PgConnection, user_id: UserId, at: DateTime<Utc>) -> JobId {
    let plugin = PluginRecord {
        digest: DIGEST,
        plugin_id: "fal-flux".to_owned(),
        version: "1.0.0".to_owned(),
        name: "FLUX".to_owned(),
        author: "us".to_owned(),
        manifest: json!({}),
    };
    upsert_plugin(conn, &plugin).await.unwrap();
    let id = JobId(Uuid::now_v7());
    let job = NewJob {
        id,
        user_id,
        project_id: None,
        operation: "text-to-image".to_owned(),
        prompt: "a test".to_owned(),
        negative_prompt: None,
        model_id: "fal-ai/flux/dev".to_owned(),
        plugin_digest: DIGEST,
        parameters: json!({}),
        num_images: 1,
        seed: 1,
        inputs: json!([]),
        parent_image_id: None,
        priority: 0,
        estimate: MicroDollars(90),
        held: MicroDollars(100),
        recipe: None,
    };
    generation::insert(conn, &job, at).await.unwrap();
    assert!(ledger::hold(conn, &money(user_id, id), job.held, at).await.unwrap());
    id
}

pub(crate) fn money(user_id: UserId, job_id: JobId) -> JobMoney {
    JobMoney {
        id: Uuid::new_v4(),
        user_id,
        job_id,
        round: 0,
    }
}

/// What admission and a claim do.
pub(crate) async fn claim(conn: &mut PgConnection, job_id: JobId) -> Hold {
    let release_no: i32 = sqlx::query_scalar(
        "UPDATE generation_queue SET released_at = now(), release_no = release_no + 1, lease_owner = 'w', lease_until = now()
        WHERE id = $1 RETURNING release_no",
    )
    .bind(job_id.0)
    .fetch_one(conn)
    .await
    .unwrap();
    Hold { job_id, release_no }
}

pub(crate) fn attempt(job_id: JobId) -> NewAttempt {
    NewAttempt {
        id: AttemptId(Uuid::new_v4()),
        job_id,
        round: 0,
        step: 0,
        label: "generate".to_owned(),
        token: Uuid::new_v4(),
        endpoint: "fal-ai/flux/dev".to_owned(),
        input: json!({"prompt": "a test"}),
        plugin_state: Vec::new(),
    }
}

pub(crate) fn acceptance(request_id: &str) -> Acceptance {
    let url = |rest: &str| format!("https://queue.fal.run/fal-ai/flux/requests/{request_id}{rest}");
    Acceptance {
        request_id: request_id.to_owned(),
        status_url: url("/status"),
        response_url: url(""),
        cancel_url: url("/cancel"),
    }
}

pub(crate) fn constraint<T: std::fmt::Debug>(result: Result<T>) -> String {
    result.unwrap_err().constraint().unwrap().to_owned()
}
