//! One run of one request: validation, faults, pace, pictures, bill.

use std::time::Duration;

use serde_json::Value;

use crate::{
    catalogue::{self, Inputs, Model},
    config::Latency,
    endpoint::glob_matches,
    errors::{Failure, platform_error},
    faults::{FaultKind, Stage},
    jobs::{Order, Outcome},
    operations,
    queue::failed,
    state::Sim,
};

/// How long the platform takes to notice that a path does not exist, in milliseconds before scaling.
const UNKNOWN_PATH_MS: u64 = 60;

/// Runs a request to its outcome; `None` sends it back to the queue.
pub(super) async fn perform(sim: &Sim, id: &str) -> Option<Outcome> {
    let (order, sub_path, attempt) = sim
        .jobs()
        .get(id)
        .map(|job| (job.order.clone(), job.endpoint.sub_path.clone(), job.starts))?;
    let faults = sim.faults().draw(Stage::Job, &order.endpoint, || sim.roll());
    for fault in &faults {
        match fault {
            FaultKind::NeverFinish {} => std::future::pending().await,
            FaultKind::Requeue {} if attempt == 1 => {
                tokio::time::sleep(sim.scaled(UNKNOWN_PATH_MS)).await;
                return None;
            }
            FaultKind::Slow { delay_ms, .. } => tokio::time::sleep(Duration::from_millis(*delay_ms)).await,
            _ => {}
        }
    }
    let Some(model) = catalogue::find(&order.endpoint) else {
        tokio::time::sleep(sim.scaled(UNKNOWN_PATH_MS)).await;
        let detail = format!("Path /{sub_path} not found");
        return Some(failed(&Failure::Text { status: 404, detail }, 0.0));
    };
    let result = match catalogue::validate(&model.params, &order.input) {
        Err(items) => Err(Failure::Model { status: 422, items }),
        Ok(inputs) => {
            Run {
                sim,
                order: &order,
                model,
                inputs,
                faults,
            }
            .produce()
            .await
        }
    };
    Some(result.unwrap_or_else(|failure| failed(&failure, 0.0)))
}

/// A validated run.
struct Run<'a> {
    sim: &'a Sim,
    order: &'a Order,
    model: &'static Model,
    inputs: Inputs,
    faults: Vec<FaultKind>,
}

impl Run<'_> {
    async fn produce(&self) -> Result<Outcome, Failure> {
        let pace = self.pace();
        let seed = self
            .inputs
            .seed()
            .unwrap_or_else(|| Value::from(self.order.random_seed));
        let work = operations::Work {
            model: self.model,
            inputs: &self.inputs,
            seed: &seed,
            force_black: self.faults.contains(&FaultKind::Nsfw {}),
        };
        let pictures = operations::prepare(self.sim, &work).await?;
        if let Some(failure) = self.injected() {
            tokio::time::sleep(self.sim.scaled(pace.base_ms)).await;
            return Err(failure);
        }
        let (made, ()) = tokio::join!(
            operations::produce(self.sim, &work, pictures),
            self.go_through_steps(pace)
        );
        let made = made?;
        let inference_s = self.inference_s(pace);
        let body = operations::body(self.sim, self.order, &work, &made, inference_s).await?;
        let sizes: Vec<(u32, u32)> = made
            .pictures
            .iter()
            .map(|picture| (picture.width, picture.height))
            .collect();
        Ok(Outcome {
            status: 200,
            body,
            billable_units: catalogue::billed_units(self.model.price, &sizes, inference_s),
            error: None,
            error_type: None,
            user_timeout: false,
            inference_s,
            ended_at: chrono::Utc::now(),
        })
    }

    fn injected(&self) -> Option<Failure> {
        self.faults.iter().find_map(|fault| match fault {
            FaultKind::ModelError { error } => Some(Failure::model(error, None, None)),
            FaultKind::PlatformError { error } => platform_error(error).map(Failure::Platform),
            _ => None,
        })
    }

    /// The configured pace for this endpoint, or the catalogue's.
    fn pace(&self) -> Latency {
        let live = self.sim.live();
        let configured = live
            .latency
            .iter()
            .find(|(pattern, _)| glob_matches(pattern, self.model.id));
        configured.map_or(self.model.latency, |(_, latency)| *latency)
    }

    fn steps(&self) -> u64 {
        let steps = |name| self.inputs.int(name).and_then(|steps| u64::try_from(steps).ok());
        let again = steps("upscale_steps").filter(|_| self.inputs.flag("upscale"));
        steps("num_inference_steps").unwrap_or(0) + again.unwrap_or(0)
    }

    fn images(&self) -> u64 {
        self.inputs
            .int("num_images")
            .and_then(|images| u64::try_from(images).ok())
            .unwrap_or(1)
    }

    /// Seconds of computing at `time_scale` 1. The bill follows this, not the clock, so that bills repeat exactly.
    fn inference_s(&self, pace: Latency) -> f64 {
        let milliseconds = pace.base_ms + pace.step_ms * self.steps() + pace.image_ms * self.images();
        milliseconds as f64 / 1000.0
    }

    /// Waits as long as the model would take and logs what it would log.
    async fn go_through_steps(&self, pace: Latency) {
        self.log(&format!("Running {}", self.model.title));
        tokio::time::sleep(self.sim.scaled(pace.base_ms)).await;
        let steps = self.steps();
        for step in 1..=steps {
            tokio::time::sleep(self.sim.scaled(pace.step_ms)).await;
            self.log(&format!("{step}/{steps} steps ({}%)", step * 100 / steps));
        }
        tokio::time::sleep(self.sim.scaled(pace.image_ms * self.images())).await;
        self.log("Encoding images");
    }

    fn log(&self, message: &str) {
        if let Some(job) = self.sim.jobs().get_mut(&self.order.id) {
            job.log(message);
            job.changed.send_replace(());
        }
    }
}
