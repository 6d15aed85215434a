//! From the button to the planned call, on an idle studio and with a million jobs waiting.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use sqlx::PgPool;
use studio_fal_sim::SimConfig;
use tokio::time::sleep;

use super::batch::request;
use super::clicks::{Clicks, Until, click, wait};
use crate::client::Member;
use crate::options::Options;
use crate::report::{Section, Timed};
use crate::rig::Rig;

/// Promise.
const STARTED: Duration = Duration::from_millis(50);
/// The most rows of one batch.
const BATCH: u32 = 100_000;
/// Batches of one member, whose credits pay for no more.
const BATCHES: u32 = 3;
/// Between two presses.
const PAUSE: Duration = Duration::from_millis(250);
/// For one batch to be loaded.
const PATIENCE: Duration = Duration::from_secs(120);
/// For the workers to fill all the slots that batches may use, and for what loading stirred up to settle.
const RUN_UP: Duration = Duration::from_secs(15);

pub(super) async fn run(options: &Options) -> Result<Section> {
    // The provider takes its usual time and runs ten requests at once.
    let rig = Rig::start(options, SimConfig::default()).await?;
    let studio = rig.serve().await?;
    let clicker = studio.client.register("clicker").await?;
    let first = click(&clicker, "the first picture of all".to_owned()).await?;
    wait(&rig.db, first.job_id, Until::Submitted).await?;
    let idle = press(&rig, &clicker, "alone", options.samples()).await?;

    let begun = Instant::now();
    for first in (0..options.crowd).step_by((BATCH * BATCHES) as usize) {
        let member = studio.client.register(&format!("crowd-{first}")).await?;
        let rows = options.crowd.min(first + BATCH * BATCHES) - first;
        for before in (0..rows).step_by(BATCH as usize) {
            load(&rig.db, &member, BATCH.min(rows - before)).await?;
        }
    }
    let loaded = begun.elapsed();
    sleep(RUN_UP).await;
    let waiting_before = waiting(&rig.db).await?;
    let beside = press(&rig, &clicker, "beside the crowd", options.samples()).await?;
    let waiting_after = waiting(&rig.db).await?;

    let (alone, crowded) = (idle.planned(&rig.db).await?, beside.planned(&rig.db).await?);
    Ok(Section {
        title: "From the button to the planned call, 1,000,000 jobs waiting",
        times: vec![
            Timed::new("baseline: until the studio answered 202, idle", idle.answered()),
            Timed::new("until the call was planned, idle", alone)
                .over(&idle.answered())
                .within(STARTED),
            Timed::new("until the studio answered 202, with the crowd", beside.answered()).over(&idle.answered()),
            Timed::new("until the call was planned, with the crowd", crowded)
                .over(&idle.answered())
                .within(STARTED),
        ],
        notes: vec![
            format!(
                "Waiting when the series began {waiting_before}, when it ended {waiting_after}; their batches ran meanwhile in the \
                 slots that batches may use."
            ),
            format!("Asking for the batches and loading them took {} s.", loaded.as_secs()),
        ],
        ..Section::default()
    })
}

/// One press after the other, each when the one before is with the provider.
async fn press(rig: &Rig, member: &Member, words: &str, count: usize) -> Result<Clicks> {
    let mut clicks = Clicks::default();
    for number in 0..count {
        let click = click(member, format!("a lighthouse, {words}, number {number}")).await?;
        wait(&rig.db, click.job_id, Until::Submitted).await?;
        clicks.0.push(click);
        sleep(PAUSE).await;
    }
    Ok(clicks)
}

/// Asks for a batch and waits until all its rows are jobs.
async fn load(db: &PgPool, member: &Member, rows: u32) -> Result<()> {
    let (_, answer) = member.client.send_json("/api/generate/batch", &request(rows)).await?;
    let id = answer["batch"]["id"].as_str().context("no batch id")?.to_owned();
    let begun = Instant::now();
    loop {
        let is_loaded: bool = sqlx::query_scalar("SELECT next_row = row_count FROM batches WHERE id = $1::uuid")
            .bind(&id)
            .fetch_one(db)
            .await?;
        if is_loaded {
            return Ok(());
        }
        ensure!(begun.elapsed() < PATIENCE, "the batch {id} is not loaded");
        sleep(Duration::from_millis(100)).await;
    }
}

async fn waiting(db: &PgPool) -> Result<i64> {
    let count = sqlx::query_scalar("SELECT count(*) FROM generation_queue WHERE status = 'pending'");
    Ok(count.fetch_one(db).await?)
}
