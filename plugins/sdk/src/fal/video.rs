//! The result body of fal's video models: `{video, seed?}`.
//!
//! Only `video.url` is sure to be there: such a file comes without its size in pixels. Source: per-model OpenAPI of the video models,
//! read 2026-11.

use serde::Deserialize;

use super::output::is_file_url;
use super::refusal;
use crate::{Error, Job, MediaKind, OutputFile, Outputs};

/// A result body with one video that was read.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct VideoAnswer {
    video: File,
    #[serde(default)]
    seed: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct File {
    url: String,
}

/// Reads a result body with one video.
///
/// # Errors
/// [`Error::Internal`] when it is not such a body or its video has no usable URL; what an error body says when it is one of those.
pub fn parse_video(body: &str) -> Result<VideoAnswer, Error> {
    match serde_json::from_str::<VideoAnswer>(body) {
        Ok(answer) if !is_file_url(&answer.video.url) => Err(Error::Internal(
            "the answer has a video without a usable URL".to_owned(),
        )),
        Ok(answer) => Ok(answer),
        Err(error) => Err(refusal::explain_body(body)
            .unwrap_or_else(|| Error::Internal(format!("the answer cannot be read: {error}")))),
    }
}

impl VideoAnswer {
    /// The end of the job.
    pub fn into_outputs(self, job: &Job, cost_microdollars: u64) -> Outputs {
        let note = self
            .seed
            .filter(|seed| *seed != job.seed)
            .map(|seed| format!("The provider used the seed {seed} instead of {}.", job.seed));
        Outputs {
            files: vec![OutputFile {
                url: self.video.url,
                kind: MediaKind::Video,
                width: None,
                height: None,
                flagged: false,
                seed: self.seed,
            }],
            effective_prompt: None,
            cost_microdollars,
            inference_seconds: None,
            notes: note.into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_video_is_a_file_that_moves() {
        let job = Job {
            seed: 7,
            ..Job::default()
        };
        let body = r#"{"video": {"url": "https://x.example/a.mp4", "content_type": "video/mp4"}, "seed": 9}"#;
        let outputs = parse_video(body).unwrap().into_outputs(&job, 20_000);
        assert_eq!(
            (outputs.files[0].kind, outputs.files[0].seed),
            (MediaKind::Video, Some(9))
        );
        assert_eq!(outputs.notes, ["The provider used the seed 9 instead of 7."]);
    }

    #[test]
    fn other_bodies_are_told_apart() {
        let error = |body| parse_video(body).unwrap_err();
        assert!(matches!(error("{}"), Error::Internal(_)));
        assert!(matches!(
            error(r#"{"video": {"url": "file:///etc/passwd"}}"#),
            Error::Internal(_)
        ));
    }
}
