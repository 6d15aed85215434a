//! Looking after schedules: due times become runs, runs become batches, batches that have ended settle their run.
//!
//! One process at a time looks after a schedule, under an advisory lock, so that overlapping runs are seen. That a due time
//! fires once does not hang on it: due times are unique in `schedule_runs`, and a batch is made in the transaction in which
//! its run stops to wait. So any process may die anywhere, and the next one goes on with what it finds.

mod end;
mod plan;
mod start;

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use studio_db::schedules::tick;
use studio_model::{ScheduleId, UserId};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::{App, Result};

/// Schedules are looked at this often when none says when: one may have been made, or a batch may have ended.
const INTERVAL: Duration = Duration::from_millis(500);

/// The shortest time between two looks.
const BREATH: Duration = Duration::from_millis(10);

/// Schedules that a process looks after at a time. A large request takes seconds to check and keeps nobody else waiting.
const AT_A_TIME: usize = 4;

/// One that could not be looked after leaves its place to others for this time.
const REST: Duration = Duration::from_secs(5);

/// Looks after schedules until `stop`. Several processes may do it.
pub async fn run(app: &App, stop: CancellationToken) {
    let mut keepers = Keepers::default();
    loop {
        let wait = match keepers.look(app).await {
            Ok(wait) => wait,
            Err(error) => {
                tracing::warn!(%error, "schedules could not be looked after; tried again soon");
                INTERVAL
            }
        };
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(wait) => (),
        }
    }
    // Each is safe to be stopped anywhere; waiting for a large request to be checked would only keep the process.
    keepers.tasks.shutdown().await;
}

/// What is being looked after.
#[derive(Default)]
struct Keepers {
    tasks: JoinSet<(ScheduleId, Result<()>)>,
    at_work: HashSet<ScheduleId>,
    resting: HashMap<ScheduleId, Instant>,
}

impl Keepers {
    /// Begins to look after what calls, and says how long to wait before the next look.
    async fn look(&mut self, app: &App) -> Result<Duration> {
        while let Some(ended) = self.tasks.try_join_next() {
            match ended {
                Ok((id, outcome)) => {
                    self.at_work.remove(&id);
                    if let Err(error) = outcome {
                        tracing::warn!(schedule.id = %id, %error, "a schedule could not be looked after; tried again soon");
                        self.resting.insert(id, Instant::now() + REST);
                    }
                }
                Err(error) => {
                    // Which one it was is not told; the others are found at work by the lock.
                    tracing::error!(%error, "looking after a schedule panicked");
                    self.at_work.clear();
                }
            }
        }
        let (mut conn, now) = (app.db.acquire().await?, app.clock.now());
        let most = i64::try_from(AT_A_TIME * 8).unwrap_or(i64::MAX);
        self.resting.retain(|_, until| *until > Instant::now());
        for (id, user_id) in tick::list_calling(&mut conn, now, most).await? {
            if self.tasks.len() < AT_A_TIME && !self.resting.contains_key(&id) && self.at_work.insert(id) {
                let app = app.clone();
                self.tasks
                    .spawn(async move { (id, look_after(&app, id, user_id).await) });
            }
        }
        let next = tick::find_next_call(&mut conn, now).await?;
        let until_next = next.and_then(|next| (next - now).to_std().ok());
        Ok(until_next.unwrap_or(INTERVAL).clamp(BREATH, INTERVAL))
    }
}

async fn look_after(app: &App, id: ScheduleId, user_id: UserId) -> Result<()> {
    let mut keeper = app.db.begin().await?;
    if !tick::try_keep(&mut keeper, id).await? {
        return Ok(());
    }
    end::settle(app, id).await?;
    plan::plan(app, id).await?;
    start::start_waiting(app, id, user_id).await?;
    keeper.rollback().await?;
    Ok(())
}
