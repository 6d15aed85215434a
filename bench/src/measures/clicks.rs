//! Pressing the button: a request to the studio, and when the provider's ledger had it.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::PgPool;
use studio_app::Clock;
use studio_fal_sim::LedgerEntry;
use tokio::time::sleep;
use uuid::Uuid;

use crate::client::Member;
use crate::rig::Rig;
use crate::samples::Samples;

/// The model behind the button.
const MODEL: &str = "fal-ai/flux/schnell";
/// Longest wait for one job's next step before the run is given up.
const PATIENCE: Duration = Duration::from_secs(120);

/// One press.
pub(super) struct Click {
    /// Unlike any other of the run: the ledger is searched by it.
    prompt: String,
    sent_at: DateTime<Utc>,
    /// From sending until the studio's answer.
    answered: Duration,
    /// The job it made.
    pub(super) job_id: Uuid,
}

/// Presses the button once. The picture is small: how large it is makes no difference before the provider has the request.
pub(super) async fn click(member: &Member, prompt: String) -> Result<Click> {
    let body = json!({
        "model_id": MODEL, "prompt": prompt, "num_images": 1,
        "parameters": {"image_size": "custom", "width": 256, "height": 256},
    });
    let (sent_at, begun) = (Clock::system().now(), Instant::now());
    let job_id = member.client.generate(&body).await?;
    Ok(Click {
        prompt,
        sent_at,
        answered: begun.elapsed(),
        job_id,
    })
}

/// A series of presses.
#[derive(Default)]
pub(super) struct Clicks(pub(super) Vec<Click>);

impl Clicks {
    /// Until the studio answered.
    pub(super) fn answered(&self) -> Samples {
        Samples::new(self.0.iter().map(|click| click.answered).collect())
    }

    /// Until the studio had planned the call and set out to commit to it.
    pub(super) async fn planned(&self, db: &PgPool) -> Result<Samples> {
        let ids: Vec<Uuid> = self.0.iter().map(|click| click.job_id).collect();
        let rows: Vec<(Uuid, DateTime<Utc>)> = sqlx::query_as(
            "SELECT job_id, min(created_at) FROM generation_attempts WHERE job_id = ANY($1) GROUP BY job_id",
        )
        .bind(ids)
        .fetch_all(db)
        .await?;
        let times: HashMap<_, _> = rows.into_iter().collect();
        self.until(|click| times.get(&click.job_id).copied())
    }

    /// Until the provider had accepted the request, by its own ledger.
    pub(super) fn accepted(&self, ledger: &[LedgerEntry]) -> Result<Samples> {
        let times = acceptance(ledger);
        self.until(|click| times.get(click.prompt.as_str()).copied())
    }

    fn until(&self, at: impl Fn(&Click) -> Option<DateTime<Utc>>) -> Result<Samples> {
        let times = self
            .0
            .iter()
            .map(|click| elapsed(click.sent_at, at(click), &click.prompt));
        Ok(Samples::new(times.collect::<Result<_>>()?))
    }
}

/// When each prompt was accepted.
fn acceptance(ledger: &[LedgerEntry]) -> HashMap<&str, DateTime<Utc>> {
    ledger
        .iter()
        .filter_map(|entry| Some((entry.input["prompt"].as_str()?, entry.accepted_at)))
        .collect()
}

fn elapsed(from: DateTime<Utc>, to: Option<DateTime<Utc>>, prompt: &str) -> Result<Duration> {
    let to = to.with_context(|| format!("nothing is known of `{prompt}`"))?;
    (to - from).to_std().context("the machine's clock went back")
}

/// The baseline: the same call made without a studio.
pub(super) struct Direct {
    http: reqwest::Client,
    url: String,
    input: Value,
    sent: Vec<(String, DateTime<Utc>)>,
}

impl Direct {
    /// Repeats the call that the studio made for `click`.
    pub(super) fn like(rig: &Rig, click: &Click) -> Result<Self> {
        let ledger = rig.sim.ledger();
        let entry = ledger
            .into_iter()
            .find(|entry| entry.input["prompt"].as_str() == Some(&click.prompt));
        let entry = entry.context("the provider never had the first request")?;
        let url = format!("{}/queue/{}", rig.sim.base_url(), entry.endpoint);
        let http = reqwest::Client::builder().no_proxy().build()?;
        Ok(Self {
            http,
            url,
            input: entry.input,
            sent: Vec::new(),
        })
    }

    /// Calls once.
    pub(super) async fn call(&mut self, prompt: String) -> Result<()> {
        self.input["prompt"] = prompt.clone().into();
        self.sent.push((prompt, Clock::system().now()));
        let request = self
            .http
            .post(&self.url)
            .header("Authorization", "Key bench:bench")
            .json(&self.input);
        let answer = request.send().await?;
        ensure!(
            answer.status().is_success(),
            "the provider answered {}",
            answer.status()
        );
        answer.bytes().await?;
        Ok(())
    }

    /// Until the provider had accepted the request.
    pub(super) fn accepted(&self, ledger: &[LedgerEntry]) -> Result<Samples> {
        let times = acceptance(ledger);
        let times = self
            .sent
            .iter()
            .map(|(prompt, at)| elapsed(*at, times.get(prompt.as_str()).copied(), prompt));
        Ok(Samples::new(times.collect::<Result<_>>()?))
    }
}

/// How far a job must be for the next press.
#[derive(Clone, Copy, Debug)]
pub(super) enum Until {
    /// The provider has it.
    Submitted,
    /// It ended well.
    Completed,
}

/// Waits for a job.
///
/// # Errors
/// When it fails, or does not get there within two minutes.
pub(super) async fn wait(db: &PgPool, job_id: Uuid, until: Until) -> Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let (status, is_submitted, message): (String, bool, Option<String>) = sqlx::query_as(
            "SELECT status, fal_request_id IS NOT NULL, error_message FROM generation_queue WHERE id = $1",
        )
        .bind(job_id)
        .fetch_one(db)
        .await?;
        match (status.as_str(), until) {
            ("completed", _) => return Ok(()),
            ("failed" | "cancelled", _) => bail!("job {job_id} {status}: {}", message.unwrap_or_default()),
            (_, Until::Submitted) if is_submitted => return Ok(()),
            _ => sleep(Duration::from_millis(20)).await,
        }
    }
    bail!("job {job_id} is not {until:?} after {} s", PATIENCE.as_secs())
}

/// What one commit costs: a row of its own, written and flushed.
///
/// # Errors
/// When the database refuses.
pub(super) async fn time_commits(db: &PgPool, count: usize) -> Result<Samples> {
    let mut conn = db.acquire().await?;
    sqlx::query("CREATE TABLE IF NOT EXISTS bench_commits (n bigint)")
        .execute(&mut *conn)
        .await?;
    let mut times = Vec::with_capacity(count);
    for n in 0..count {
        let begun = Instant::now();
        sqlx::query("INSERT INTO bench_commits VALUES ($1)")
            .bind(i64::try_from(n)?)
            .execute(&mut *conn)
            .await?;
        times.push(begun.elapsed());
    }
    Ok(Samples::new(times))
}
