//! One made-up picture after another, each from the seed and its number alone.

use chrono::{DateTime, TimeDelta, Utc};
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::json;
use studio_db::images::Image;
use studio_model::{ImageId, MicroDollars, ProjectId};
use uuid::{Builder, Uuid};

use super::words::{DETAILS, MODELS, NAMES, NEGATIVE, NOTES, STYLES, SUBJECTS, TAGS};
use super::{Drawn, Fill};

/// How far back the oldest picture is.
const SPAN_S: f64 = 2.0 * 365.0 * 86_400.0;
/// Above 1: people make more and more.
const GROWTH: f64 = 1.4;
/// Pictures are in the trash for so long at most; after thirty days it is emptied.
const TRASH_S: u32 = 20 * 86_400;
/// Coprime to the number of prompts, so that neighbours in frequency are no neighbours in words.
const STRIDE: usize = 7919;

/// What all rows of a run have in common.
pub(super) struct Library<'a> {
    fill: Fill,
    drawn: &'a [Drawn],
    projects: Vec<ProjectId>,
}

/// The id of a project: the same for the same user and seed.
pub(super) fn project_id(fill: &Fill, number: usize) -> ProjectId {
    let mut numbers = ChaCha8Rng::seed_from_u64(fill.seed);
    numbers.set_stream(u64::MAX - number as u64);
    let mut id = [0; 16];
    numbers.fill_bytes(&mut id);
    mix(&mut id, fill.user_id.0);
    ProjectId(Builder::from_random_bytes(id).into_uuid())
}

/// Different users have different ids from the same seed.
fn mix(id: &mut [u8], user: Uuid) {
    let user = user.into_bytes();
    id.iter_mut()
        .zip(user.into_iter().rev())
        .for_each(|(byte, other)| *byte ^= other);
}

impl<'a> Library<'a> {
    pub(super) fn new(fill: Fill, drawn: &'a [Drawn], projects: Vec<ProjectId>) -> Self {
        Self { fill, drawn, projects }
    }

    /// Picture number 0 is the oldest one.
    pub(super) fn row(&self, number: u32) -> Image {
        let mut numbers = ChaCha8Rng::seed_from_u64(self.fill.seed);
        numbers.set_stream(number.into());
        let created_at = self.made_at(number, &mut numbers);
        let id = self.id(created_at, &mut numbers);
        let drawn = &self.drawn[numbers.random_range(0..self.drawn.len())];
        let (model_id, cost) = model(&mut numbers);
        let steps: u32 = numbers.random_range(4..32);
        let file = &drawn.file;
        Image {
            id: ImageId(id),
            user_id: self.fill.user_id,
            project_id: self.project(&mut numbers),
            job_id: None,
            output_index: 0,
            object_id: drawn.object_id,
            file_path: drawn.file_path.clone(),
            file_url: format!("/api/images/download/{id}"),
            thumbnail_url: format!("/media/{id}/512.webp"),
            width: file.width.cast_signed(),
            height: file.height.cast_signed(),
            file_size: file.size_bytes.cast_signed(),
            format: file.format.as_str().to_owned(),
            sha256: file.sha256.to_vec(),
            average_color: file.average_color.clone(),
            placeholder: file.placeholder.clone(),
            is_flagged: false,
            prompt: prompt(&mut numbers),
            negative_prompt: numbers.random_bool(0.25).then(|| NEGATIVE.to_owned()),
            model_id: model_id.to_owned(),
            model_version: "1.0.0".to_owned(),
            parameters: json!({"width": file.width, "height": file.height, "num_inference_steps": steps}),
            seed: Some(numbers.next_u32().to_string()),
            generation_time: Some(f64::from(numbers.random_range(400..9000_u32)) / 1000.0),
            cost: MicroDollars(cost),
            parent_image_id: None,
            is_favorite: numbers.random_bool(0.05),
            rating: rating(&mut numbers),
            tags: tags(&mut numbers),
            name: name(&mut numbers),
            alt_text: String::new(),
            notes: if numbers.random_bool(0.03) {
                pick(&mut numbers, &NOTES).to_owned()
            } else {
                String::new()
            },
            metadata: json!({"seeded": self.fill.seed}),
            created_at,
            updated_at: created_at,
            deleted_at: self.thrown_away(created_at, &mut numbers),
        }
    }

    /// More and more often towards the end, within hours of what the curve says.
    fn made_at(&self, number: u32, numbers: &mut ChaCha8Rng) -> DateTime<Utc> {
        let part = (f64::from(number) + 0.5) / f64::from(self.fill.images);
        let age_s = SPAN_S * (1.0 - part).powf(GROWTH);
        let jitter = TimeDelta::milliseconds(numbers.random_range(1..6 * 3_600_000));
        self.fill.until - TimeDelta::milliseconds((age_s * 1000.0) as i64) - jitter
    }

    /// Sorts by creation, as all ids of pictures do.
    fn id(&self, created_at: DateTime<Utc>, numbers: &mut ChaCha8Rng) -> Uuid {
        let mut random = [0; 10];
        numbers.fill_bytes(&mut random);
        mix(&mut random, self.fill.user_id.0);
        let millis = u64::try_from(created_at.timestamp_millis()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    fn project(&self, numbers: &mut ChaCha8Rng) -> Option<Uuid> {
        let is_filed = numbers.random_bool(0.35);
        is_filed.then(|| self.projects[rank(numbers, self.projects.len())].0)
    }

    fn thrown_away(&self, created_at: DateTime<Utc>, numbers: &mut ChaCha8Rng) -> Option<DateTime<Utc>> {
        let at = self.fill.until - TimeDelta::seconds(numbers.random_range(0..TRASH_S).into());
        numbers.random_bool(0.02).then(|| at.max(created_at))
    }
}

/// A place in a list of which the first is chosen most often, the second half as often, and so on (Zipf).
fn rank(numbers: &mut ChaCha8Rng, length: usize) -> usize {
    let place = (length as f64 + 1.0).powf(numbers.random::<f64>()) - 1.0;
    (place as usize).min(length - 1)
}

fn pick<'a>(numbers: &mut ChaCha8Rng, words: &[&'a str]) -> &'a str {
    words[rank(numbers, words.len())]
}

fn prompt(numbers: &mut ChaCha8Rng) -> String {
    let all = SUBJECTS.len() * STYLES.len() * DETAILS.len();
    let number = rank(numbers, all) * STRIDE % all;
    let (subject, rest) = (number % SUBJECTS.len(), number / SUBJECTS.len());
    let (style, detail) = (rest % STYLES.len(), rest / STYLES.len());
    format!("{}, {}, {}", SUBJECTS[subject], STYLES[style], DETAILS[detail])
}

fn model(numbers: &mut ChaCha8Rng) -> (&'static str, i64) {
    MODELS[rank(numbers, MODELS.len())]
}

fn rating(numbers: &mut ChaCha8Rng) -> Option<i16> {
    let stars = 5 - rank(numbers, 5);
    numbers.random_bool(0.3).then_some(stars as i16)
}

/// None for most; otherwise one to five different ones, in order.
fn tags(numbers: &mut ChaCha8Rng) -> Vec<String> {
    if !numbers.random_bool(0.4) {
        return Vec::new();
    }
    let count = numbers.random_range(1..=5);
    let mut tags: Vec<String> = (0..count).map(|_| pick(numbers, &TAGS).to_owned()).collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

fn name(numbers: &mut ChaCha8Rng) -> String {
    if !numbers.random_bool(0.08) {
        return String::new();
    }
    format!("{} {}", pick(numbers, &NAMES), numbers.random_range(1..500_u32))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_prompt_can_come_and_the_first_places_come_most() {
        let all = SUBJECTS.len() * STYLES.len() * DETAILS.len();
        assert!(
            [SUBJECTS.len(), STYLES.len(), DETAILS.len()]
                .iter()
                .all(|length| length % STRIDE != 0)
        );
        let reached: BTreeSet<usize> = (0..all).map(|rank| rank * STRIDE % all).collect();
        assert_eq!(reached.len(), all);

        let mut numbers = ChaCha8Rng::seed_from_u64(1);
        let mut counts = [0_u32; 10];
        (0..10_000).for_each(|_| counts[rank(&mut numbers, 10)] += 1);
        assert!(
            counts[0] > counts[1] && counts[1] > counts[4] && counts[9] > 0,
            "{counts:?}"
        );
    }
}
