//! Two workers share what there is to do.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use tokio::time::sleep;

use crate::fleet::{CONCURRENCY, Fleet};
use crate::user::User;

const JOBS: u32 = 24;

#[tokio::test(flavor = "multi_thread")]
async fn both_workers_take_jobs_whichever_web_process_stored_them() {
    let fleet = Fleet::start(Duration::from_millis(500)).await;
    let user = User::administrator(&fleet).await;
    for number in 0..JOBS {
        user.submit(number as usize % 2, number).await;
    }
    let (mut owners, mut most, begun) = (BTreeSet::new(), 0, Instant::now());
    while fleet.number("SELECT count(*) FROM generation_queue WHERE status <> 'completed'") > 0 {
        let held =
            fleet.query("SELECT lease_owner, count(*) FROM generation_queue WHERE lease_owner IS NOT NULL GROUP BY 1");
        for owner in held {
            most = most.max(owner[1].as_deref().unwrap().parse::<u32>().unwrap());
            owners.insert(owner[0].clone().unwrap());
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "jobs do not end");
        sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(owners.len(), 2, "{owners:?}");
    assert!(most <= CONCURRENCY, "a worker had {most} jobs at a time");
    assert_eq!(fleet.sim.ledger().len(), JOBS as usize);
}
