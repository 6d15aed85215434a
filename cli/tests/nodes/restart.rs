//! A deployment: every process is stopped and started again while jobs run.

use std::time::Duration;

use tokio::time::sleep;

use crate::fleet::Fleet;
use crate::user::User;

const JOBS: u32 = 60;

#[tokio::test(flavor = "multi_thread")]
async fn a_rolling_restart_loses_nothing_and_burns_no_attempt() {
    let mut fleet = Fleet::start(Duration::from_millis(1500)).await;
    let user = User::administrator(&fleet).await;
    for number in 0..JOBS / 2 {
        user.submit(number as usize % 2, number).await;
    }
    fleet
        .until(
            "SELECT least(count(*), 1) FROM generation_queue WHERE phase = 'running' OR phase = 'submitted'",
            1,
        )
        .await;

    for number in 0..2 {
        fleet.restart_worker(number, 2).await;
        assert_ne!(
            fleet.number("SELECT count(*) FROM generation_queue WHERE status IN ('pending', 'processing')"),
            0,
            "nothing was at risk"
        );
    }
    for number in 0..2 {
        let other = 1 - number;
        let more = user.clone();
        let asking = tokio::spawn(async move {
            for job in 0..JOBS / 4 {
                more.submit(other, JOBS / 2 + u32::try_from(number).unwrap() * JOBS / 4 + job)
                    .await;
                sleep(Duration::from_millis(20)).await;
            }
        });
        fleet.restart_web(number).await;
        asking.await.unwrap();
    }

    fleet
        .until(
            "SELECT count(*) FROM generation_queue WHERE status = 'completed'",
            JOBS.into(),
        )
        .await;
    for (what, sql) in [
        ("retried", "SELECT sum(retry_count) FROM generation_queue"),
        ("counted as crashed", "SELECT sum(crash_count) FROM generation_queue"),
        (
            "called again",
            "SELECT count(*) FROM generation_attempts WHERE number > 1",
        ),
        (
            "paid twice or not",
            "SELECT count(*) FROM usage_logs WHERE NOT success OR used_microdollars = 0",
        ),
    ] {
        assert_eq!(fleet.number(sql), 0, "jobs were {what}");
    }
    assert_eq!(fleet.number("SELECT count(*) FROM images"), i64::from(JOBS));
    assert_eq!(fleet.sim.ledger().len(), JOBS as usize, "requests at the provider");
}
