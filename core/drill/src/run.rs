//! The drill itself.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use futures::{StreamExt as _, stream};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use studio_fal_sim::{LedgerEntry, LedgerOutcome, SimConfig, Simulator};
use studio_pg_cluster::Row;
use studio_storage::{KeyPrefix, StorageConfig};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::client::Client;
use crate::deck::{Attempt, Deck, Imbalance, Job, Object, Picture, Request, RequestOutcome};
use crate::fleet::Fleet;
use crate::invariants::check;
use crate::options::{Options, Plugins};
use crate::report::Report;
use crate::strikes::{How, Strike, Target, faults, plan};

/// Requests for pictures that are under way at a time.
const ASKERS: usize = 4;

/// Longest time without a job ending, after the last strike.
const PATIENCE: Duration = Duration::from_secs(300);

/// How far the models are sped up: a job takes about a second.
const TIME_SCALE: f64 = 0.4;

/// Drills the studio that this program is, or gives an error when the drill itself could not be carried out. `None` when it
/// was stopped.
///
/// # Errors
/// When PostgreSQL is missing, a process does not start, or jobs do not end.
pub async fn run(
    options: &Options,
    program: PathBuf,
    plugins: &Plugins,
    stop: &CancellationToken,
) -> Result<Option<Report>> {
    options.check()?;
    let mut config = SimConfig {
        seed: options.seed,
        ..SimConfig::default()
    };
    config.live.time_scale = TIME_SCALE;
    let simulator = Simulator::spawn(config, SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
    simulator.set_faults(faults()).context("the faults make no sense")?;
    let mut fleet = Fleet::start(program, simulator.base_url(), plugins, options.workers, options.webs).await?;
    let drilled = tokio::select! {
        drilled = drill(options, &mut fleet) => drilled,
        () = stop.cancelled() => {
            fleet.end().await?;
            return Ok(None);
        }
    };
    let drilled = match drilled {
        Ok(drilled) => drilled,
        Err(error) => return Err(error.context(fleet.last_words().await)),
    };
    let deck = look(&fleet, drilled.asked, &simulator.ledger()).await?;
    let report = report(options, &drilled.strikes, drilled.took, &deck, &fleet).await?;
    fleet.end().await?;
    Ok(Some(report))
}

struct Drilled {
    asked: BTreeMap<String, Uuid>,
    strikes: Vec<Strike>,
    took: Duration,
}

/// Asks and strikes at the same time, then waits until all has ended.
async fn drill(options: &Options, fleet: &mut Fleet) -> Result<Drilled> {
    let client = Client::register(fleet.web_urls()).await?;
    let (begun, strikes) = (
        Instant::now(),
        plan(options.seed, options.kills, options.workers, options.webs),
    );
    // Spread over the strikes, so that there is always something to lose.
    let span: Duration = strikes.iter().map(|strike| strike.pause).sum();
    let gap = span / options.jobs;
    let asking = ask_all(&client, options.jobs, gap);
    let striking = strike_all(fleet, &strikes);
    let (asked, struck) = tokio::join!(asking, striking);
    struck?;
    let asked = asked?;
    wait_for_ends(fleet).await?;
    Ok(Drilled {
        asked,
        strikes,
        took: begun.elapsed(),
    })
}

async fn ask_all(client: &Client, jobs: u32, gap: Duration) -> Result<BTreeMap<String, Uuid>> {
    let begun = Instant::now();
    let asked: Vec<Result<(String, Uuid)>> = stream::iter(0..jobs)
        .map(|number| async move {
            tokio::time::sleep_until(begun + gap * number).await;
            let prompt = format!("drill {number}: a lighthouse in a storm");
            let body = json!({
                "model_id": "fal-ai/flux/schnell", "prompt": prompt, "num_images": 1 + number % 2,
                "parameters": { "image_size": "custom", "width": 256, "height": 256 },
            });
            let id = client
                .ask(number, &body)
                .await
                .with_context(|| format!("`{prompt}` was not taken"))?;
            Ok((prompt, id))
        })
        .buffer_unordered(ASKERS)
        .collect()
        .await;
    asked.into_iter().collect()
}

async fn strike_all(fleet: &mut Fleet, strikes: &[Strike]) -> Result<()> {
    for (number, strike) in strikes.iter().enumerate() {
        sleep(strike.pause).await;
        tracing::debug!(number, ?strike, "strikes");
        fleet.strike(strike.target, strike.how).await?;
        fleet.revive()?;
    }
    Ok(())
}

async fn wait_for_ends(fleet: &mut Fleet) -> Result<()> {
    let (mut open, mut since) = (u64::MAX, Instant::now());
    while open > 0 {
        sleep(Duration::from_millis(500)).await;
        fleet.revive()?;
        let rows = fleet
            .query("SELECT count(*) FROM generation_queue WHERE completed_at IS NULL")
            .await?;
        let left = number(&rows[0], 0)?;
        if left < open {
            (open, since) = (left, Instant::now());
        } else if since.elapsed() > PATIENCE {
            bail!("{open} jobs have not ended, and none did for {} s", PATIENCE.as_secs());
        }
    }
    Ok(())
}

/// Takes down what is known now.
async fn look(fleet: &Fleet, asked: BTreeMap<String, Uuid>, ledger: &[LedgerEntry]) -> Result<Deck> {
    let mut deck = Deck {
        asked,
        requests: ledger.iter().map(request).collect(),
        ..Deck::default()
    };
    for row in fleet.query(JOBS).await? {
        let job = Job {
            id: text(&row, 0)?.parse()?,
            status: text(&row, 1)?.to_owned(),
            num_images: number(&row, 2)?,
            held: number(&row, 3)?,
            captured: row[4].as_deref().map(str::parse).transpose()?,
            rounds: number(&row, 5)?,
            usage_rows: number(&row, 6)?,
            settlements: number(&row, 7)?,
        };
        deck.prompts.push((text(&row, 8)?.to_owned(), job.id));
        deck.jobs.insert(job.id, job);
    }
    for row in fleet.query(ATTEMPTS).await? {
        deck.attempts.push(Attempt {
            job_id: text(&row, 0)?.parse()?,
            state: text(&row, 1)?.to_owned(),
            request_id: row[2].clone(),
        });
    }
    for row in fleet.query(PICTURES).await? {
        deck.pictures.push(Picture {
            job_id: text(&row, 0)?.parse()?,
            path: text(&row, 1)?.to_owned(),
            size: number(&row, 2)?,
            sha256: text(&row, 3)?.to_owned(),
        });
    }
    for row in fleet.query(BOOKS).await? {
        deck.books.push(Imbalance {
            user: text(&row, 0)?.to_owned(),
            balance: number(&row, 1)?,
            available: number(&row, 2)?,
            held: number(&row, 3)?,
        });
    }
    let sum = fleet
        .query("SELECT COALESCE(sum(amount_microdollars), 0) FROM ledger_entries")
        .await?;
    deck.ledger_sum = number(&sum[0], 0)?;
    let store = StorageConfig::Local { path: fleet.objects() }.open()?;
    let mut objects = store.list(KeyPrefix::All);
    while let Some(listed) = objects.next().await {
        let path = listed?.path;
        let bytes = tokio::fs::read(fleet.objects().join(&path)).await?;
        let object = Object {
            size: bytes.len() as u64,
            sha256: Sha256::digest(&bytes)
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
        };
        deck.objects.insert(path, object);
    }
    Ok(deck)
}

const JOBS: &str = "SELECT job.id, status, num_images, held_microdollars, captured_microdollars, round + 1,
    (SELECT count(*) FROM usage_logs WHERE usage_logs.job_id = job.id),
    (SELECT count(*) FROM ledger_transactions WHERE ledger_transactions.job_id = job.id AND kind IN ('capture', 'release')),
    prompt
    FROM generation_queue AS job";

const ATTEMPTS: &str = "SELECT job_id, state, request_id FROM generation_attempts";

const PICTURES: &str = "SELECT job_id, file_path, file_size, encode(sha256, 'hex') FROM images";

const BOOKS: &str = "SELECT email, balance_microdollars,
    (SELECT COALESCE(sum(amount_microdollars), 0) FROM ledger_entries WHERE user_id = users.id AND account = 'available'),
    (SELECT COALESCE(sum(amount_microdollars), 0) FROM ledger_entries WHERE user_id = users.id AND account = 'held')
    FROM users";

fn request(entry: &LedgerEntry) -> Request {
    Request {
        id: entry.request_id.clone(),
        prompt: entry.input["prompt"].as_str().unwrap_or_default().to_owned(),
        outcome: match entry.outcome {
            LedgerOutcome::Succeeded => RequestOutcome::Succeeded,
            LedgerOutcome::Failed | LedgerOutcome::Cancelled => RequestOutcome::Failed,
            LedgerOutcome::Queued | LedgerOutcome::Running => RequestOutcome::Open,
        },
    }
}

async fn report(options: &Options, strikes: &[Strike], took: Duration, deck: &Deck, fleet: &Fleet) -> Result<Report> {
    let struck = |fits: fn(&Strike) -> bool| count(strikes.iter().filter(|strike| fits(strike)).count());
    let recoveries = fleet
        .query("SELECT COALESCE(sum(crash_count), 0) FROM generation_queue")
        .await?;
    let completed = count(deck.jobs.values().filter(|job| job.status == "completed").count());
    let mut report = Report {
        seed: options.seed,
        jobs: options.jobs,
        killed_workers: struck(|strike| matches!(strike.target, Target::Worker(_)) && strike.how == How::Kill),
        killed_webs: struck(|strike| matches!(strike.target, Target::Web(_)) && strike.how == How::Kill),
        database_strikes: struck(|strike| strike.target == Target::Database),
        stopped: struck(|strike| strike.target != Target::Database && strike.how == How::Stop),
        completed,
        not_completed: count(deck.jobs.len()) - completed,
        accepted_requests: count(deck.requests.len()),
        repeated_attempts: count(deck.attempts.len()).saturating_sub(count(deck.jobs.len())),
        recoveries: number(&recoveries[0], 0)?,
        seconds: 0.0,
        violations: check(deck),
    };
    report.set_duration(took);
    Ok(report)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn text(row: &Row, column: usize) -> Result<&str> {
    row.get(column)
        .and_then(Option::as_deref)
        .context("the database gave fewer columns")
}

fn number<T: std::str::FromStr<Err = std::num::ParseIntError>>(row: &Row, column: usize) -> Result<T> {
    Ok(text(row, column)?.parse()?)
}
