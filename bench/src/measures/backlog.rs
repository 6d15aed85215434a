//! From the button to the provider while somebody else's 10,000 jobs wait and keep the studio and the provider busy.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use sqlx::PgPool;
use studio_app::App;
use studio_app::accounts::{Client, Register, register};
use studio_app::generation::{Operation, Submit, submit};
use studio_fal_sim::SimConfig;
use studio_model::UserId;
use tokio::time::sleep;

use super::clicks::{Clicks, Direct, Until, click, wait};
use crate::options::Options;
use crate::report::{Section, Timed};
use crate::rig::Rig;

/// Promise.
const TARGET: Duration = Duration::from_secs(1);
/// Between one press and the next: three or four jobs of the impatient user run at a time.
const PAUSE: Duration = Duration::from_secs(1);
/// Jobs stored at a time.
const SUBMITTERS: usize = 4;
/// Added for each press, so that the promised number still waits at the end.
const SPARE_PER_SAMPLE: u32 = 12;
/// For the workers to fill all their slots.
const RUN_UP: Duration = Duration::from_secs(5);

pub(super) async fn run(options: &Options) -> Result<Section> {
    // The provider takes its usual time and runs ten requests at once.
    let rig = Rig::start(options, SimConfig::default()).await?;
    let stored = fill(&rig, options.waiting + options.samples * SPARE_PER_SAMPLE).await?;
    let studio = rig.serve().await?;
    let member = studio.client.register("clicker").await?;
    sleep(RUN_UP).await;

    let first = click(&member, "the first picture of all".to_owned()).await?;
    wait(&rig.db, first.job_id, Until::Submitted).await?;
    let mut direct = Direct::like(&rig, &first)?;
    let (waiting_before, ended_before, begun) = (
        count(&rig.db, "pending").await?,
        count(&rig.db, "completed").await?,
        Instant::now(),
    );
    let mut clicks = Clicks::default();
    for number in 0..options.samples() {
        let click = click(&member, format!("a lighthouse in a storm, number {number}")).await?;
        wait(&rig.db, click.job_id, Until::Submitted).await?;
        clicks.0.push(click);
        sleep(PAUSE / 2).await;
        direct.call(format!("without the studio, number {number}")).await?;
        sleep(PAUSE / 2).await;
    }
    let (waiting_after, ended_after, took) = (
        count(&rig.db, "pending").await?,
        count(&rig.db, "completed").await?,
        begun.elapsed(),
    );
    ensure!(
        waiting_after >= i64::from(options.waiting),
        "only {waiting_after} jobs were left waiting"
    );

    let ledger = rig.sim.ledger();
    let baseline = direct.accepted(&ledger)?;
    #[expect(clippy::cast_precision_loss, reason = "some thousand jobs")]
    let per_second = (ended_after - ended_before) as f64 / took.as_secs_f64();
    Ok(Section {
        title: "From the button to the provider, 10,000 jobs waiting",
        times: vec![
            Timed::new(
                "baseline: the same call straight to the busy provider",
                baseline.clone(),
            ),
            Timed::new("until the studio answered 202", clicks.answered()).over(&baseline),
            Timed::new("until the call was planned", clicks.planned(&rig.db).await?).over(&baseline),
            Timed::new("until the provider's ledger had it", clicks.accepted(&ledger)?)
                .over(&baseline)
                .within(TARGET),
        ],
        notes: vec![
            format!(
                "Waiting when the series began {waiting_before}, when it ended {waiting_after}; {per_second:.1} jobs completed a second."
            ),
            format!(
                "Storing one of the waiting jobs took {:.1} ms on average, {SUBMITTERS} at a time.",
                stored.as_secs_f64() * 1e3
            ),
        ],
        ..Section::default()
    })
}

/// Stores so many jobs of low priority as the API would, before any worker runs; gives the mean time for one.
async fn fill(rig: &Rig, jobs: u32) -> Result<Duration> {
    let app = rig.app().await?;
    let user_id = other(&app).await?;
    let begun = Instant::now();
    stream::iter((0..jobs).map(|number| submit(&app, user_id, background_job(number))))
        .buffer_unordered(SUBMITTERS)
        .try_for_each(|_| async { Ok(()) })
        .await?;
    let mean = begun.elapsed() / jobs;
    app.db.close().await;
    Ok(mean)
}

async fn other(app: &App) -> Result<UserId> {
    let signed_in = register(
        app,
        Register {
            email: "batch@example.org".to_owned(),
            password: "violet tram under rain".to_owned(),
            name: "Batch".to_owned(),
            client: Client::default(),
            replaces: None,
        },
    );
    Ok(signed_in.await?.user.id)
}

/// A picture of the model's usual size.
fn background_job(number: u32) -> Submit {
    Submit {
        seed: Some(number.into()),
        priority: -10,
        ..Submit::new(
            Operation::TextToImage,
            "fal-ai/flux/schnell".to_owned(),
            format!("row {number} of a large batch: a quiet harbour at dawn, watercolour"),
        )
    }
}

async fn count(db: &PgPool, status: &str) -> Result<i64> {
    Ok(
        sqlx::query_scalar("SELECT count(*) FROM generation_queue WHERE status = $1")
            .bind(status)
            .fetch_one(db)
            .await?,
    )
}
