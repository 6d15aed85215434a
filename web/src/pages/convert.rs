//! From the use cases' views to what templates show.

use std::collections::HashMap;

use serde_json::Value;
use studio_app::App;
use studio_app::generation::{JobView, Operation};
use studio_app::images::ImageView;
use studio_app::models::{self, ModelView};
use studio_model::{JobStatus as Status, MicroDollars};

use crate::views::{ExpectedWords, ImageTile, JobCard, JobStatus, ModelCard, ModelHealth};

/// Pixels of a picture whose size is not known before it is there.
const USUAL_SIZE: (u32, u32) = (1024, 1024);

/// The names of models by their ids.
#[derive(Clone, Debug, Default)]
pub(crate) struct ModelNames(HashMap<String, String>);

impl ModelNames {
    /// Of all models on offer. Asks nobody: every page and every live part needs them.
    pub(crate) fn load(app: &App) -> Self {
        Self(models::names(app))
    }

    /// Of these, where they are at hand.
    pub(super) fn of(models: &[ModelView]) -> Self {
        let named = models.iter().map(|model| (model.id.clone(), model.name.clone()));
        Self(named.collect())
    }

    /// Ids and names, by name.
    pub(super) fn all(&self) -> Vec<(String, String)> {
        let mut all: Vec<_> = self.0.iter().map(|(id, name)| (id.clone(), name.clone())).collect();
        all.sort_by(|a, b| a.1.cmp(&b.1));
        all
    }

    /// The id of a model that is no longer on offer stands for its name.
    pub(super) fn get<'a>(&'a self, id: &'a str) -> &'a str {
        self.0.get(id).map_or(id, String::as_str)
    }
}

pub(super) fn image_tile(image: &ImageView, names: &ModelNames) -> ImageTile {
    let size = (image.width, image.height);
    let model_name = names.get(&image.model_id);
    let mut tile = ImageTile::new(&image.id.to_string(), size, &image.prompt, model_name, image.created_at);
    tile.color.clone_from(&image.average_color);
    tile.placeholder.clone_from(&image.placeholder);
    tile.is_favorite = image.is_favorite;
    tile.rating = image.rating;
    tile.name.clone_from(&image.name);
    tile.tags.clone_from(&image.tags);
    tile.cost_credits = image.cost.credits();
    tile.video_s = image.video.map(|video| video.duration_ms as f64 / 1000.0);
    if !image.alt_text.is_empty() {
        tile.alt.clone_from(&image.alt_text);
    }
    tile
}

/// A job as its card shows it.
pub(crate) fn job_card(job: &JobView, names: &ModelNames) -> JobCard {
    let first = job.images.first().map(|image| (image.width, image.height));
    let (width, height) = first.or_else(|| expected_size(&job.parameters)).unwrap_or(USUAL_SIZE);
    JobCard {
        id: job.id.to_string(),
        model_name: job.model_name.clone(),
        prompt: job.prompt.clone(),
        status: job_status(job.status),
        phase: job.phase.map(|phase| phase.as_str().to_owned()),
        // People count from one.
        position: job
            .position
            .filter(|_| job.status == Status::Pending)
            .map(|before| before.saturating_add(1)),
        progress: job.progress,
        message: job.waiting.as_ref().map(|waiting| waiting.message.clone()),
        expected: job
            .expected
            .ok()
            .map(|expected| ExpectedWords::new(expected.remaining.from, expected.remaining.to)),
        images: job.images.iter().map(|image| image_tile(image, names)).collect(),
        num_images: job.num_images,
        width,
        height,
        cost_credits: job.captured.unwrap_or(job.estimate).credits(),
        created_at: job.created_at,
        is_paused: job.is_paused,
        can_steer: job.can_steer,
        can_cancel: job.can_cancel,
        can_retry: job.can_retry,
        notes: job.notes.clone(),
        error_message: job.error_message.clone(),
    }
}

fn job_status(status: Status) -> JobStatus {
    match status {
        Status::Pending => JobStatus::Pending,
        Status::Processing => JobStatus::Processing,
        Status::Completed => JobStatus::Completed,
        Status::Failed => JobStatus::Failed,
        Status::Cancelled => JobStatus::Cancelled,
    }
}

/// The shape of pictures to come, from the parameters that usually say it: sizes, `landscape_16_9`, `16:9`.
fn expected_size(parameters: &Value) -> Option<(u32, u32)> {
    let size = &parameters["image_size"];
    let side = |value: &Value| {
        value
            .as_u64()
            .and_then(|side| u32::try_from(side).ok())
            .filter(|side| *side > 0)
    };
    side(&size["width"])
        .zip(side(&size["height"]))
        .or_else(|| side(&parameters["width"]).zip(side(&parameters["height"])))
        .or_else(|| ratio(size.as_str()?))
        .or_else(|| ratio(parameters["aspect_ratio"].as_str()?))
}

fn ratio(name: &str) -> Option<(u32, u32)> {
    let sides = |text: &str, by: char| {
        let (a, b) = text.split_once(by)?;
        let (a, b) = (a.parse::<u32>().ok()?, b.parse::<u32>().ok()?);
        (a > 0 && b > 0).then_some((a, b))
    };
    match name.split_once('_') {
        Some(("landscape", long_short)) => sides(long_short, '_'),
        // The long side is named first here too.
        Some(("portrait", long_short)) => sides(long_short, '_').map(|(long, short)| (short, long)),
        _ => sides(name, ':'),
    }
}

pub(super) fn model_card(model: &ModelView) -> ModelCard {
    ModelCard {
        id: model.id.clone(),
        name: model.name.clone(),
        description: model.description.clone(),
        category: model.category.clone(),
        credits_per_image: credits_per_image(model),
        typical_seconds: f64::from(model.typical_duration_ms) / 1000.0,
        max_images: model.max_images.max(1),
        max_prompt_chars: model.max_prompt_chars.max(1),
        takes_negative_prompt: model.negative_prompt,
        best_for: model.best_for.clone(),
        licence_note: model.licence_note.clone(),
        documentation_url: model.documentation_url.clone(),
        news: model.news.map(models::News::kind),
        health: model.health.map_or(ModelHealth::Healthy, ModelHealth::from),
    }
}

/// A picture of default settings has about one megapixel. Of a video model it is the price of a video.
fn credits_per_image(model: &ModelView) -> Option<f64> {
    let line = model
        .prices
        .iter()
        .find(|line| matches!(line.unit.as_str(), "image" | "megapixel" | "video"))?;
    let microdollars = i64::try_from(line.microdollars).ok()?;
    Some(MicroDollars(microdollars).credits())
}

/// Whether the generate page can ask the model for this; it has no place for a mask.
pub(super) fn offers(model: &ModelView, operation: Operation) -> bool {
    model.operations.contains(&operation)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_shape_is_known_before_the_picture() {
        let cases = [
            (json!({"image_size": {"width": 640, "height": 480}}), Some((640, 480))),
            (json!({"image_size": "landscape_16_9"}), Some((16, 9))),
            (json!({"image_size": "portrait_4_3"}), Some((3, 4))),
            (json!({"image_size": "square_hd"}), None),
            (json!({"aspect_ratio": "21:9"}), Some((21, 9))),
            (json!({"width": 0, "height": 5}), None),
            (json!({"steps": 4}), None),
            (json!(null), None),
        ];
        for (parameters, expected) in cases {
            assert_eq!(expected_size(&parameters), expected, "{parameters}");
        }
    }
}
