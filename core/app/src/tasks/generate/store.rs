//! The end of a job that went well: pictures, what follows on them, money, usage, state and events in one transaction.

use serde_json::{Value, json};
use studio_db::attempts::Attempt;
use studio_db::events::{self, EventKind};
use studio_db::generation::{Job, held};
use studio_db::images::{self, Image};
use studio_db::ledger::{self, JobMoney};
use studio_db::recipes::items;
use studio_db::usage::{self, Usage};
use studio_model::{ImageId, MicroDollars, WebhookEvent};
use studio_plugin_host::{ModelHandle, Outputs};

use super::content::Content;
use super::ingest::Stored;
use super::plan::added;
use super::{Interrupt, Next, Step, Work, still_held};
use crate::Error;

impl Work {
    /// Writes everything, or nothing when the job was taken away.
    pub(super) async fn complete(
        &self,
        job: &Job,
        handle: &ModelHandle,
        attempt: &Attempt,
        outputs: &Outputs,
        stored: &[Stored],
    ) -> Step {
        let cost = MicroDollars::saturating_from(outputs.cost_microdollars).min(job.held);
        let seconds = outputs.inference_seconds.or_else(|| observed_seconds(attempt));
        let rows = self.rows(job, handle, outputs, stored, cost, seconds)?;
        let (app, notes) = (&self.app, added(&job.notes, &outputs.notes));

        // All of it is made again from the stored result.
        let mut tx = studio_db::begin_relaxed(&app.db).await?;
        // Locks the job's row before anything else is touched.
        still_held(held::complete(&mut tx, self.hold, cost, &notes).await?)?;
        for image in &rows {
            images::insert(&mut tx, image).await?;
        }
        // Before the user's row is locked by the money: whoever makes jobs of these pictures locks their run first.
        if let Some((run, step)) = job.recipe_run_id.zip(job.recipe_step) {
            items::pass_on(&mut tx, run, step, job.id, app.clock.now()).await?;
        }
        let usage = Usage {
            id: app.clock.new_id(),
            user_id: job.user_id,
            image_id: rows.first().map(|image| image.id),
            job_id: job.id,
            round: job.round,
            project_id: job.project_id,
            images: rows.len(),
            action: &job.operation,
            model_id: &job.model_id,
            used: cost,
            generation_time: seconds,
            error_message: None,
            event: WebhookEvent::JobCompleted,
            ended_at: app.clock.now(),
        };
        usage::insert(&mut tx, &usage).await?;
        let pictures = rows.iter().map(|image| (EventKind::Image, image.id.0));
        let job_and_balance = [(EventKind::Job, job.id.0), (EventKind::Balance, job.user_id.0)];
        let news: Vec<_> = pictures.chain(job_and_balance).collect();
        events::insert_many(&mut tx, job.user_id, &news).await?;
        // Last of all: what else happens to this user's money waits for this row until the commit.
        let money = JobMoney {
            id: app.clock.new_id(),
            user_id: job.user_id,
            job_id: job.id,
            round: job.round,
        };
        ledger::capture(&mut tx, &money, job.held, cost, app.clock.now()).await?;
        tx.commit().await?;
        tracing::info!(images = rows.len(), "the job is done");
        Ok(Next::Left)
    }

    fn rows(
        &self,
        job: &Job,
        handle: &ModelHandle,
        outputs: &Outputs,
        stored: &[Stored],
        cost: MicroDollars,
        seconds: Option<f64>,
    ) -> Result<Vec<Image>, Interrupt> {
        let shares = shares(cost, stored.len());
        (0i32..)
            .zip(stored)
            .zip(shares)
            .map(|((index, stored), cost)| self.row(job, handle, outputs, index, stored, cost, seconds))
            .collect()
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one column each; a struct would only repeat the row"
    )]
    fn row(
        &self,
        job: &Job,
        handle: &ModelHandle,
        outputs: &Outputs,
        index: i32,
        stored: &Stored,
        cost: MicroDollars,
        seconds: Option<f64>,
    ) -> Result<Image, Interrupt> {
        let (content, id, now) = (&stored.content, self.app.clock.new_id(), self.app.clock.now());
        let pixels = |side: u32| i32::try_from(side).map_err(|error| Interrupt::App(Error::internal(error)));
        Ok(Image {
            id: ImageId(id),
            user_id: job.user_id,
            project_id: job.project_id,
            job_id: Some(job.id),
            output_index: index,
            object_id: job.id.0,
            file_path: stored.original.to_string(),
            file_url: format!("/api/images/download/{id}"),
            thumbnail_url: format!("/media/{id}/512.webp"),
            width: pixels(content.width)?,
            height: pixels(content.height)?,
            file_size: i64::try_from(content.size_bytes).map_err(|error| Interrupt::App(Error::internal(error)))?,
            format: content.format.as_str().to_owned(),
            sha256: content.sha256.to_vec(),
            average_color: content.average_color.clone(),
            placeholder: content.placeholder.clone(),
            is_flagged: stored.file.flagged,
            prompt: job.prompt.clone(),
            negative_prompt: job.negative_prompt.clone(),
            model_id: job.model_id.clone(),
            model_version: handle.plugin().version.clone(),
            parameters: job.parameters.clone(),
            seed: Some(stored.file.seed.unwrap_or(job.seed.unsigned_abs()).to_string()),
            generation_time: seconds,
            cost,
            parent_image_id: job.parent_image_id,
            is_favorite: false,
            rating: None,
            tags: Vec::new(),
            name: String::new(),
            alt_text: String::new(),
            notes: String::new(),
            metadata: metadata(job, outputs, content),
            created_at: now,
            updated_at: now,
            deleted_at: None,
        })
    }
}

fn metadata(job: &Job, outputs: &Outputs, content: &Content) -> Value {
    let mut metadata = content.facts.clone();
    metadata.insert("effective_prompt".to_owned(), json!(outputs.effective_prompt));
    metadata.insert("request_id".to_owned(), json!(job.fal_request_id));
    metadata.insert("requested_seed".to_owned(), json!(job.seed.to_string()));
    Value::Object(metadata)
}

/// The price split evenly; the first pictures carry what does not divide.
fn shares(cost: MicroDollars, count: usize) -> impl Iterator<Item = MicroDollars> {
    let count = i64::try_from(count).unwrap_or(i64::MAX).max(1);
    let (each, rest) = (cost.0 / count, cost.0 % count);
    (0..).map(move |index| MicroDollars(each + i64::from(index < rest)))
}

/// Seconds from acceptance to result, where the provider tells no computing time.
fn observed_seconds(attempt: &Attempt) -> Option<f64> {
    let took = attempt.ended_at? - attempt.accepted_at?;
    took.to_std().ok().map(|took| took.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up() {
        for (cost, count) in [(100_000, 4), (10, 3), (0, 2), (7, 1)] {
            let split: Vec<MicroDollars> = shares(MicroDollars(cost), count).take(count).collect();
            assert_eq!(split.iter().copied().sum::<MicroDollars>(), MicroDollars(cost));
        }
    }
}
