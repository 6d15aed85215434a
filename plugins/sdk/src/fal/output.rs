//! The result body of fal's image models: `{images, timings, seed, has_nsfw_concepts, prompt}`.
//!
//! Only `images[].url` is sure to be there; the rest may be missing or null. Source: per-model OpenAPI, read 2026-10.

use std::collections::HashMap;

use serde::Deserialize;

use super::refusal;
use crate::{Error, Job, MediaKind, OutputFile, Outputs};

/// A result body that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ImageAnswer {
    body: Body,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Body {
    #[serde(default)]
    images: Vec<Image>,
    #[serde(default)]
    timings: Option<HashMap<String, Option<f64>>>,
    /// Can be above 2^53.
    #[serde(default)]
    seed: Option<u64>,
    #[serde(default)]
    has_nsfw_concepts: Option<Vec<bool>>,
    #[serde(default)]
    prompt: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Image {
    url: String,
    #[serde(default)]
    width: Option<u32>,
    #[serde(default)]
    height: Option<u32>,
}

/// Files of a result at most, by the contract.
const MAX_FILES: usize = 64;

/// Whether the studio can fetch a file from there: what is neither on the web nor in the answer itself breaks the contract.
pub(super) fn is_file_url(url: &str) -> bool {
    ["https://", "http://", "data:"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
}

/// Reads a result body.
///
/// # Errors
/// [`Error::Internal`] when it is not such a body, holds no picture, too many, or one that cannot be fetched; what an error body says when it is one of those,
/// since they have been seen to come with status 200.
pub fn parse_images(body: &str) -> Result<ImageAnswer, Error> {
    let parsed: Result<Body, _> = serde_json::from_str(body);
    match parsed {
        Ok(body) if body.images.len() > MAX_FILES => Err(Error::Internal(format!(
            "the answer has {} pictures; a result has at most {MAX_FILES}",
            body.images.len()
        ))),
        Ok(body) if body.images.iter().any(|image| !is_file_url(&image.url)) => Err(Error::Internal(
            "the answer has a picture without a usable URL".to_owned(),
        )),
        Ok(body) if !body.images.is_empty() => Ok(ImageAnswer { body }),
        Ok(_) => {
            Err(refusal::explain_body(body).unwrap_or_else(|| Error::Internal("the answer has no picture".to_owned())))
        }
        Err(error) => Err(Error::Internal(format!("the answer cannot be read: {error}"))),
    }
}

impl ImageAnswer {
    /// Width and height of each picture where the provider says them.
    pub fn sizes(&self) -> impl Iterator<Item = Option<(u32, u32)>> {
        self.body.images.iter().map(|image| image.width.zip(image.height))
    }

    /// Seconds of computing.
    pub fn inference_seconds(&self) -> Option<f64> {
        let seconds = self.body.timings.as_ref()?.get("inference").copied().flatten()?;
        (seconds.is_finite() && seconds >= 0.0).then_some(seconds)
    }

    /// The end of the job. The one seed of the answer belongs to its first picture: the others came out of the same run and
    /// cannot be made again from it alone.
    pub fn into_outputs(self, job: &Job, cost_microdollars: u64) -> Outputs {
        Outputs {
            notes: self.notes(job),
            inference_seconds: self.inference_seconds(),
            effective_prompt: self.effective_prompt(job),
            cost_microdollars,
            files: self.files(),
        }
    }

    fn files(&self) -> Vec<OutputFile> {
        let images = self.body.images.iter().enumerate();
        images
            .map(|(index, image)| OutputFile {
                url: image.url.clone(),
                kind: MediaKind::Image,
                width: image.width.filter(|width| *width > 0),
                height: image.height.filter(|height| *height > 0),
                flagged: self.is_flagged(index),
                seed: self.body.seed.filter(|_| index == 0),
            })
            .collect()
    }

    fn is_flagged(&self, index: usize) -> bool {
        let flags = self.body.has_nsfw_concepts.as_deref().unwrap_or_default();
        flags.get(index).copied().unwrap_or(false)
    }

    fn effective_prompt(&self, job: &Job) -> Option<String> {
        let prompt = self.body.prompt.as_ref()?;
        (!prompt.is_empty() && *prompt != job.prompt).then(|| prompt.clone())
    }

    fn notes(&self, job: &Job) -> Vec<String> {
        let images = self.body.images.len();
        let flagged = (0..images).filter(|index| self.is_flagged(*index)).count();
        let mut notes = Vec::new();
        if flagged > 0 {
            notes.push(format!(
                "The provider's safety checker blanked {flagged} of {images} pictures."
            ));
        }
        if images < job.num_images as usize {
            notes.push(format!("{images} of {} pictures were delivered.", job.num_images));
        }
        if let Some(seed) = self.body.seed.filter(|seed| *seed != job.seed) {
            notes.push(format!("The provider used the seed {seed} instead of {}.", job.seed));
        }
        notes
    }
}
