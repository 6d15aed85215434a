//! A CSV table of 100,000 rows: previewed, asked for, loaded, held back, and what a click beside it waits for.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use sqlx::PgPool;
use studio_fal_sim::SimConfig;
use tokio::time::sleep;

use super::clicks::{Clicks, Until, click, wait};
use crate::client::{Client, Member};
use crate::machine::status_kib;
use crate::options::Options;
use crate::report::{Figure, Section, Timed};
use crate::rig::Rig;
use crate::samples::Samples;
use crate::studio::Process;

/// Promises.
const PREVIEWED: Duration = Duration::from_secs(3);
const LOADED: Duration = Duration::from_secs(10);
const PAUSED: Duration = Duration::from_secs(1);
const STARTED: Duration = Duration::from_secs(1);
const GROWTH_MIB: f64 = 100.0;

/// How often the slow steps are repeated.
const REPEATS: usize = 5;
/// Presses of the button beside the batch, by its owner and by somebody else.
const CLICKS: usize = 20;
/// Between two presses.
const PAUSE: Duration = Duration::from_millis(500);
/// For the workers to fill all the slots that a batch may use.
const RUN_UP: Duration = Duration::from_secs(5);

pub(super) async fn run(options: &Options) -> Result<Section> {
    let rig = Rig::start(options, SimConfig::default()).await?;
    let studio = rig.web().await?;
    let worker = rig.work()?;
    let owner = studio.client.register("owner").await?;
    let other = studio.client.register("other").await?;
    // Warm: the first request compiles nothing any more and the pool has its connections.
    owner.client.send_json("/api/batches/preview", &request(100)).await?;
    let body = request(options.rows);
    let web = Growth::from_now(studio.process())?;
    let work = Growth::from_now(&worker)?;

    let mut previews = Vec::new();
    for _ in 0..REPEATS {
        let (took, forecast) = owner.client.send_json("/api/batches/preview", &body).await?;
        ensure!(
            forecast["rows"] == options.rows && forecast["broken_rows"] == 0,
            "{forecast}"
        );
        previews.push(took);
    }
    let events_before = count(&rig.db, "SELECT count(*) FROM events WHERE kind = 'batch'").await?;
    let begun = Instant::now();
    let (accepted, answer) = owner.client.send_json("/api/generate/batch", &body).await?;
    let id = answer["batch"]["id"].as_str().context("no batch id")?.to_owned();
    let path = format!("/api/batches/{id}");
    // Nothing of it runs while it is loaded: what is measured is loading.
    owner.client.put(&format!("{path}/pause")).await?;
    loop {
        let batch = find(&owner.client, &path).await?;
        if batch["loaded_rows"] == options.rows {
            break;
        }
        ensure!(begun.elapsed() < Duration::from_secs(120), "still {batch}");
        sleep(Duration::from_millis(100)).await;
    }
    let loaded = begun.elapsed();
    let events = count(&rig.db, "SELECT count(*) FROM events WHERE kind = 'batch'").await? - events_before;
    let (web, work) = (web.to_peak()?, work.to_peak()?);
    let baseline = raw_insert(&rig.db).await?;

    let mut pauses = Vec::new();
    let mut changed = 0;
    for _ in 0..REPEATS {
        owner.client.delete(&format!("{path}/pause")).await?;
        sleep(PAUSE).await;
        let before = count(&rig.db, UPDATED).await?;
        let begun = Instant::now();
        owner.client.put(&format!("{path}/pause")).await?;
        pauses.push(begun.elapsed());
        changed = changed.max(count(&rig.db, UPDATED).await? - before);
    }
    owner.client.delete(&format!("{path}/pause")).await?;
    sleep(RUN_UP).await;
    let by_owner = press(&rig, &owner).await?;
    let by_other = press(&rig, &other).await?;
    let waiting = find(&owner.client, &path).await?["counts"]["queued"].clone();

    let one = |duration| Samples::new(vec![duration]);
    Ok(Section {
        title: "A CSV table of 100,000 rows",
        times: vec![
            Timed::new("previewed: checked, priced, forecast", Samples::new(previews)).within(PREVIEWED),
            Timed::new("asked for: until 202", one(accepted)),
            Timed::new(
                "baseline: the same rows copied by the database alone, indexes included",
                one(baseline),
            ),
            Timed::new("every row a job, from the request on", one(loaded))
                .over(&one(baseline))
                .within(LOADED),
            Timed::new("paused", Samples::new(pauses)).within(PAUSED),
            Timed::new("a click of the same user, until the provider's ledger had it", by_owner).within(STARTED),
            Timed::new("a click of another user, until the provider's ledger had it", by_other).within(STARTED),
        ],
        figures: vec![
            Figure::new("growth of `studio web` at its peak", web, "MiB").within(GROWTH_MIB),
            Figure::new("growth of `studio work` at its peak", work, "MiB"),
            Figure::new("events of the batch until it was loaded", as_figure(events), ""),
        ],
        notes: vec![
            format!(
                "The body had {:.1} MB; {waiting} jobs waited when the last click was made.",
                megabytes(&body)
            ),
            format!("While a pause was ordered at most {changed} rows of jobs changed, those of the jobs that ran."),
            "Pages and workers are two processes here; previews and requests are the first one's, rows the second one's.".to_owned(),
        ],
    })
}

/// Changes to jobs so far, by the database's own statistics.
const UPDATED: &str = "SELECT n_tup_upd + pg_stat_get_xact_tuples_updated(relid) FROM pg_stat_user_tables \
    WHERE relname = 'generation_queue'";

/// A table with a prompt, a seed and a label a row.
pub(super) fn request(rows: u32) -> Value {
    let mut text = "prompt,seed,place\n".to_owned();
    for row in 0..rows {
        let _ = writeln!(
            text,
            "a lighthouse number {row} in a storm at dusk,{row},harbour {}",
            row % 97
        );
    }
    json!({
        "name": "bench", "spec": { "source": "csv", "text": text },
        "defaults": { "model_id": "fal-ai/flux/schnell", "parameters": { "image_size": "custom", "width": 256, "height": 256 } },
    })
}

async fn press(rig: &Rig, member: &Member) -> Result<Samples> {
    let mut clicks = Clicks::default();
    for number in 0..CLICKS {
        let click = click(member, format!("beside the batch, number {number} of {}", member.id)).await?;
        wait(&rig.db, click.job_id, Until::Submitted).await?;
        clicks.0.push(click);
        sleep(PAUSE).await;
    }
    clicks.accepted(&rig.sim.ledger())
}

/// What the database needs for the same rows when nobody asks questions.
async fn raw_insert(db: &PgPool) -> Result<Duration> {
    sqlx::query("CREATE TABLE copied (LIKE generation_queue INCLUDING DEFAULTS INCLUDING INDEXES)")
        .execute(db)
        .await?;
    let begun = Instant::now();
    sqlx::query("INSERT INTO copied SELECT * FROM generation_queue")
        .execute(db)
        .await?;
    let took = begun.elapsed();
    sqlx::query("DROP TABLE copied").execute(db).await?;
    Ok(took)
}

async fn find(client: &Client, path: &str) -> Result<Value> {
    let fetched = client.get(path, "identity").await?;
    let body: Value = serde_json::from_slice(&fetched.body)?;
    Ok(body["batch"].clone())
}

async fn count(db: &PgPool, query: &'static str) -> Result<i64> {
    Ok(sqlx::query_scalar(query).fetch_one(db).await?)
}

/// How much memory a process takes beyond what it has now.
struct Growth<'a> {
    process: &'a Process,
    before_mib: f64,
}

impl<'a> Growth<'a> {
    fn from_now(process: &'a Process) -> Result<Self> {
        process.forget_peak()?;
        let before_mib = memory_mib(process, "VmRSS")?;
        Ok(Self { process, before_mib })
    }

    fn to_peak(&self) -> Result<f64> {
        Ok(memory_mib(self.process, "VmHWM")? - self.before_mib)
    }
}

fn memory_mib(process: &Process, name: &str) -> Result<f64> {
    let kib = status_kib(&process.proc_status()?, name);
    kib.map(|kib| kib / 1024.0)
        .with_context(|| format!("no {name} in its status"))
}

#[expect(clippy::cast_precision_loss, reason = "bytes of one request")]
fn megabytes(body: &Value) -> f64 {
    body.to_string().len() as f64 / 1e6
}

#[expect(clippy::cast_precision_loss, reason = "a handful of events")]
fn as_figure(events: i64) -> f64 {
    events as f64
}
