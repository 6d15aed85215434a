//! From the button to the provider, on a studio that has nothing else to do.

use std::time::Duration;

use anyhow::Result;
use studio_fal_sim::SimConfig;
use tokio::time::sleep;

use super::clicks::{Clicks, Direct, Until, click, time_commits, wait};
use crate::options::Options;
use crate::report::{Section, Timed};
use crate::rig::Rig;

/// Promise.
const TARGET: Duration = Duration::from_millis(50);
/// Between the end of one job and the next press.
const PAUSE: Duration = Duration::from_millis(50);
/// Presses that are not counted.
const WARM_UP: usize = 5;

pub(super) async fn run(options: &Options) -> Result<Section> {
    let rig = Rig::start(options, SimConfig::instant()).await?;
    let studio = rig.serve().await?;
    let member = studio.client.register("clicker").await?;
    let first = click(&member, "the first picture of all".to_owned()).await?;
    wait(&rig.db, first.job_id, Until::Completed).await?;
    let mut direct = Direct::like(&rig, &first)?;
    let mut clicks = Clicks::default();
    for number in 0..options.samples() + WARM_UP {
        let click = click(&member, format!("a lighthouse in a storm, number {number}")).await?;
        wait(&rig.db, click.job_id, Until::Completed).await?;
        sleep(PAUSE).await;
        if number >= WARM_UP {
            clicks.0.push(click);
            direct.call(format!("without the studio, number {number}")).await?;
            sleep(PAUSE).await;
        }
    }
    let ledger = rig.sim.ledger();
    let baseline = direct.accepted(&ledger)?;
    Ok(Section {
        title: "From the button to the provider, idle",
        times: vec![
            Timed::new("baseline: the same call straight to the provider", baseline.clone()),
            Timed::new("baseline: one commit", time_commits(&rig.db, options.samples()).await?),
            Timed::new("until the studio answered 202", clicks.answered()).over(&baseline),
            Timed::new("until the call was planned", clicks.planned(&rig.db).await?).over(&baseline),
            Timed::new("until the provider's ledger had it", clicks.accepted(&ledger)?)
                .over(&baseline)
                .within(TARGET),
        ],
        notes: vec!["One press at a time; the job before has ended.".to_owned()],
        ..Section::default()
    })
}
