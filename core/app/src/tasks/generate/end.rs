//! Ending a job without pictures: its open call, state, money, usage and event in one transaction.

use studio_db::attempts;
use studio_db::events::{self, EventKind};
use studio_db::generation::{Job, held};
use studio_db::ledger::{self, JobMoney};
use studio_db::usage::{self, Usage};
use studio_model::{AttemptState, MicroDollars, WebhookEvent};

use super::{Next, Step, Work, still_held};

impl Work {
    /// Ends the job as failed, and with it a call that is still open; everything held returns to its owner.
    pub(super) async fn fail(&self, job: &Job, code: &str, message: &str) -> Step {
        self.fail_with(job, AttemptState::Failed, code, message).await
    }

    /// As [`Self::fail`], for an open call that ended in another way.
    pub(super) async fn fail_with(&self, job: &Job, call: AttemptState, code: &str, message: &str) -> Step {
        tracing::info!(code, "the job failed");
        let mut tx = self.app.db.begin().await?;
        still_held(held::lock(&mut tx, self.hold).await?)?;
        attempts::end_open(&mut tx, job.id, call, message).await?;
        self.release_money(&mut tx, job, WebhookEvent::JobFailed, code).await?;
        still_held(held::fail(&mut tx, self.hold, code, message).await?)?;
        tx.commit().await?;
        Ok(Next::Left)
    }

    /// Ends the job as its owner wished, and with it a call that is still open; everything held returns.
    pub(super) async fn end_cancelled(&self, job: &Job) -> Step {
        let mut tx = self.app.db.begin().await?;
        still_held(held::lock(&mut tx, self.hold).await?)?;
        attempts::end_open(&mut tx, job.id, AttemptState::Cancelled, "cancelled by its owner").await?;
        self.release_money(&mut tx, job, WebhookEvent::JobCancelled, "cancelled")
            .await?;
        still_held(held::cancel(&mut tx, self.hold).await?)?;
        tx.commit().await?;
        Ok(Next::Left)
    }

    async fn release_money(
        &self,
        conn: &mut studio_db::PgConnection,
        job: &Job,
        event: WebhookEvent,
        why: &str,
    ) -> Result<(), super::Interrupt> {
        let app = &self.app;
        let money = JobMoney {
            id: app.clock.new_id(),
            user_id: job.user_id,
            job_id: job.id,
            round: job.round,
        };
        ledger::release(conn, &money, job.held, app.clock.now()).await?;
        let usage = Usage {
            id: app.clock.new_id(),
            user_id: job.user_id,
            image_id: None,
            job_id: job.id,
            round: job.round,
            project_id: job.project_id,
            images: 0,
            action: &job.operation,
            model_id: &job.model_id,
            used: MicroDollars::ZERO,
            generation_time: None,
            error_message: Some(why),
            event,
            ended_at: app.clock.now(),
        };
        usage::insert(conn, &usage).await?;
        events::insert(conn, job.user_id, EventKind::Job, job.id.0).await?;
        events::insert(conn, job.user_id, EventKind::Balance, job.user_id.0).await?;
        Ok(())
    }
}
