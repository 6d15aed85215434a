//! LoRA add-ons: what a job asks for by parameter and by `<lora:…>` in the prompt, as fal's `loras` list.

use serde_json::{Value, json};

use crate::prompt::lora_tokens;
use crate::{Error, Job};

/// Largest weight of an add-on. Source: per-model OpenAPI, `loras[].scale` 0 to 4, read 2026-10.
pub const MAX_SCALE: f64 = 4.0;

/// Most add-ons of one job. Ours: each is downloaded by the provider before it paints.
const MAX_LORAS: usize = 8;

/// The add-ons of a job.
#[derive(Debug, Clone, PartialEq)]
pub struct Loras {
    /// The prompt without the add-ons' tokens.
    pub prompt: String,
    /// What the user must know.
    pub notes: Vec<String>,
    entries: Vec<(String, f64)>,
}

impl Loras {
    /// The add-ons of `job`: the one of the parameters `lora_path` and `lora_scale` unless the path is empty, and those in the
    /// prompt, such as `<lora:owner/name:0.8>`.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] for a path that the provider cannot load, a weight outside 0 to 4, or more than eight add-ons.
    pub fn of(job: &Job, path: &str, scale: f64) -> Result<Self, Error> {
        let mut loras = Self {
            prompt: job.prompt.clone(),
            notes: Vec::new(),
            entries: Vec::new(),
        };
        let path = path.trim();
        if !path.is_empty() {
            check_path("parameters.lora_path", path)?;
            loras.entries.push((path.to_owned(), scale));
        } else if (scale - 1.0).abs() > f64::EPSILON {
            loras
                .notes
                .push("The LoRA weight has no effect without a LoRA.".to_owned());
        }
        loras.take_tokens()?;
        if loras.entries.len() > MAX_LORAS {
            return Err(Error::field("prompt", format!("a job takes at most {MAX_LORAS} LoRAs")));
        }
        Ok(loras)
    }

    /// The list that fal expects in `loras`.
    pub fn to_json(&self) -> Value {
        self.entries
            .iter()
            .map(|(path, scale)| json!({"path": path, "scale": scale}))
            .collect()
    }

    fn take_tokens(&mut self) -> Result<(), Error> {
        let written = self.prompt.clone();
        for token in lora_tokens(&written) {
            let inside = token.trim_start_matches("<lora:").trim_end_matches('>');
            let (path, scale) = read_token(inside)?;
            check_path("prompt", path)?;
            self.prompt = self.prompt.replacen(token, "", 1);
            self.notes.push(format!(
                "“{token}” went out as the LoRA {path} with the weight {scale}."
            ));
            self.entries.push((path.to_owned(), scale));
        }
        if self.prompt.trim().is_empty() {
            return Err(Error::field("prompt", "the prompt has no words besides its LoRAs"));
        }
        if self.prompt.len() != written.len() {
            self.prompt = self.prompt.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        Ok(())
    }
}

/// `path` or `path:weight`; a path may hold colons of its own, as addresses do.
fn read_token(inside: &str) -> Result<(&str, f64), Error> {
    let Some((path, scale)) = inside
        .rsplit_once(':')
        .and_then(|(path, scale)| Some((path, scale.trim().parse::<f64>().ok()?)))
    else {
        return Ok((inside, 1.0));
    };
    if !(0.0..=MAX_SCALE).contains(&scale) {
        let message = format!("the weight of the LoRA {path} must be from 0 to {MAX_SCALE}; it is {scale}");
        return Err(Error::field("prompt", message));
    }
    Ok((path, scale))
}

/// The provider loads from an http(s) address or from Hugging Face by `owner/name`.
fn check_path(field: &str, path: &str) -> Result<(), Error> {
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let address = path
        .strip_prefix("https://")
        .or_else(|| path.strip_prefix("http://"))
        .is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace));
    let repository = path
        .split_once('/')
        .is_some_and(|(owner, name)| plain(owner) && plain(name));
    if address || repository {
        return Ok(());
    }
    let shown: String = path.chars().take(60).collect();
    let message =
        format!("“{shown}” is no LoRA that can be loaded: give an https address or owner/name at Hugging Face");
    Err(Error::field(field, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(prompt: &str, path: &str, scale: f64) -> Result<Loras, Error> {
        let job = Job {
            prompt: prompt.to_owned(),
            ..Job::default()
        };
        Loras::of(&job, path, scale)
    }

    #[test]
    fn parameter_and_tokens_become_one_list_and_tokens_are_said() {
        let loras = of(
            "a cat <lora:some/ink:0.8> on a <lora:https://a.example/b.safetensors> mat",
            "other/style",
            0.5,
        )
        .expect("valid");
        assert_eq!(loras.prompt, "a cat on a mat");
        assert_eq!(loras.notes.len(), 2);
        assert_eq!(
            loras.to_json(),
            json!([
                {"path": "other/style", "scale": 0.5},
                {"path": "some/ink", "scale": 0.8},
                {"path": "https://a.example/b.safetensors", "scale": 1.0},
            ])
        );
    }

    #[test]
    fn a_prompt_without_tokens_stays_as_it_is() {
        let loras = of("a  cat\nsits", "", 1.0).expect("valid");
        assert_eq!((loras.prompt.as_str(), loras.notes.len()), ("a  cat\nsits", 0));
        assert_eq!(loras.to_json(), json!([]));
        assert_eq!(of("a cat", "", 2.0).expect("valid").notes.len(), 1);
    }

    #[test]
    fn what_cannot_be_loaded_is_refused_at_its_field() {
        for (prompt, path, field) in [
            ("a cat <lora:ink:0.8>", "", "prompt"),
            ("a cat <lora:a/b:9>", "", "prompt"),
            ("<lora:a/b:1>", "", "prompt"),
            ("a cat", "C:\\ink.safetensors", "parameters.lora_path"),
            ("a cat", "https:///x", "parameters.lora_path"),
        ] {
            let error = of(prompt, path, 1.0).expect_err(prompt);
            assert!(
                matches!(&error, Error::InvalidInput(fields) if fields[0].field == field),
                "{prompt} {path}: {error:?}"
            );
        }
    }
}
