//! The result body of fal's models that answer with one picture: `{image, mask_image?, seed?, timings?}`.
//!
//! Only `image.url` is sure to be there. Source: per-model OpenAPI of the upscalers and background removers, read 2026-10.

use std::collections::HashMap;

use serde::Deserialize;

use super::output::is_file_url;
use super::refusal;
use crate::{Error, Job, MediaKind, OutputFile, Outputs};

/// A result body with one picture that was read.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct PictureAnswer {
    image: Picture,
    #[serde(default)]
    mask_image: Option<Picture>,
    #[serde(default)]
    seed: Option<u64>,
    #[serde(default)]
    timings: Option<HashMap<String, Option<f64>>>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Picture {
    url: String,
    #[serde(default)]
    width: Option<u32>,
    #[serde(default)]
    height: Option<u32>,
}

/// Reads a result body with one picture.
///
/// # Errors
/// [`Error::Internal`] when it is not such a body or its picture has no usable URL; what an error body says when it is one of those.
pub fn parse_picture(body: &str) -> Result<PictureAnswer, Error> {
    match serde_json::from_str::<PictureAnswer>(body) {
        Ok(answer) if answer.files().any(|picture| !is_file_url(&picture.url)) => Err(Error::Internal(
            "the answer has a picture without a usable URL".to_owned(),
        )),
        Ok(answer) => Ok(answer),
        Err(error) => Err(refusal::explain_body(body)
            .unwrap_or_else(|| Error::Internal(format!("the answer cannot be read: {error}")))),
    }
}

impl PictureAnswer {
    /// Where the picture is, for a further call.
    pub fn url(&self) -> &str {
        &self.image.url
    }

    /// Width and height in pixels where the provider says them.
    pub fn size(&self) -> Option<(u32, u32)> {
        let (width, height) = self.image.width.zip(self.image.height)?;
        (width > 0 && height > 0).then_some((width, height))
    }

    /// Seconds of computing where the provider tells them.
    pub fn inference_seconds(&self) -> Option<f64> {
        let seconds = self.timings.as_ref()?.get("inference").copied().flatten()?;
        (seconds.is_finite() && seconds >= 0.0).then_some(seconds)
    }

    /// The end of the job: the picture, and the mask behind it where there is one.
    pub fn into_outputs(self, job: &Job, cost_microdollars: u64) -> Outputs {
        let seed = self.seed;
        let note = seed
            .filter(|seed| *seed != job.seed)
            .map(|seed| format!("The provider used the seed {seed} instead of {}.", job.seed));
        Outputs {
            files: self.files().map(|picture| picture.as_file(seed)).collect(),
            effective_prompt: None,
            cost_microdollars,
            inference_seconds: self.inference_seconds(),
            notes: note.into_iter().collect(),
        }
    }

    fn files(&self) -> impl Iterator<Item = &Picture> {
        std::iter::once(&self.image).chain(&self.mask_image)
    }
}

impl Picture {
    fn as_file(&self, seed: Option<u64>) -> OutputFile {
        OutputFile {
            url: self.url.clone(),
            kind: MediaKind::Image,
            width: self.width.filter(|width| *width > 0),
            height: self.height.filter(|height| *height > 0),
            flagged: false,
            seed,
        }
    }
}
